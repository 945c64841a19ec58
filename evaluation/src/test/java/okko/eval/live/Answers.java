package okko.eval.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a daemon answers, where an answer is all that is wanted. */
final class Answers {

    private Answers() {}

    static JsonNode ask(Daemon daemon, String... words) {
        try {
            return daemon.ask(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Whether a processor serves a port. */
    static boolean attached(Daemon daemon, String port) {
        return find(ask(daemon, "proc", "list"), "port", port).required("state").asText().equals("attached");
    }

    /** A counter of a port, {@code txPackets} for instance. */
    static long packets(Daemon daemon, String port, String counter) {
        return find(ask(daemon, "port", "list"), "name", port).required(counter).asLong();
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
