package okko.eval.datapath;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import okko.eval.measure.Replay;
import okko.eval.run.Launcher;
import okko.eval.setup.Topology;
import okko.eval.subject.Evidence;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;

/** Our switch in a row, as figures measure it: proved as a row is, and by the counts of its rules after each slice. */
final class RowSubject implements Subject {

    private final RowSwitch measured;

    private RowSubject(RowSwitch measured) {
        this.measured = measured;
    }

    /** How to start one. */
    record Plan(Launcher launcher, Row row, BenchFiles files) implements SubjectPlan {

        @Override
        public Subject start() throws IOException {
            return new RowSubject(RowSwitch.start(launcher, row, files, RowSwitch.Sink.SUMMING));
        }
    }

    @Override
    public Evidence prove() throws IOException {
        Replay replay = measured.prove();
        return new Evidence(RowProof.PASSES, replay.packets(), replay.dropped(),
                Map.of("forwarded", replay.delivered()),
                Map.of("match", String.format("%016x", replay.sink(Topology.MATCH).checksum())));
    }

    @Override
    public Slice run(long durationMs) throws IOException {
        long startNs = System.nanoTime();
        long startCpuNs = measured.cpuNs();
        Replay replay = measured.time(Math.toIntExact(durationMs));
        long cpuNs = measured.cpuNs() - startCpuNs;
        double coresBusy = (double) cpuNs / (System.nanoTime() - startNs);
        measured.proveRules();
        return new Slice(replay.packets(), replay.elapsedNs(), cpuNs, coresBusy, Optional.empty());
    }

    @Override
    public void close() {
        measured.close();
    }
}
