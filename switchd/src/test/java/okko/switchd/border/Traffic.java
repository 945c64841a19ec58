package okko.switchd.border;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;

/** Short replays, one after the other, over a connection of their own; each must keep the law of conservation. */
final class Traffic implements AutoCloseable {

    private static final int PASSES = 5;

    private final Thread thread;
    private volatile boolean stopping;
    private volatile String failure;

    private Traffic(Path run) {
        thread = new Thread(() -> replay(run), "traffic");
        thread.start();
    }

    static Traffic start(Path run) {
        return new Traffic(run);
    }

    private void replay(Path run) {
        try (ControlClient client = ControlClient.connect(run)) {
            while (!stopping && failure == null) {
                JsonNode report =
                        client.send("replay run", client.newArguments().put("port", "in").put("passes", PASSES));
                if (!report.path("conserved").asBoolean() || report.path("missing").asInt() != 0) {
                    failure = report.toString();
                }
            }
        } catch (IOException | CommandException e) {
            failure = e.toString();
        }
    }

    /** Waits until the replays have ended, for whatever reason. */
    void abandon() throws InterruptedException {
        stopping = true;
        thread.join();
    }

    @Override
    public void close() throws InterruptedException {
        abandon();
        if (failure != null) {
            throw new AssertionError("a replay failed: " + failure);
        }
    }
}
