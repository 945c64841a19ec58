package okko.eval.border;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import okko.eval.border.BorderResults.Row;
import okko.eval.measure.Environment;
import okko.eval.measure.Machine;
import okko.eval.measure.Replay;
import okko.eval.run.Launcher;
import okko.eval.run.MeasuredSwitch;
import okko.eval.setup.CellPlan;
import okko.eval.setup.PortPlan;
import okko.eval.setup.PortPlan.Kind;
import okko.eval.setup.ProcessorPlan;
import okko.eval.setup.Topology;
import okko.eval.stat.Estimator;
import okko.external.sample.PassProcessor;
import okko.ringshm.capture.CaptureWriter;

/**
 * Times each kind of border with frames of each length: a real switch and a real processor that reads nothing. The
 * borders of a length run side by side, one at a time is given work, in random order in each round. A border that loses
 * or changes a packet ends the run without numbers.
 */
public final class BorderRun {

    /** Shortest frame: that of Ethernet. */
    public static final int FEWEST_BYTES = 64;

    /** Longest frame: that of Ethernet, without header. */
    public static final int MOST_BYTES = 1500;

    /** Fewest packets under way. */
    public static final int FEWEST_PACKETS = 64;

    /** Most packets under way: with all three switches side by side they take some 150 MB. */
    public static final int MOST_PACKETS = 16_384;

    private static final int ROUNDS = 5;
    private static final int STEPS_PER_LENGTH = 1 + Border.values().length * (ROUNDS + 2);
    private static final int WARM_UP_MS = 600;
    private static final int FIRST_NUMBER = 1;
    private static final int SECOND_NUMBER = 2;
    private static final int BORDER_NUMBER = 10;

    private final Launcher launcher;
    private final Path directory;
    private final int packets;
    private final int trialMs;
    private final Consumer<String> steps;
    private final Random random = new Random(1);

    /**
     * Prepares the run.
     *
     * @param launcher  starts the processes
     * @param directory for traffic
     * @param packets   under way at most, as the source sends no frame again before it is back;
     *                  {@link #FEWEST_PACKETS} to {@link #MOST_PACKETS}
     * @param trialMs   shortest time of a trial
     * @param steps     is told what is done, as often as {@link #stepCount} says
     */
    public BorderRun(Launcher launcher, Path directory, int packets, int trialMs, Consumer<String> steps) {
        this.launcher = launcher;
        this.directory = directory;
        this.packets = packets;
        this.trialMs = trialMs;
        this.steps = steps;
    }

    /**
     * Counts the steps.
     *
     * @param lengths how many lengths of frames there are
     * @return how many steps there will be
     */
    public static int stepCount(int lengths) {
        return STEPS_PER_LENGTH * lengths;
    }

    /**
     * Runs everything.
     *
     * @param lengthsBytes of frames, each {@link #FEWEST_BYTES} to {@link #MOST_BYTES}
     * @return the results
     * @throws IOException if something does not start, or a packet was lost or changed
     */
    public BorderResults run(List<Integer> lengthsBytes) throws IOException {
        Environment environment = Machine.describe();
        List<Row> rows = new ArrayList<>();
        for (int frameBytes : lengthsBytes) {
            rows.addAll(measure(frameBytes));
        }
        return new BorderResults(environment.withLoadAfter(Machine.load()), packets, trialMs / 1e3,
                List.copyOf(rows));
    }

    private List<Row> measure(int frameBytes) throws IOException {
        Path trace = writeTrace(frameBytes);
        Map<Border, MeasuredSwitch> switches = new EnumMap<>(Border.class);
        try {
            launch(frameBytes, trace, switches);
            prove(frameBytes, switches);
            return time(frameBytes, switches);
        } finally {
            switches.values().forEach(MeasuredSwitch::close);
        }
    }

