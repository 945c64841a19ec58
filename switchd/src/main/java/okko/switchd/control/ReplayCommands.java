package okko.switchd.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import okko.switchd.datapath.Datapaths;
import okko.switchd.packet.PortCounters;
import okko.switchd.port.DueTimes;
import okko.switchd.port.ExternalPort;
import okko.switchd.port.GivenFrames;
import okko.switchd.port.Latencies;
import okko.switchd.port.OpenPort;
import okko.switchd.port.ReplayOutcome;
import okko.switchd.port.ReplayPort;
import okko.switchd.port.ReplayRequest;
import okko.switchd.port.ReplayWindow;
import org.HdrHistogram.Histogram;

/**
 * {@code replay run} sends a loaded capture through the switch, {@code replay send} frames that come with the command;
 * both report what became of every packet.
 */
public final class ReplayCommands {

    private final Ports ports;
    private final Datapaths datapaths;
    private final DatapathCalls calls;
    private boolean running;

    /**
     * Makes the commands.
     *
     * @param ports     of the switch
     * @param datapaths that they belong to
     * @param calls     to their threads
     */
    public ReplayCommands(Ports ports, Datapaths datapaths, DatapathCalls calls) {
        this.ports = ports;
        this.datapaths = datapaths;
        this.calls = calls;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("replay run", this::run);
        commands.put("replay send", this::send);
    }

    private CompletableFuture<?> run(Arguments arguments) throws CommandException {
        OpenPort source = choose(arguments.text("port"), port -> port.frameCount() > 0,
                "has nothing to replay; replay ports with a file");
        ReplayRequest request = ReplayArguments.request(arguments, (ReplayPort) source.port());
        int queues = source.threads().size();
        long window = arguments.number("window", 0, 0);
        ReplayRequest bounded = window == 0 ? request : request.within(window(source, window, queues));
        return begin(source, new Asked(bounded, ReplayArguments.mode(arguments)), queues,
                (port, queue, listener) -> port.start(queue, bounded, listener));
    }

    private ReplayWindow window(OpenPort source, long packets, int queues) throws CommandException {
        if (queues > 1 || packets > Integer.MAX_VALUE) {
            throw new CommandException("argument window: expected 1 to " + Integer.MAX_VALUE
                    + " packets, of a port with one receive queue; found " + packets + ", with " + queues);
        }
        List<PortCounters> sinks = ports.list().stream()
                .filter(open -> open != source && open.port() instanceof ReplayPort)
                .map(open -> open.port().counters()).toList();
        long before = sent(sinks);
        return new ReplayWindow((int) packets, () -> sent(sinks) - before);
    }

    private static long sent(List<PortCounters> sinks) {
        long sent = 0;
        for (int i = 0; i < sinks.size(); i++) { // no iterator: asked by the datapath thread, for each batch
            sent += sinks.get(i).txPackets();
        }
        return sent;
    }

    private CompletableFuture<?> send(Arguments arguments) throws CommandException {
        OpenPort target = choose(arguments.text("port"), _ -> true, "is no replay port; replay ports");
        GivenFrames frames;
        try {
            frames = new GivenFrames(arguments.byteStrings("frames"), arguments.numbers("dueNs"));
        } catch (IllegalArgumentException e) {
            throw new CommandException("argument frames: " + e.getMessage());
        }
        long patienceNs = ReplayArguments.patienceNs(arguments);
        ReplayRequest request = new ReplayRequest(new ReplayRequest.Passes(1, 0), patienceNs);
        return begin(target, new Asked(request, ReplayArguments.mode(arguments)), 1,
                (port, _, listener) -> port.startGiven(frames, patienceNs, listener));
    }

    /** What sources and sinks are to do. */
    private record Asked(ReplayRequest request, ReplayPort.SinkMode mode) {

        Optional<DueTimes> dueTimes() {
            return request.extent() instanceof ReplayRequest.Offered load ? load.dueTimes() : Optional.empty();
        }
    }

    private CompletableFuture<?> begin(OpenPort source, Asked asked, int queues, Run run) throws CommandException {
        if (running) {
            throw new CommandException("a replay is running; its counts and this one's would mix");
        }
        running = true;
        Disturbances undisturbed = Disturbances.sinceStart();
        return calls.ask(() -> prepare(asked))
                .thenCompose(before -> play(source, queues, run).thenCompose(outcome ->
                        calls.ask(() -> finish(outcome, before))))
                .whenComplete((_, _) -> running = false)
                .thenApply(result -> report(source, asked, result, Disturbances.sinceStart().since(undisturbed)));
    }

