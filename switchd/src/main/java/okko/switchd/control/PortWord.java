package okko.switchd.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okko.switchd.port.PortSpec;

/**
 * A port as a command line tells of it, {@code NAME=TYPE[:ARGUMENT]} and more {@code KEY=VALUE}, in the form of a
 * configuration file.
 *
 * @param name of the port
 * @param keys as under {@code ports.NAME}; nothing about them has been checked
 */
public record PortWord(String name, ObjectNode keys) {

    private static final String SHAPE = "expected NAME=TYPE[:ARGUMENT]";

    /** The key that the argument is the value of, by type; other types take none. */
    private static final Map<String, String> ARGUMENT_KEYS = Map.of(
            PortSpec.AfPacket.TYPE, "interface",
            PortSpec.AfXdp.TYPE, "interface",
            PortSpec.Bpf.TYPE, "program",
            PortSpec.Patch.TYPE, "peer",
            PortSpec.Pcap.TYPE, "read",
            PortSpec.Replay.TYPE, "file",
            PortSpec.Tap.TYPE, "interface");

    private static final Set<String> FILE_KEYS = Set.of("file", "read", "write");

    /**
     * Reads words.
     *
     * @param word      name, type and perhaps the argument that this type is mostly about
     * @param more      a key and its value each; {@code to.stream=3} is the key {@code stream} in the mapping
     *                  {@code to}
     * @param directory that files named there are relative to
     * @return what they say
     * @throws IllegalArgumentException if a word has another shape, in one line
     */
    public static PortWord parse(String word, List<String> more, Path directory) {
        int equals = word.indexOf('=');
        if (equals < 1 || equals == word.length() - 1) {
            throw new IllegalArgumentException(word + ": " + SHAPE);
        }
        int colon = word.indexOf(':', equals);
        String type = word.substring(equals + 1, colon < 0 ? word.length() : colon);
        ObjectNode keys = JsonNodeFactory.instance.objectNode().put("type", type);
        if (colon >= 0) {
            String argument = word.substring(colon + 1);
            // Of a type without one, or one that does not exist, whoever reads the keys says so.
            put(keys, ARGUMENT_KEYS.getOrDefault(type, "argument"), argument, directory);
        }
        for (String pair : more) {
            int middle = pair.indexOf('=');
            if (middle < 1) {
                throw new IllegalArgumentException(pair + ": expected KEY=VALUE");
            }
            put(keys, pair.substring(0, middle), pair.substring(middle + 1), directory);
        }
        return new PortWord(word.substring(0, equals), keys);
    }

    private static void put(ObjectNode keys, String key, String value, Path directory) {
        int dot = key.indexOf('.');
        if (dot > 0) {
            put(keys.withObjectProperty(key.substring(0, dot)), key.substring(dot + 1), value, directory);
        } else if (value.matches("-?[0-9]{1,18}")) {
            keys.put(key, Long.parseLong(value));
        } else if (FILE_KEYS.contains(key)) {
            keys.put(key, directory.resolve(value).toString());
        } else {
            keys.put(key, value);
        }
    }
}
