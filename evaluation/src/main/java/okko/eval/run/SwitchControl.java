package okko.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import okko.switchd.packet.ProcessorState;

/** The control socket of a daemon, once it answers. */
final class SwitchControl implements AutoCloseable {

    private final Path runDirectory;
    private ControlClient client;

    SwitchControl(Path runDirectory) {
        this.runDirectory = runDirectory;
    }

    /** {@return whether the daemon answers; it makes its socket when it is ready} */
    boolean connect() {
        try {
            client = ControlClient.connect(runDirectory);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    ObjectNode arguments() {
        return client.newArguments();
    }

    JsonNode send(String command, ObjectNode arguments) throws IOException {
        try {
            return client.send(command, arguments);
        } catch (CommandException e) {
            throw new IOException("the switch refuses " + command + ": " + e.getMessage(), e);
        }
    }

    boolean isProcessorAttached(String name) throws IOException {
        for (JsonNode port : send("port list", arguments())) {
            if (port.path("name").asText().equals(name)) {
                return port.path("details").path("state").asText().equals(ProcessorState.ATTACHED.label());
            }
        }
        return false;
    }

    /** {@return packets that the switch has dropped so far, by reason} */
    Map<String, Long> drops() throws IOException {
        Map<String, Long> drops = new TreeMap<>();
        for (String listing : new String[] {"port list", "pmd stats"}) {
            for (JsonNode lister : send(listing, arguments())) {
                for (Map.Entry<String, JsonNode> drop : lister.path("drops").properties()) {
                    drops.merge(drop.getKey(), drop.getValue().asLong(), Long::sum);
                }
            }
        }
        return drops;
    }

    @Override
    public void close() {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            // The other end is gone; nothing is lost with this one.
        }
    }
}
