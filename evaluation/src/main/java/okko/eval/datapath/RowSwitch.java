package okko.eval.datapath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.eval.measure.Replay;
import okko.eval.run.Launcher;
import okko.eval.run.MeasuredSwitch;
import okko.eval.setup.CellPlan;
import okko.eval.setup.DatapathPlan;
import okko.eval.setup.PortPlan;
import okko.eval.setup.PortPlan.Kind;
import okko.eval.setup.ProgramPlan;
import okko.eval.setup.Topology;

/** One start of our switch for a row: {@code okko switchd} in a process of its own. A fault is an exception. */
final class RowSwitch implements AutoCloseable {

    private static final int SOURCE_NUMBER = 1;
    private static final int SINK_NUMBER = 2;
    /** The datapath thread's, as the peer's forwarding thread has it. */
    private static final int CPU = 1;
    private static final int WARM_UP_SLICE_MS = 150;
    private static final int MOST_WARM_UP_SLICES = 20;
    private static final int STEADY_SLICES = 2;
    private static final double STEADY_SHARE = 0.03;

    private final Row row;
    private final RowProof proof;
    private final MeasuredSwitch measured;
    private long passes;

    private RowSwitch(Row row, MeasuredSwitch measured) {
        this.row = row;
        this.measured = measured;
        proof = new RowProof(row);
    }

    /** What the packets go to. */
    enum Sink {
        /** A port that sums up the bytes that it gets. */
        SUMMING(Kind.REPLAY),
        /** A port that lets go of packets at once. */
        NULL(Kind.NULL);

        private final Kind kind;

        Sink(Kind kind) {
            this.kind = kind;
        }
    }

    static RowSwitch start(Launcher launcher, Row row, BenchFiles files, Sink sink) throws IOException {
        List<PortPlan> ports = List.of(
                new PortPlan(Topology.SOURCE, SOURCE_NUMBER, Kind.REPLAY_COPIES, Optional.of(files.trace(row.flows()))),
                new PortPlan(Topology.MATCH, SINK_NUMBER, sink.kind, Optional.empty()));
        List<ProgramPlan> programs = new ArrayList<>();
        for (int id = 1; id <= row.programs().loaded(); id++) {
            programs.add(new ProgramPlan(id, files.program(), Optional.empty(), "jit"));
        }
        boolean canPin = Runtime.getRuntime().availableProcessors() > CPU;
        DatapathPlan datapath = new DatapathPlan(Optional.of(row.cache().label()),
                canPin ? OptionalInt.of(CPU) : OptionalInt.empty());
        return new RowSwitch(row, launcher.launch(new CellPlan(row.name(), row.flows().frames(), ports, programs,
                row.allRules(), Optional.empty(), datapath)));
    }

    /** Sends every frame a few times, and looks at every packet and every count. */
    Replay prove() throws IOException {
        Replay replay = measured.replayPasses(RowProof.PASSES);
        throwIf(proof.findFault(replay, measured.ask("flow dump"), measured.ask("prog list")));
        passes += replay.passes();
        return replay;
    }

    /** Replays slices until their rate is steady, or there have been enough. */
    void warmUp() throws IOException {
        double lastMpps = 0;
        int steadySlices = 0;
        for (int slice = 0; slice < MOST_WARM_UP_SLICES && steadySlices < STEADY_SLICES; slice++) {
            double mpps = time(WARM_UP_SLICE_MS).mpps();
            steadySlices = Math.abs(mpps - lastMpps) <= STEADY_SHARE * lastMpps ? steadySlices + 1 : 0;
            lastMpps = mpps;
        }
    }

    /** {@return what went through in some time} */
    Replay time(int durationMs) throws IOException {
        Replay replay = measured.replayFor(durationMs);
        throwIf(proof.findFaultLater(replay));
        passes += replay.passes();
        return replay;
    }

    /** Compares what the rules counted with all that was sent. */
    void proveRules() throws IOException {
        throwIf(proof.findFaultInRules(measured.ask("flow dump"), passes));
    }

    long cpuNs() throws IOException {
        return measured.cpuNs();
    }

    CacheCounts counts() throws IOException {
        return CacheCounts.of(measured.ask("pmd stats"));
    }

    private void throwIf(Optional<String> fault) throws IOException {
        if (fault.isPresent()) {
            throw new IOException(fault.get());
        }
    }

    @Override
    public void close() {
        measured.close();
    }
}
