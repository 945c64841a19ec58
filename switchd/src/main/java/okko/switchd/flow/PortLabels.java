package okko.switchd.flow;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What ports are called in text.
 *
 * @param names of ports, by their OpenFlow numbers; those that are not there are called by their numbers
 */
public record PortLabels(Map<Integer, String> names) {

    /** All ports are called by their numbers. */
    public static final PortLabels NUMBERS = new PortLabels(Map.of());

    private static final int ANY = 0xffff;

    /** Names that cannot be taken for something else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /** Copies. */
    public PortLabels {
        names = Map.copyOf(names);
    }

    /**
     * Names a port.
     *
     * @param port OpenFlow number
     * @return its name, the word for a reserved number, or the number
     */
    public String label(int port) {
        return switch (port) {
            case ReservedPort.IN_PORT -> "IN_PORT";
            case ReservedPort.TABLE -> "TABLE";
            case ReservedPort.NORMAL -> "NORMAL";
            case ReservedPort.FLOOD -> "FLOOD";
            case ReservedPort.ALL -> "ALL";
            case ReservedPort.CONTROLLER -> "CONTROLLER";
            case ReservedPort.LOCAL -> "LOCAL";
            case ANY -> "ANY";
            default -> names.containsKey(port) ? quoted(names.get(port)) : Integer.toUnsignedString(port);
        };
    }

    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() ? name : '"' + name + '"';
    }
}
