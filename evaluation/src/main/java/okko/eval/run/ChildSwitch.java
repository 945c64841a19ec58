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
import java.util.function.UnaryOperator;
import okko.eval.measure.Offered;
import okko.eval.measure.Replay;
import okko.eval.setup.CellPlan;
import okko.eval.setup.FarHost;
import okko.eval.setup.PortPlan;
import okko.eval.setup.Topology;

/**
 * A daemon, and its processor or the daemon on another host if it has one, driven through the control socket as
 * {@code okko ctl} does.
 */
final class ChildSwitch implements MeasuredSwitch {

    /**
     * Packets that may be on their way to another host and back: fewer than the smallest of the kernel's queues there
     * holds, which are the 1,000 packets of {@code net.core.netdev_max_backlog}, so that none can be lost.
     */
    private static final int WINDOW = 512;

    /** For a packet that was lost on that way all the same. */
    private static final int PATIENCE_MS = 3_000;

    private static final double PPS_PER_MPPS = 1e6;

    private final CellPlan plan;
    private final JavaCommand java;
    private final Path directory;
    private final SwitchControl control;
    private final List<Child> children = new ArrayList<>();
    private final List<SwitchControl> controls = new ArrayList<>();
    private FarSide farSide;
    private boolean closed;

    ChildSwitch(CellPlan plan, JavaCommand java, Path directory) {
        this.plan = plan;
        this.java = java;
        this.directory = directory;
        control = new SwitchControl(directory);
    }

    /** Returns when the switch answers, and what runs beside it is ready too. */
    void start() throws IOException {
        UnaryOperator<List<String>> near = UnaryOperator.identity();
        UnaryOperator<List<String>> far = near;
        if (plan.far().isPresent()) {
            FarHost host = plan.far().get();
            Path farDirectory = Files.createDirectory(directory.resolve("far"));
            SwitchControl farControl = host.inside().isPresent() ? new SwitchControl(farDirectory) : null;
            FarSide side = build(host, farControl);
            near = side.near()::command;
            far = side.far()::command;
            if (farControl != null) {
                startDaemon(host.inside().get(), farDirectory, farControl, far);
            }
        }
        startDaemon(plan, directory, control, near);
        if (plan.processor().isPresent()) {
            Child processor = start("okko proc run", far, directory, ProcessorArguments.of(plan, directory));
            processor.await("attached", () -> control.isProcessorAttached(Topology.RING));
        }
    }

    private void startDaemon(CellPlan what, Path where, SwitchControl itsControl, UnaryOperator<List<String>> place)
            throws IOException {
        Path config = Files.writeString(where.resolve("okko.json"), SwitchConfigText.of(what));
        Child daemon = start("okko switchd", place, where, "switchd", "--config", config.toString(), "--rundir",
                where.toString());
        daemon.await("ready", itsControl::connect);
        controls.add(itsControl);
    }

    private synchronized FarSide build(FarHost host, SwitchControl farControl) throws IOException {
        checkOpen();
        farSide = FarSide.build(host, farControl);
        return farSide;
    }

    private synchronized Child start(String name, UnaryOperator<List<String>> place, Path where, String... arguments)
            throws IOException {
        checkOpen();
        Path log = where.resolve(arguments[0] + ".log");
        Child child = Child.start(name, place.apply(java.with(arguments)), log);
        children.add(child);
        return child;
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
    }

    @Override
    public Replay replayPasses(int passes) throws IOException {
        return send(control.arguments().put("passes", passes).put("checksum", true)).replay();
    }

    @Override
    public Replay replayFor(long durationMs) throws IOException {
        return send(control.arguments().put("durationMs", durationMs).put("checksum", false)).replay();
    }

    @Override
    public Offered offer(double mpps, long durationMs) throws IOException {
        return send(control.arguments().put("ratePps", Math.max(1, Math.round(mpps * PPS_PER_MPPS)))
                .put("durationMs", durationMs).put("latency", true)).offered();
    }

    private ReplayReply send(ObjectNode arguments) throws IOException {
        arguments.put("port", Topology.SOURCE);
        if (plan.far().isEmpty()) {
            return ReplayReply.of(control.send("replay run", arguments), this::isEnd);
        }
        if (plan.far().get().inside().isPresent()) {
            arguments.put("window", WINDOW).put("patienceMs", PATIENCE_MS);
        }
        Map<String, Long> before = farSide.drops();
        ReplayReply reply = ReplayReply.of(control.send("replay run", arguments), this::isEnd);
        Map<String, Long> drops = new TreeMap<>();
        farSide.drops().forEach((where, packets) -> {
            if (packets > before.getOrDefault(where, 0L)) {
                drops.put(where, packets - before.getOrDefault(where, 0L));
            }
        });
        return reply.withDrops(drops);
    }

    /** What leaves by an interface is on its way, not out. */
    private boolean isEnd(String port) {
        return plan.ports().stream()
                .noneMatch(planned -> planned.name().equals(port) && planned.kind() == PortPlan.Kind.INTERFACE);
    }

    @Override
    public JsonNode ask(String command) throws IOException {
        return control.send(command, control.arguments());
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
        controls.forEach(SwitchControl::close);
        if (farSide != null) {
            farSide.close();
        }
    }
}