    private OpenPort choose(String name, Predicate<ReplayPort> fits, String refusal) throws CommandException {
        List<String> candidates = new ArrayList<>();
        for (OpenPort open : ports.list()) {
            if (open.port() instanceof ReplayPort replay && fits.test(replay)) {
                if (open.config().name().equals(name)) {
                    return open;
                }
                candidates.add(open.config().name());
            }
        }
        throw new CommandException("port \"" + name + "\" " + refusal + ": "
                + (candidates.isEmpty() ? "none" : String.join(", ", candidates)));
    }

    /** How a run is begun, on the datapath thread that polls the queue. */
    @FunctionalInterface
    private interface Run {
        void start(ReplayPort port, int queue, Consumer<ReplayOutcome> listener);
    }

    /** Everything that is known at the end of a run, when all datapath threads stood still. */
    private record Finished(ReplayOutcome outcome, TrafficCount before, TrafficCount after,
            Map<OpenPort, Long> checksums, Histogram latencies) {}

    private TrafficCount prepare(Asked asked) {
        for (OpenPort open : ports.list()) {
            if (open.port() instanceof ReplayPort sink) {
                sink.sinkMode(asked.mode());
                sink.timeArrivals(asked.dueTimes());
            }
        }
        return TrafficCount.take(ports.state(), datapaths);
    }

    private CompletableFuture<ReplayOutcome> play(OpenPort source, int queues, Run run) {
        return IntStream.range(0, queues).mapToObj(queue -> playQueue(source, queue, run)).toList().stream()
                .reduce((one, other) -> one.thenCombine(other, ReplayOutcome::plus)).orElseThrow();
    }

    private CompletableFuture<ReplayOutcome> playQueue(OpenPort source, int queue, Run run) {
        CompletableFuture<ReplayOutcome> played = new CompletableFuture<>();
        calls.submit(source.threads().get(queue), () -> {
            try {
                run.start((ReplayPort) source.port(), queue, outcome -> calls.answer(played, outcome));
            } catch (IllegalStateException e) { // the pool cannot take the frames; nothing has begun
                calls.refuse(played, e.getMessage());
            }
        });
        return played;
    }

    private Finished finish(ReplayOutcome outcome, TrafficCount before) {
        TrafficCount after = TrafficCount.take(ports.state(), datapaths);
        Map<OpenPort, Long> checksums = new HashMap<>();
        Histogram latencies = Latencies.empty();
        for (OpenPort open : ports.list()) {
            if (open.port() instanceof ReplayPort sink) {
                checksums.put(open, sink.checksum());
                sink.sinkMode(ReplayPort.SinkMode.COUNT);
                sink.addLatencies(latencies);
                sink.timeArrivals(Optional.empty());
            }
        }
        return new Finished(outcome, before, after, checksums, latencies);
    }

    private ReplayReport report(OpenPort source, Asked asked, Finished finished, Disturbances disturbances) {
        TrafficCount before = finished.before();
        TrafficCount after = finished.after();
        List<ReplayReport.Arrivals> sinks = new ArrayList<>();
        for (OpenPort open : ports.list()) {
            if (open != source && !(open.port() instanceof ExternalPort)) {
                boolean summed = asked.mode() == ReplayPort.SinkMode.CHECKSUM
                        && finished.checksums().containsKey(open);
                TrafficCount.Sent sent = after.sentSince(before, open);
                sinks.add(new ReplayReport.Arrivals(open.config().name(), sent.packets(), sent.bytes(),
                        summed ? "%016x".formatted(finished.checksums().get(open)) : null));
            }
        }
        Map<String, Long> drops = after.dropsSince(before);
        long dropped = drops.values().stream().mapToLong(Long::longValue).sum();
        long in = after.in() - before.in();
        long out = after.out() - before.out();
        long copies = after.copies() - before.copies();
        long lent = after.lent() - before.lent();
        ReplayOutcome run = finished.outcome();
        boolean conserved = in + copies == out + dropped + lent
                && run.offered() == run.packets() + run.losses().total();
        return new ReplayReport(source.config().name(), run.passes(), run.packets(), run.bytes(), run.elapsedNs(),
                run.cpuNs(), run.missing(), sinks, drops, in, out, dropped, copies, lent, conserved,
                switch (asked.request().extent()) {
                    case ReplayRequest.Passes _ -> null;
                    case ReplayRequest.Offered load -> ReplayReport.Load.of(load, run, out);
                },
                asked.dueTimes().isPresent() ? LatencyReport.of(finished.latencies(), out) : null, disturbances);
    }
}
