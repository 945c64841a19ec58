package okko.switchd.table;

import java.util.HashMap;
import java.util.Map;
import okko.switchd.flow.ActionReferences;
import okko.switchd.flow.Meter;
import okko.switchd.packet.MeterState;
import org.agrona.concurrent.NanoClock;

/** The meters, from the side of control. Confined to the control thread. */
public final class Meters {

    /** Replaced when it changes, so that snapshots can have it as it is. */
    private Map<Integer, Meter> meters = Map.of();

    /** Replaced likewise: what measures for each of them. */
    private Map<Integer, MeterState> states = Map.of();

    private final NanoClock clock;

    Meters(NanoClock clock) {
        this.clock = clock;
    }

    /** {@return what measures for each meter, by number; an immutable map} */
    public Map<Integer, MeterState> states() {
        return states;
    }

    /** {@return all meters by number; an immutable map} */
    public Map<Integer, Meter> all() {
        return meters;
    }

    /**
     * Adds a meter.
     *
     * @param meter to add
     * @throws IllegalArgumentException if it exists, or has a band that does not drop; the message is one line, and
     *                                  nothing has changed
     */
    public void add(Meter meter) {
        if (meters.containsKey(meter.id())) {
            throw new IllegalArgumentException(name(meter.id()) + " exists already");
        }
        put(meter);
    }

    /**
     * Replaces a meter; it begins to measure anew.
     *
     * @param meter to be there instead
     * @throws IllegalArgumentException if there is none of this number; the message is one line, and nothing has
     *                                  changed
     */
    public void modify(Meter meter) {
        if (!meters.containsKey(meter.id())) {
            throw new IllegalArgumentException(name(meter.id()) + " does not exist");
        }
        put(meter);
    }

    private void put(Meter meter) {
        if (meter.bands().stream().anyMatch(band -> band.type() != Meter.BandType.DROP)) {
            throw new IllegalArgumentException(name(meter.id()) + ": Okko has no band but drop");
        }
        Map<Integer, Meter> changed = new HashMap<>(meters);
        changed.put(meter.id(), meter);
        meters = Map.copyOf(changed);
        Map<Integer, MeterState> changedStates = new HashMap<>(states);
        changedStates.put(meter.id(), new MeterState(meter, clock.nanoTime()));
        states = Map.copyOf(changedStates);
    }

    /**
     * Checks that what actions use exists.
     *
     * @param references of the actions
     * @throws IllegalArgumentException if a meter does not; the message is one line
     */
    void check(ActionReferences references) {
        for (int id : references.meters()) {
            if (!meters.containsKey(id)) {
                throw new IllegalArgumentException(name(id) + " does not exist");
            }
        }
    }

    /** Removes a meter; there need not be one. */
    void remove(int id) {
        Map<Integer, Meter> changed = new HashMap<>(meters);
        changed.remove(id);
        meters = Map.copyOf(changed);
        Map<Integer, MeterState> changedStates = new HashMap<>(states);
        changedStates.remove(id);
        states = Map.copyOf(changedStates);
    }

    void clear() {
        meters = Map.of();
        states = Map.of();
    }

    private static String name(int id) {
        return "meter " + Integer.toUnsignedString(id);
    }
}
