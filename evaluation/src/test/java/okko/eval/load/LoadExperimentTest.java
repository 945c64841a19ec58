package okko.eval.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Outcome;
import okko.eval.run.Progress;
import okko.eval.run.Variant;
import okko.eval.stat.NestedEstimator;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole experiment, on systems that are no processes. */
@Timeout(60)
class LoadExperimentTest {

    private static final LoadMethod METHOD = new LoadMethod(2, 5, 10, 3, 3,
            List.of(SearchGoal.ndr(10, 30, 0.01), SearchGoal.pdr(10, 30, 0.01)), 200, List.of(50, 100, 120), 2, 20);

    @TempDir
    private Path directory;
    private final Steps steps = new Steps();

    @Test
    void shouldFindWhatEachSystemCarries() throws IOException {
        List<LoadResult> results = run(LoadLog.NONE, new FakeSystem(8), new FakeSystem(4));

        LoadResult fast = results.getFirst();
        assertThat(fast.proved()).isTrue();
        assertThat(fast.stable()).isTrue();
        assertThat(fast.mrr().offeredMpps()).isCloseTo(12, within(1e-9));
        assertThat(fast.mrr().median()).isCloseTo(8, within(1e-3));
        assertThat(fast.mrr().trials()).hasSize(2).allMatch(trials -> trials.size() == 3);
        assertThat(fast.ndr().low()).isBetween(7.9, 8.0);
        assertThat(fast.ndr().high()).isBetween(8.0, 8.1);
        assertThat(fast.pdr().low()).isGreaterThanOrEqualTo(fast.ndr().low());
        assertThat(fast.pdr().high()).isBetween(8 / 0.995, 8.13);
        assertThat(fast.pdr().conditionalMpps()).isLessThanOrEqualTo(8.001);
        assertThat(fast.ndr().endings()).containsExactly("bounds as close as asked for",
                "bounds as close as asked for");
        assertThat(results.get(1).ndr().high()).isBetween(4.0, 4.05);
    }

    @Test
    void shouldDrawALossCurveOverTheReceiveRate() throws IOException {
        List<LoadResult.CurvePoint> curve = run(LoadLog.NONE, new FakeSystem(8)).getFirst().curve();

        assertThat(curve).extracting(LoadResult.CurvePoint::percent).containsExactly(50, 100, 120);
        assertThat(curve).allMatch(point -> point.trials() == 4);
        assertThat(curve.getFirst().lossRatio()).isZero();
        assertThat(curve.getLast().offeredMpps()).isCloseTo(9.6, within(1e-3));
        assertThat(curve.getLast().lossRatio()).isCloseTo(1 - 1 / 1.2, within(1e-3));
    }

    @Test
    void shouldTimePacketsAtLoadsThatAreCarriedAndKeepTheHistograms() throws IOException {
        List<LoadResult> results = run(LoadLog.NONE, new FakeSystem(8));
        LatencyLogs.write(directory, results);

        List<LoadResult.LatencyPoint> latency = results.getFirst().latency();
        assertThat(latency).extracting(LoadResult.LatencyPoint::percent).containsExactly(10, 50, 90);
        LoadResult.LatencyPoint half = latency.get(1);
        assertThat(half.offeredMpps()).isBetween(3.9, 4.05);
        assertThat(half.lossRatio()).isZero();
        assertThat(half.count()).isEqualTo(2_000);
        assertThat(half.p50Ns()).isEqualTo(1_000);
        assertThat(half.p99Ns()).isEqualTo(1_000);
        assertThat(half.p9999Ns()).isBetween(50_000L, 50_100L);
        assertThat(half.maxNs()).isBetween(50_000L, 50_100L);
        assertThat(half.log()).isEqualTo("latency/firewall-system0-50.hlog");
        HistogramLogReader log = new HistogramLogReader(directory.resolve(half.log()).toFile());
        EncodableHistogram first = log.nextIntervalHistogram();
        EncodableHistogram second = log.nextIntervalHistogram();
        assertThat(first.getTag()).isEqualTo("start-1");
        assertThat(second.getTag()).isEqualTo("start-2");
        assertThat(second.getMaxValueAsDouble()).isBetween(50_000.0, 50_100.0);
        assertThat(log.hasNext()).isFalse();
    }

    @Test
    void shouldSayWhyWhenPacketsCannotBeTimed() throws IOException {
        LoadResult result = run(LoadLog.NONE, new FakeSystem(8).withoutTiming("its packets are copies")).getFirst();
        LatencyLogs.write(directory, List.of(result));

        assertThat(result.latency()).extracting(LoadResult.LatencyPoint::reason)
                .containsOnly("its packets are copies");
        assertThat(result.latency()).allMatch(point -> point.p50Ns() == null && point.log() == null);
        assertThat(Files.exists(directory.resolve("latency"))).isFalse();
    }

    @Test
    void shouldSayUnstableInsteadOfARateWhenALowLoadIsNotCarried() throws IOException {
        FakeSystem lossy = new FakeSystem(8).losing(0.02);

        LoadResult result = run(LoadLog.NONE, lossy).getFirst();

        assertThat(result.proved()).isTrue();
        assertThat(result.stable()).isFalse();
        assertThat(result.reason())
                .isEqualTo("UNSTABLE: at a tenth of its load 6 of 6 trials lost packets, the worst 2.00 %");
        assertThat(result.ndr()).isNull();
        assertThat(result.pdr()).isNull();
        assertThat(result.latency()).isEmpty();
        assertThat(result.curve()).hasSize(3);
        assertThat(lossy.calls()).doesNotContain("time");
    }

