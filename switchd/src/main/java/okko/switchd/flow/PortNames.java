package okko.switchd.flow;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The ports that flow text may speak of, by name or by number.
 *
 * @param numbers OpenFlow number of each port, by its name
 */
public record PortNames(Map<String, Integer> numbers) {

    /**
     * Copies the names.
     */
    public PortNames {
        numbers = Map.copyOf(numbers);
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
        return numbers.isEmpty()
                ? "there are no ports"
                : new TreeMap<>(numbers).entrySet().stream()
                        .map(port -> port.getKey() + " (" + port.getValue() + ")")
                        .collect(Collectors.joining(", ", "ports are ", ""));
    }
}
