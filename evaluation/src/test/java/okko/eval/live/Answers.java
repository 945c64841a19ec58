package okko.eval.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;

/** What a daemon answers, where an answer is all that is wanted. */
final class Answers {

    private Answers() {}

    /** Asks without a command line: at once, where a test goes on asking. */
    static JsonNode ask(Daemon daemon, String command, Object... namesAndValues) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.putPOJO((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        try (ControlClient client = ControlClient.connect(daemon.runDirectory())) {
            return client.send(command, arguments);
        } catch (CommandException | IOException e) {
            throw new AssertionError(command, e);
        }
    }

    /** Whether a processor serves a port. */
    static boolean attached(Daemon daemon, String port) {
        return find(ask(daemon, "proc list"), "port", port).required("state").asText().equals("attached");
    }

    /** A counter of a port, {@code txPackets} for instance. */
    static long packets(Daemon daemon, String port, String counter) {
        return find(ask(daemon, "port list"), "name", port).required(counter).asLong();
    }

    private static JsonNode find(JsonNode list, String key, String value) {
        for (JsonNode item : list) {
            if (item.required(key).asText().equals(value)) {
                return item;
            }
        }
        throw new AssertionError("none has " + key + " " + value + ": " + list);
    }
}