    /** All at once: a JVM's start is mostly waiting for its own threads. Whatever was launched is in the map. */
    private void launch(int frameBytes, Path trace, Map<Border, MeasuredSwitch> switches) throws IOException {
        steps.accept(frameBytes + " bytes: launch");
        List<Callable<MeasuredSwitch>> launches = new ArrayList<>();
        for (Border border : Border.values()) {
            launches.add(() -> {
                MeasuredSwitch measured = launcher.launch(plan(border, frameBytes, trace));
                synchronized (switches) {
                    switches.put(border, measured);
                }
                return measured;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<MeasuredSwitch> launched : threads.invokeAll(launches)) {
                launched.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void prove(int frameBytes, Map<Border, MeasuredSwitch> switches) throws IOException {
        long checksum = 0;
        for (Border border : Border.values()) {
            steps.accept(frameBytes + " bytes, " + border.label() + ": proof");
            Replay proof = check(border, switches.get(border).replayPasses(1));
            long itsChecksum = proof.sink(Topology.MATCH).checksum();
            if (border != Border.SHARED && itsChecksum != checksum) {
                throw new IOException(border.label() + ": bytes differ from those of shared: checksum="
                        + Long.toHexString(itsChecksum) + ", expected=" + Long.toHexString(checksum));
            }
            checksum = itsChecksum;
        }
    }

    private List<Row> time(int frameBytes, Map<Border, MeasuredSwitch> switches) throws IOException {
        Map<Border, double[]> mpps = new EnumMap<>(Border.class);
        for (Border border : Border.values()) {
            steps.accept(frameBytes + " bytes, " + border.label() + ": warm-up");
            check(border, switches.get(border).replayFor(WARM_UP_MS));
            mpps.put(border, new double[ROUNDS]);
        }
        List<Border> order = new ArrayList<>(List.of(Border.values()));
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(order, random);
            for (Border border : order) {
                steps.accept(frameBytes + " bytes, " + border.label() + ": round " + (round + 1) + " of " + ROUNDS);
                mpps.get(border)[round] = check(border, switches.get(border).replayFor(trialMs)).mpps();
            }
        }
        Estimator estimator = new Estimator(1);
        List<Row> rows = new ArrayList<>();
        for (Border border : Border.values()) {
            double[] trials = mpps.get(border);
            List<Double> each = new ArrayList<>();
            for (double trial : trials) {
                each.add(trial);
            }
            rows.add(new Row(frameBytes, border.label(), border.copiesPerPacket(), estimator.estimateMedian(trials),
                    estimator.estimateRatio(trials, mpps.get(Border.SHARED)), each));
        }
        return rows;
    }

    private static Replay check(Border border, Replay replay) throws IOException {
        if (replay.dropped() != 0 || replay.packets() == 0
                || replay.sink(Topology.MATCH).packets() != replay.packets()) {
            throw new IOException(border.label() + ": not all packets came back: in=" + replay.packets() + ", out="
                    + replay.delivered() + ", drops=" + replay.drops());
        }
        return replay;
    }

    private Path writeTrace(int frameBytes) throws IOException {
        Path trace = directory.resolve("frames-" + frameBytes + ".pcap");
        Random content = new Random(frameBytes);
        try (CaptureWriter writer = CaptureWriter.create(trace)) {
            for (int i = 0; i < packets; i++) {
                byte[] frame = new byte[frameBytes];
                content.nextBytes(frame);
                frame[0] = 2; // to one station, locally administered
                frame[12] = (byte) 0x88; // of a type that is free for experiments, IEEE 802
                frame[13] = (byte) 0xb5;
                writer.write(0, frame);
            }
        }
        return trace;
    }

    private CellPlan plan(Border border, int frameBytes, Path trace) {
        List<PortPlan> ports = List.of(
                new PortPlan(Topology.SOURCE, FIRST_NUMBER, Kind.REPLAY, Optional.of(trace)),
                new PortPlan(Topology.MATCH, SECOND_NUMBER, Kind.REPLAY, Optional.empty()),
                new PortPlan(Topology.RING, BORDER_NUMBER, border.kind(), Optional.empty()));
        return new CellPlan(border.label() + "-" + frameBytes, packets, ports, List.of(),
                List.of("in_port=p1,actions=output:fw", "in_port=fw,actions=output:p2"),
                Optional.of(new ProcessorPlan(PassProcessor.class.getName(), Optional.empty())));
    }
}
