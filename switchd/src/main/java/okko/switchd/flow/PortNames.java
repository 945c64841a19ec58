package okko.switchd.flow;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The ports that flow text may speak of, by name or by number.
 *
 * @param numbers    OpenFlow number of each port, by its name
 * @param processors of these, the numbers of the ports behind which a processor is
 * @param strangers  whether it may speak of other numbers too
 */
public record PortNames(Map<String, Integer> numbers, Set<Integer> processors, Strangers strangers) {

    private static final int MAX_NUMBER = 0xfeff;

    /** What becomes of ports that are none of the named ones. */
    public enum Strangers {
        /** They are errors: whoever reads the text knows all ports. */
        REFUSED,
        /** The switch will say whether it has them; reserved ports have their words. */
        ACCEPTED
    }

    /**
     * Copies the names.
     */
    public PortNames {
        numbers = Map.copyOf(numbers);
        processors = Set.copyOf(processors);
    }

    /**
     * Names ports without processors.
     *
     * @param numbers OpenFlow number of each port, by its name
     */
    public PortNames(Map<String, Integer> numbers) {
        this(numbers, Set.of());
    }

    /**
     * Names all ports that there are.
     *
     * @param numbers    OpenFlow number of each port, by its name
     * @param processors of these, the numbers of the ports behind which a processor is
     */
    public PortNames(Map<String, Integer> numbers, Set<Integer> processors) {
        this(numbers, processors, Strangers.REFUSED);
    }

    /**
     * Names some ports of a switch that knows by itself which ports it has.
     *
     * @param numbers OpenFlow number of each port, by its name
     * @return names; other ports may be spoken of by their numbers
     */
    public static PortNames open(Map<String, Integer> numbers) {
        return new PortNames(numbers, Set.of(), Strangers.ACCEPTED);
    }

    /**
     * Finds a port.
     *
     * @param nameOrNumber as in flow text
     * @return its number; empty if there is no such port
     */
    OptionalInt find(String nameOrNumber) {
        Integer named = numbers.get(nameOrNumber);
        if (named != null) {
            return OptionalInt.of(named);
        }
        if (strangers == Strangers.ACCEPTED) {
            return stranger(nameOrNumber);
        }
        return numbers.values().stream()
                .filter(number -> number.toString().equals(nameOrNumber))
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    private static OptionalInt stranger(String wordOrNumber) {
        Integer reserved = ActionText.RESERVED_PORTS.get(wordOrNumber.toUpperCase(Locale.ROOT));
        if (reserved != null) {
            return OptionalInt.of(reserved);
        }
        if (wordOrNumber.equalsIgnoreCase("controller")) {
            return OptionalInt.of(ReservedPort.CONTROLLER);
        }
        try {
            long number = Long.decode(wordOrNumber);
            boolean isReserved = number >= ReservedPort.IN_PORT && number <= ReservedPort.LOCAL;
            return number >= 0 && number <= MAX_NUMBER || isReserved ? OptionalInt.of((int) number)
                    : OptionalInt.empty();
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    /**
     * Says whether packets come back from a port.
     *
     * @param port OpenFlow number
     * @return whether a processor is behind it, or nobody knows here
     */
    boolean hasProcessor(int port) {
        return strangers == Strangers.ACCEPTED || processors.contains(port);
    }

    /** {@return the names in order, for a message} */
    String list() {
        return numbers.isEmpty() ? "there are no ports" : "ports are " + listed(_ -> true);
    }

    /** {@return the names of the ports with processors in order, for a message} */
    String listOfProcessors() {
        return processors.isEmpty() ? "no port has one" : "ports that have one are " + listed(processors::contains);
    }

    private String listed(IntPredicate isWanted) {
        return new TreeMap<>(numbers).entrySet().stream()
                .filter(port -> isWanted.test(port.getValue()))
                .map(port -> port.getKey() + " (" + port.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
