package okko.switchd.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.port.ExternalPort;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortSetting;

/**
 * All ports that the switch has now, and what those had counted that it has no more. Any thread reads; a port is added
 * and removed on its datapath thread, together with what the thread itself knows of it: so a question that is asked
 * there finds the two agree.
 */
public final class Ports {

    private final AtomicReference<State> state = new AtomicReference<>(
            new State(List.of(), Set.of(), Map.of(), Retired.NONE));

    /** Highest number that any port has had; on the control thread. */
    private int highestNumber;

    /** Makes an empty register. */
    public Ports() {}

    /**
     * The ports at one moment.
     *
     * @param open        in the order of their numbers
     * @param switchedOff names of those that are switched off
     * @param settings    of those that are restricted, by name
     * @param retired     what all others have counted that there were
     */
    public record State(List<OpenPort> open, Set<String> switchedOff, Map<String, Set<PortSetting>> settings,
            Retired retired) {}

    /**
     * Counts of ports that are gone.
     *
     * @param in    packets that came in, see {@link TrafficCount}
     * @param out   packets that went out
     * @param drops packets that they dropped
     */
    public record Retired(long in, long out, Map<DropReason, Long> drops) {

        private static final Retired NONE = new Retired(0, 0, Map.of());

        private Retired with(OpenPort gone) {
            PortCounters counters = gone.port().counters();
            Map<DropReason, Long> sum = new EnumMap<>(DropReason.class);
            for (DropReason reason : DropReason.values()) {
                sum.put(reason, drops.getOrDefault(reason, 0L) + counters.drops().packets(reason));
            }
            return gone.port() instanceof ExternalPort external
                    ? new Retired(in + external.originated(), out, sum)
                    : new Retired(in + counters.rxPackets(), out + counters.txPackets(), sum);
        }
    }

    /** {@return the ports at this moment} */
    public State state() {
        return state.get();
    }

    /** {@return the ports at this moment, in the order of their numbers} */
    public List<OpenPort> list() {
        return state.get().open();
    }

    /**
     * Finds a port.
     *
     * @param name of it
     * @return the port; empty if there is none of this name
     */
    public Optional<OpenPort> find(String name) {
        return list().stream().filter(open -> open.config().name().equals(name)).findAny();
    }

    /**
     * Finds a port that a command names.
     *
     * @param name of it
     * @return the port
     * @throws CommandException if there is none of this name, with all names
     */
    OpenPort require(String name) throws CommandException {
        return find(name).orElseThrow(() -> new CommandException("no port is named " + name + "; there are "
                + String.join(", ", list().stream().map(open -> open.config().name()).toList())));
    }

    /**
     * Says whether a port was switched off.
     *
     * @param open that is here
     * @return false for a port that does its best
     */
    public boolean isSwitchedOff(OpenPort open) {
        return state.get().switchedOff().contains(open.config().name());
    }

    /**
     * Says how a port is restricted.
     *
     * @param open that is here
     * @return an immutable set
     */
    public Set<PortSetting> settings(OpenPort open) {
        return state.get().settings().getOrDefault(open.config().name(), Set.of());
    }

    /** {@return the ports at this moment, as flow text may speak of them} */
    public PortNames names() {
        Map<String, Integer> numbers = new HashMap<>();
        Set<Integer> processors = new HashSet<>();
        for (OpenPort open : list()) {
            numbers.put(open.config().name(), open.config().number());
            if (open.config().spec().isExternal()) {
                processors.add(open.config().number());
            }
        }
        return new PortNames(numbers, processors);
    }

    /**
     * Chooses a number for a new port: one that no port has had, as long as there is one, so that a rule that names a
     * port that is gone does not speak of another. On the control thread.
     *
     * @return 1 to {@link PortConfig#MAX_NUMBER}
     * @throws CommandException if all numbers are taken
     */
    public int newNumber() throws CommandException {
        if (highestNumber < PortConfig.MAX_NUMBER) {
            return highestNumber + 1;
        }
        Set<Integer> taken = new HashSet<>(names().numbers().values());
        for (int number = 1; number <= PortConfig.MAX_NUMBER; number++) {
            if (!taken.contains(number)) {
                return number;
            }
        }
        throw new CommandException("all " + PortConfig.MAX_NUMBER + " port numbers are taken");
    }

    /**
     * Notes that a number is going to be a port's; on the control thread.
     *
     * @param number of the port
     */
    public void reserve(int number) {
        if (number <= PortConfig.MAX_NUMBER) {
            highestNumber = Math.max(highestNumber, number);
        }
    }

    /**
     * Adds a port, on its datapath thread.
     *
     * @param open whose name and number no other has
     */
    public void add(OpenPort open) {
        change(before -> {
            List<OpenPort> now = new ArrayList<>(before.open);
            now.add(open);
            now.sort(Comparator.comparingInt(port -> port.config().number()));
            return new State(List.copyOf(now), before.switchedOff, before.settings, before.retired);
        });
    }

    /**
     * Removes a port that holds nothing any more, on what was its datapath thread.
     *
     * @param open that is here
     */
    public void remove(OpenPort open) {
        change(before -> {
            Set<String> off = new HashSet<>(before.switchedOff);
            off.remove(open.config().name());
            return new State(without(before.open, open), off, with(before.settings, open, Set.of()),
                    before.retired.with(open));
        });
    }

    /**
     * Notes that a port was switched on or off, on its datapath thread.
     *
     * @param name of the port
     * @param isOn what it is now
     */
    public void switched(String name, boolean isOn) {
        change(before -> {
            Set<String> off = new HashSet<>(before.switchedOff);
            if (isOn) {
                off.remove(name);
            } else {
                off.add(name);
            }
            return new State(before.open, off, before.settings, before.retired);
        });
    }

    /**
     * Notes how a port is restricted from now on, on its datapath thread.
     *
     * @param open     that is here
     * @param settings all of them
     */
    public void restricted(OpenPort open, Set<PortSetting> settings) {
        change(before -> new State(before.open, before.switchedOff, with(before.settings, open, settings),
                before.retired));
    }

    private static Map<String, Set<PortSetting>> with(
            Map<String, Set<PortSetting>> all, OpenPort open, Set<PortSetting> settings) {
        Map<String, Set<PortSetting>> changed = new HashMap<>(all);
        if (settings.isEmpty()) {
            changed.remove(open.config().name());
        } else {
            changed.put(open.config().name(), Set.copyOf(settings));
        }
        return Map.copyOf(changed);
    }

    private static List<OpenPort> without(List<OpenPort> ports, OpenPort gone) {
        return ports.stream().filter(open -> open != gone).toList();
    }

    private void change(UnaryOperator<State> change) {
        state.updateAndGet(change);
    }
}
