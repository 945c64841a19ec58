package okko.switchd.table;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import okko.switchd.flow.ActionReferences;
import okko.switchd.flow.Meter;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.packet.MeterState;
import org.agrona.concurrent.NanoClock;

/** The meters, from the side of control. Confined to the control thread. */
public final class Meters {

    /** How many meters there may be. */
    public static final int MAX_METERS = 0x10000;

    /** How many bands a meter may have. */
    public static final int MAX_BANDS = 8;

    /** Rates are in kilobits per second ({@code OFPMF_KBPS}). */
    public static final int FLAG_KBPS = 1;

    /** Rates are in packets per second ({@code OFPMF_PKTPS}). */
    public static final int FLAG_PKTPS = 1 << 1;

    /** Bands give bursts ({@code OFPMF_BURST}). */
    public static final int FLAG_BURST = 1 << 2;

    /** The meter counts ({@code OFPMF_STATS}). */
    public static final int FLAG_STATS = 1 << 3;

    /** All meters, what measures for each of them, and since when. Replaced when it changes. */
    private record State(Map<Integer, Meter> meters, Map<Integer, MeterState> states, Map<Integer, Long> addedNs) {

        static final State NONE = new State(Map.of(), Map.of(), Map.of());

        State with(Meter meter, MeterState state, long since) {
            Map<Integer, Meter> newMeters = new HashMap<>(meters);
            newMeters.put(meter.id(), meter);
            Map<Integer, MeterState> newStates = new HashMap<>(states);
            newStates.put(meter.id(), state);
            Map<Integer, Long> newAddedNs = new HashMap<>(addedNs);
            newAddedNs.put(meter.id(), since);
            return new State(Map.copyOf(newMeters), Map.copyOf(newStates), newAddedNs);
        }

        State without(int id) {
            Map<Integer, Meter> newMeters = new HashMap<>(meters);
            newMeters.remove(id);
            Map<Integer, MeterState> newStates = new HashMap<>(states);
            newStates.remove(id);
            Map<Integer, Long> newAddedNs = new HashMap<>(addedNs);
            newAddedNs.remove(id);
            return new State(Map.copyOf(newMeters), Map.copyOf(newStates), newAddedNs);
        }
    }

    private final NanoClock clock;
    private final Journal journal;
    private State state = State.NONE;

    Meters(NanoClock clock, Journal journal) {
        this.clock = clock;
        this.journal = journal;
    }

    /** {@return what measures for each meter, by number; an immutable map} */
    public Map<Integer, MeterState> states() {
        return state.states;
    }

    /** {@return all meters by number; an immutable map} */
    public Map<Integer, Meter> all() {
        return state.meters;
    }

    /**
     * Tells the age of a meter.
     *
     * @param id of a meter that there is
     * @return nanoseconds since it was added
     */
    public long durationNs(int id) {
        return clock.nanoTime() - state.addedNs.get(id);
    }

    /**
     * Writes the flags of a meter.
     *
     * @param meter whose flags
     * @return bits of {@code enum ofp_meter_flags}
     */
    public static int flags(Meter meter) {
        int flags = switch (meter.unit()) {
            case KILOBITS -> FLAG_KBPS;
            case PACKETS -> FLAG_PKTPS;
        };
        for (Meter.Flag flag : meter.flags()) {
            flags |= switch (flag) {
                case BURST -> FLAG_BURST;
                case STATS -> FLAG_STATS;
            };
        }
        return flags;
    }

    /** Reads a meter that is to be added or modified. */
    static Meter meter(MeterMod message) throws OpenFlowException {
        int flags = message.flags();
        boolean isInBits = (flags & FLAG_PKTPS) == 0; // OpenFlow leaves open what it is in if nothing is said
        if ((flags & (FLAG_KBPS | FLAG_PKTPS)) == (FLAG_KBPS | FLAG_PKTPS)
                || (flags & ~(FLAG_KBPS | FLAG_PKTPS | FLAG_BURST | FLAG_STATS)) != 0) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_BAD_FLAGS,
                    "expected one of kbps and pktps, burst and stats: flags=0x" + Integer.toHexString(flags));
        }
        Set<Meter.Flag> named = EnumSet.noneOf(Meter.Flag.class);
        if ((flags & FLAG_BURST) != 0) {
            named.add(Meter.Flag.BURST);
        }
        if ((flags & FLAG_STATS) != 0) {
            named.add(Meter.Flag.STATS);
        }
        if (message.meterId() == 0 || Integer.compareUnsigned(message.meterId(), Meter.MAX_ID) > 0) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_INVALID_METER,
                    "no meter can be " + name(message.meterId()));
        }
        if (message.bands().isEmpty()) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_BAD_BAND, name(message.meterId()) + " has no band");
        }
        Meter.Unit unit = isInBits ? Meter.Unit.KILOBITS : Meter.Unit.PACKETS;
        return new Meter(message.meterId(), unit, message.bands(), named);
    }

    /**
     * Adds a meter.
     *
     * @param meter to add
     * @throws OpenFlowException if it exists, or cannot be; nothing has changed
     */
    public void add(Meter meter) throws OpenFlowException {
        if (state.meters.containsKey(meter.id())) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_METER_EXISTS, name(meter.id()) + " exists already");
        }
        if (state.meters.size() >= MAX_METERS) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_OUT_OF_METERS,
                    "there are " + MAX_METERS + " meters already");
        }
        put(meter, clock.nanoTime());
    }

    /**
     * Replaces a meter; it begins to measure anew.
     *
     * @param meter to be there instead
     * @throws OpenFlowException if there is none of this number, or it cannot be; nothing has changed
     */
    public void modify(Meter meter) throws OpenFlowException {
        if (!state.meters.containsKey(meter.id())) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_UNKNOWN_METER, name(meter.id()) + " does not exist");
        }
        put(meter, state.addedNs.get(meter.id()));
    }

    private void put(Meter meter, long sinceNs) throws OpenFlowException {
        if (meter.bands().size() > MAX_BANDS) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_OUT_OF_BANDS,
                    "%s has %d bands, more than %d".formatted(name(meter.id()), meter.bands().size(), MAX_BANDS));
        }
        if (meter.bands().stream().anyMatch(band -> band.type() != Meter.BandType.DROP)) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_BAD_BAND,
                    name(meter.id()) + ": Okko has no band but drop");
        }
        become(state.with(meter, new MeterState(meter, clock.nanoTime()), sinceNs));
    }

    private void become(State next) {
        State before = state;
        state = next;
        journal.done(() -> state = before);
    }

    /** Checks that what actions use exists. */
    void check(ActionReferences references) throws OpenFlowException {
        for (int id : references.meters()) {
            if (!state.meters.containsKey(id)) {
                throw new OpenFlowException(OpenFlowError.OFPMMFC_INVALID_METER, name(id) + " does not exist");
            }
        }
    }

    /** Removes a meter, and says whether there was one. */
    boolean remove(int id) {
        if (!state.meters.containsKey(id)) {
            return false;
        }
        become(state.without(id));
        return true;
    }

    void clear() {
        become(State.NONE);
    }

    private static String name(int id) {
        return "meter " + Integer.toUnsignedString(id);
    }
}
