package okko.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okko.eval.measure.Replay;
import okko.eval.measure.SinkCount;
import okko.eval.setup.CellPlan;
import okko.eval.setup.Topology;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;
import okko.switchd.packet.ProcessorState;

/** A daemon, and its processor if it has one, driven through the control socket as {@code okko ctl} does. */
final class ChildSwitch implements MeasuredSwitch {

    private final CellPlan plan;
    private final JavaCommand java;
    private final Path directory;
    private final List<Child> children = new ArrayList<>();
    private boolean closed;
    private ControlClient control;

    ChildSwitch(CellPlan plan, JavaCommand java, Path directory) {
        this.plan = plan;
        this.java = java;
        this.directory = directory;
    }

    /** Returns when the switch answers and the processor, if there is one, is fed. */
    void start() throws IOException {
        Path config = Files.writeString(directory.resolve("okko.json"), SwitchConfigText.of(plan));
        Child daemon = start("okko switchd", "switchd", "--config", config.toString(), "--rundir",
                directory.toString());
        daemon.await("ready", this::connect);
        if (plan.processor().isPresent()) {
            Child processor = start("okko proc run", ProcessorArguments.of(plan, directory));
            processor.await("attached", this::isProcessorAttached);
        }
    }

    private synchronized Child start(String name, String... arguments) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        Path log = directory.resolve(arguments[0] + ".log");
        Child child = Child.start(name, java.with(arguments), log);
        children.add(child);
        return child;
    }

    private boolean connect() {
        try {
            control = ControlClient.connect(directory);
            return true;
        } catch (IOException e) {
            return false; // not yet; the daemon makes its socket when it is ready
        }
    }

    private boolean isProcessorAttached() throws IOException {
        for (JsonNode port : send("port list", control.newArguments())) {
            if (port.path("name").asText().equals(Topology.RING)) {
                return port.path("details").path("state").asText().equals(ProcessorState.ATTACHED.label());
            }
        }
        return false;
    }

    @Override
    public Replay replayPasses(int passes) throws IOException {
        return replay(control.newArguments().put("passes", passes).put("checksum", true));
    }

    @Override
    public Replay replayFor(long durationMs) throws IOException {
        return replay(control.newArguments().put("durationMs", durationMs).put("checksum", false));
    }

    private Replay replay(ObjectNode arguments) throws IOException {
        JsonNode reply = send("replay run", arguments.put("port", Topology.SOURCE));
        if (!reply.path("conserved").asBoolean()) {
            throw new IOException("the switch's own counts do not balance: " + reply);
        }
        List<SinkCount> sinks = new ArrayList<>();
        for (JsonNode sink : reply.path("sinks")) {
            sinks.add(new SinkCount(sink.path("port").asText(), sink.path("packets").asLong(),
                    sink.path("bytes").asLong(), checksum(sink.path("checksum"))));
        }
        Map<String, Long> drops = new TreeMap<>();
        for (Map.Entry<String, JsonNode> drop : reply.path("drops").properties()) {
            drops.put(drop.getKey(), drop.getValue().asLong());
        }
        return new Replay(reply.path("passes").asLong(), reply.path("packets").asLong(),
                reply.path("elapsedNs").asLong(), reply.path("cpuNs").asLong(), sinks, drops);
    }

    /** Hexadecimal digits where a checksum was asked for. */
    private static long checksum(JsonNode checksum) {
        return checksum.isTextual() ? Long.parseUnsignedLong(checksum.textValue(), 16) : 0;
    }

    @Override
    public JsonNode ask(String command) throws IOException {
        return send(command, control.newArguments());
    }

    private JsonNode send(String command, ObjectNode arguments) throws IOException {
        try {
            return control.send(command, arguments);
        } catch (CommandException e) {
            throw new IOException("the switch refuses " + command + ": " + e.getMessage(), e);
        }
    }

    @Override
    public long cpuNs() throws IOException {
        long cpuNs = 0;
        for (Child child : children) {
            cpuNs += child.cpuNs();
        }
        return cpuNs;
    }

    @Override
    public void close() {
        List<Child> toEnd;
        synchronized (this) {
            closed = true;
            toEnd = List.copyOf(children);
        }
        // The processor last started ends first, so that the switch has everything back before it ends itself.
        toEnd.reversed().forEach(Child::requestEnd);
        toEnd.forEach(Child::awaitEnd);
        disconnect();
    }

    private void disconnect() {
        try {
            if (control != null) {
                control.close();
            }
        } catch (IOException e) {
            // The other end is gone; nothing is lost with this one.
        }
    }
}
