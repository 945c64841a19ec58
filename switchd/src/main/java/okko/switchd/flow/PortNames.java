package okko.switchd.flow;

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
 */
public record PortNames(Map<String, Integer> numbers, Set<Integer> processors) {

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
        return numbers.values().stream()
                .filter(number -> number.toString().equals(nameOrNumber))
                .mapToInt(Integer::intValue)
                .findFirst();
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
