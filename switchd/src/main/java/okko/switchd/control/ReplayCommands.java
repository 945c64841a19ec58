package okko.switchd.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okko.switchd.datapath.DatapathAgent;
import okko.switchd.port.ExternalPort;
import okko.switchd.port.OpenPort;
import okko.switchd.port.ReplayOutcome;
import okko.switchd.port.ReplayPort;
import okko.switchd.port.ReplayRequest;

/** {@code replay run}: sends a loaded capture through the switch, and reports what became of every packet. */
public final class ReplayCommands {

    private final List<OpenPort> ports;
    private final DatapathAgent datapath;
    private final DatapathCalls calls;
    private boolean running;

    /**
     * Makes the commands.
     *
     * @param ports    of the switch
     * @param datapath that they belong to
     * @param calls    to its thread
     */
    public ReplayCommands(List<OpenPort> ports, DatapathAgent datapath, DatapathCalls calls) {
        this.ports = List.copyOf(ports);
        this.datapath = datapath;
        this.calls = calls;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("replay run", this::run);
    }

    private CompletableFuture<?> run(Arguments arguments) throws CommandException {
        OpenPort source = source(arguments.text("port"));
        ReplayRequest request = new ReplayRequest(
                arguments.number("passes", 1, 1),
                TimeUnit.MILLISECONDS.toNanos(arguments.number("durationMs", 0, 0)),
                TimeUnit.MILLISECONDS.toNanos(arguments.number(
                        "patienceMs", TimeUnit.NANOSECONDS.toMillis(ReplayRequest.DEFAULT_PATIENCE_NS), 1)));
        ReplayPort.SinkMode mode =
                arguments.flag("checksum") ? ReplayPort.SinkMode.CHECKSUM : ReplayPort.SinkMode.COUNT;
        if (running) {
            throw new CommandException("a replay is running; its counts and this one's would mix");
        }
        running = true;
        CompletableFuture<Finished> finished = new CompletableFuture<>();
        calls.submit(() -> start(source, request, mode, finished));
        return finished.thenApply(result -> {
            running = false;
            return report(source, mode, result);
        });
    }

    private OpenPort source(String name) throws CommandException {
        List<String> candidates = new ArrayList<>();
        for (OpenPort open : ports) {
            if (open.port() instanceof ReplayPort replay && replay.frameCount() > 0) {
                if (open.config().name().equals(name)) {
                    return open;
                }
                candidates.add(open.config().name());
            }
        }
        throw new CommandException("port \"" + name + "\" has nothing to replay; replay ports with a file: "
                + (candidates.isEmpty() ? "none" : String.join(", ", candidates)));
    }

    /** Everything that is known at the end of a run, from the datapath thread. */
    private record Finished(ReplayOutcome outcome, TrafficCount before, TrafficCount after, long[] checksums) {}

    private void start(
            OpenPort source, ReplayRequest request, ReplayPort.SinkMode mode, CompletableFuture<Finished> finished) {
        for (OpenPort open : ports) {
            if (open.port() instanceof ReplayPort sink) {
                sink.sinkMode(mode);
            }
        }
        TrafficCount before = TrafficCount.take(ports, datapath);
        ((ReplayPort) source.port()).start(request, outcome -> {
            TrafficCount after = TrafficCount.take(ports, datapath);
            long[] checksums = new long[ports.size()];
            for (int i = 0; i < checksums.length; i++) {
                if (ports.get(i).port() instanceof ReplayPort sink) {
                    checksums[i] = sink.checksum();
                    sink.sinkMode(ReplayPort.SinkMode.COUNT);
                }
            }
            calls.answer(finished, new Finished(outcome, before, after, checksums));
        });
    }

    private ReplayReport report(OpenPort source, ReplayPort.SinkMode mode, Finished finished) {
        TrafficCount before = finished.before();
        TrafficCount after = finished.after();
        List<ReplayReport.Arrivals> sinks = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            OpenPort open = ports.get(i);
            if (open != source && !(open.port() instanceof ExternalPort)) {
                boolean summed = mode == ReplayPort.SinkMode.CHECKSUM && open.port() instanceof ReplayPort;
                sinks.add(new ReplayReport.Arrivals(
                        open.config().name(),
                        after.sentPackets()[i] - before.sentPackets()[i],
                        after.sentBytes()[i] - before.sentBytes()[i],
                        summed ? "%016x".formatted(finished.checksums()[i]) : null));
            }
        }
        Map<String, Long> drops = after.dropsSince(before);
        long dropped = drops.values().stream().mapToLong(Long::longValue).sum();
        long in = after.in() - before.in();
        long out = after.out() - before.out();
        long copies = after.copies() - before.copies();
        long lent = after.lent() - before.lent();
        ReplayOutcome run = finished.outcome();
        return new ReplayReport(source.config().name(), run.passes(), run.packets(), run.bytes(), run.elapsedNs(),
                run.cpuNs(), run.missing(), sinks, drops, in, out, dropped, copies, lent,
                in + copies == out + dropped + lent);
    }
}
