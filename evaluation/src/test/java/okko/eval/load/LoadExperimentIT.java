package okko.eval.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okko.eval.experiment.Catalogue;
import okko.eval.experiment.Choice;
import okko.eval.experiment.Inputs;
import okko.eval.run.ChildProcesses;
import okko.eval.run.Experiment;
import okko.eval.run.Extent;
import okko.eval.run.Figure;
import okko.eval.run.Outcome;
import okko.eval.run.Progress;
import okko.eval.setup.Setup;
import okko.eval.workload.Bundle;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.Traffic;
import okko.eval.workload.BundledWorkload;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Load on real switches. How much they carry is not looked at, only that each packet's fate is known. */
class LoadExperimentIT {

    private static final LoadMethod METHOD = new LoadMethod(1, 3, 50, 3, 3,
            List.of(SearchGoal.ndr(50, 100, 0.2), SearchGoal.pdr(50, 100, 0.2)), 20, List.of(50, 120), 1, 100);

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldPutRealSwitchesUnderLoad() throws Exception {
        List<LoadResult> results;
        try (ChildProcesses children = ChildProcesses.open()) {
            Traffic traffic = Traffic.of(Bundle.recording(children.directory()), 1);
            Path trace = children.directory().resolve("traffic.pcap");
            Bundle.write(traffic, trace);
            Experiment experiment = Catalogue.experiments(
                    new Choice(List.of(Figure.LOAD), List.of(BundledWorkload.FIREWALL),
                            List.of(Setup.of("switch-bpf").orElseThrow(), Setup.of("process-bpf").orElseThrow()), List.of()),
                    Extent.FEW, new Inputs(children, traffic, trace, children.directory())).stream()
                    .filter(each -> each.figure() == Figure.LOAD).findFirst().orElseThrow();
            results = new LoadExperiment(experiment, new LoadExperiment.Setting(METHOD, 1, PacedSwitch::of),
                    LoadLog.NONE, new Silent()).run();
        }
        LatencyLogs.write(directory, results);

        assertThat(results).hasSize(2).allSatisfy(this::check);
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    private void check(LoadResult result) throws Exception {
        assertThat(result.proved()).as(result.toString()).isTrue();
        assertThat(result.mrr().median()).isPositive();
        assertThat(result.curve()).hasSize(2).allMatch(point -> point.lossRatio() >= 0 && point.lossRatio() <= 1);
        // A machine that is busy with other work may well fail the gate; then there must be no rate.
        assertThat(result.ndr() != null).isEqualTo(result.stable());
        for (LoadResult.LatencyPoint point : result.latency()) {
            if (point.log() != null) {
                assertThat(point.p50Ns()).isPositive().isLessThanOrEqualTo(point.maxNs());
                HistogramLogReader log = new HistogramLogReader(directory.resolve(point.log()).toFile());
                assertThat(log.nextIntervalHistogram()).isNotNull();
            }
        }
    }

    private static final class Silent implements Progress {

        @Override
        public void begin(int steps) {
            // Nobody watches.
        }

        @Override
        public void step(String experiment, String doing) {
            // Nobody watches.
        }

        @Override
        public void finished(Experiment experiment, List<Outcome> outcomes) {
            // Nobody watches.
        }
    }
}