    @Test
    void shouldGiveNoNumberWhenPacketsAreUnaccountedFor() throws IOException {
        FakeSystem broken = new FakeSystem(8).failingAt(8);

        List<LoadResult> results = run(LoadLog.NONE, broken, new FakeSystem(4));

        assertThat(results.getFirst().proved()).isFalse();
        assertThat(results.getFirst().reason()).isEqualTo("search: 3 packets are unaccounted for");
        assertThat(results.getFirst().mrr()).isNull();
        assertThat(results.get(1).proved()).isTrue();
        assertThat(broken.count("start")).isEqualTo(1);
        assertThat(broken.count("close")).isEqualTo(1);
    }

    @Test
    void shouldStartAfreshEachTimeAndLeaveNothingRunning() throws IOException {
        FakeSystem system = new FakeSystem(8);

        run(LoadLog.NONE, system);

        assertThat(system.count("start")).isEqualTo(2);
        assertThat(system.count("prove")).isEqualTo(2);
        assertThat(system.count("close")).isEqualTo(2);
    }

    @Test
    void shouldMeasureNothingAgainWhenItIsInTheLog() throws IOException {
        MapLog log = new MapLog();
        List<LoadResult> before = run(log, new FakeSystem(8));
        FakeSystem unused = new FakeSystem(8);

        List<LoadResult> after = run(log, unused);

        assertThat(unused.calls()).isEmpty();
        assertThat(after).isEqualTo(before);
        assertThat(log.starts).hasSize(2);
    }

    @Test
    void shouldMeasureOnlyTheStartsThatAreMissing() throws IOException {
        MapLog log = new MapLog();
        run(log, new FakeSystem(8));
        log.starts.remove(new LoadLog.Place("load/firewall", "system0", 1));
        FakeSystem system = new FakeSystem(8);

        run(log, system);

        assertThat(system.count("start")).isEqualTo(1);
    }

    @Test
    void shouldSummariseTheSameFromTheLog() throws IOException {
        MapLog log = new MapLog();
        LoadResult measured = run(log, new FakeSystem(8)).getFirst();

        LoadResult kept = new LoadSummary(new NestedEstimator(1)).of("firewall", "system0", List.of(
                log.starts.get(new LoadLog.Place("load/firewall", "system0", 0)),
                log.starts.get(new LoadLog.Place("load/firewall", "system0", 1))));

        assertThat(kept).isEqualTo(measured);
    }

    @Test
    void shouldTellWhatBecameOfEachVariant() throws IOException {
        LoadExperiment experiment = new LoadExperiment(experiment(new FakeSystem(8), new FakeSystem(8).failingAt(1)),
                new LoadExperiment.Setting(METHOD, 1, FakeSystem::pace), LoadLog.NONE, steps);
        experiment.run();

        assertThat(steps.finished).isEqualTo(experiment.outcomes()).hasExactlyElementsOfTypes(Outcome.Proved.class, Outcome.Unproved.class);
    }

    @Test
    void shouldKeepAStartAsJson() throws IOException {
        MapLog log = new MapLog();
        run(log, new FakeSystem(8));
        LoadStart start = log.starts.values().iterator().next();
        ObjectMapper json = new ObjectMapper();

        assertThat(json.readValue(json.writeValueAsString(start), LoadStart.class)).isEqualTo(start);
    }

    @Test
    void shouldTellEveryStepThatItCounted() throws IOException {
        Experiment experiment = experiment(new FakeSystem(8), new FakeSystem(4));

        run(LoadLog.NONE, experiment);

        assertThat(steps.count).isEqualTo(LoadExperiment.stepCount(experiment, METHOD));
    }

    @Test
    void shouldCountTheStepsOfWhatIsKept() throws IOException {
        MapLog log = new MapLog();
        Experiment experiment = experiment(new FakeSystem(8), new FakeSystem(4));

        run(log, experiment);

        assertThat(log.starts.values().stream().mapToInt(LoadExperiment::stepsOf).sum())
                .isEqualTo(LoadExperiment.stepCount(experiment, METHOD));
    }

    private List<LoadResult> run(LoadLog log, FakeSystem... systems) throws IOException {
        return run(log, experiment(systems));
    }

    private List<LoadResult> run(LoadLog log, Experiment experiment) throws IOException {
        return new LoadExperiment(experiment, new LoadExperiment.Setting(METHOD, 1, FakeSystem::pace), log, steps)
                .run();
    }

    private static Experiment experiment(FakeSystem... systems) {
        List<Variant> variants = new ArrayList<>();
        for (FakeSystem system : systems) {
            String label = "system" + variants.size();
            variants.add(new Variant(label, "firewall", label, Map.of(), system));
        }
        return new Experiment("load/firewall", Figure.LOAD, "firewall", Optional.empty(), "system0", variants);
    }

    private static final class Steps implements Progress {

        private int count;
        private List<Outcome> finished;

        @Override
        public void begin(int steps) {
            throw new AssertionError("a run has several experiments");
        }

        @Override
        public void step(String experiment, String doing) {
            count++;
        }

        @Override
        public void finished(Experiment experiment, List<Outcome> outcomes) {
            finished = outcomes;
        }
    }

    private static final class MapLog implements LoadLog {

        private final Map<Place, LoadStart> starts = new HashMap<>();

        @Override
        public Optional<LoadStart> find(Place place) {
            return Optional.ofNullable(starts.get(place));
        }

        @Override
        public void keep(Place place, LoadStart measured) {
            starts.put(place, measured);
        }
    }
}
