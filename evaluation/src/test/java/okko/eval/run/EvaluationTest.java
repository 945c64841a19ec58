package okko.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import okko.eval.measure.Replay;
import okko.eval.measure.SinkCount;
import okko.eval.measure.Trial;
import okko.eval.run.CellOutcome.Proved;
import okko.eval.run.CellOutcome.Unproved;
import okko.eval.setup.Setup;
import okko.eval.workload.Bundle;
import okko.eval.workload.Traffic;
import okko.eval.workload.Verdicts;
import okko.eval.workload.Workload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole evaluation, on switches that do not exist. */
class EvaluationTest {

    private static final Workload WORKLOAD = Workload.FIREWALL;

    @TempDir
    private Path directory;
    private EvaluationPlan plan;
    private FakeLauncher launcher;

    @BeforeEach
    void planOneWorkload() throws Exception {
        Traffic traffic = Traffic.of(Bundle.recording(directory).subList(0, 500), 1);
        plan = new EvaluationPlan(Profile.QUICK, List.of(WORKLOAD), Setup.all(), traffic,
                directory.resolve("traffic.pcap"), directory, 42);
        launcher = new FakeLauncher(traffic, WORKLOAD);
    }

    @Test
    void shouldProveAndTimeEveryCellWhenAllAgree() {
        List<CellOutcome> outcomes = run();

        assertThat(outcomes).hasSize(7).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Proved.class));
        assertThat(outcomes).extracting(outcome -> outcome.setup().label())
                .containsExactly("forward", "switch-bpf", "switch-interpreter", "process-bpf", "process-java",
                        "process-copy", "process-aeron");
        for (CellOutcome outcome : outcomes) {
            List<Trial> trials = ((Proved) outcome).trials();
            assertThat(trials).extracting(Trial::round).containsExactly(0, 1, 2, 3, 4);
            assertThat(trials).allMatch(trial -> trial.mpps() == 10 && trial.packets() == 5_000);
        }
    }

    @Test
    void shouldExpectEverythingAtTheFirstSinkWhenNoProgramRuns() {
        Proved forward = (Proved) run().getFirst();

        assertThat(forward.proof().verdicts()).isEqualTo(new Verdicts(1_500, 0));
        assertThat(forward.proof().noMatchChecksum()).isZero();
    }

    @Test
    void shouldGiveEachRoundEveryCellOnceInRandomOrder() {
        List<CellOutcome> outcomes = run();

        Map<Integer, List<Integer>> turns = outcomes.stream().flatMap(outcome -> ((Proved) outcome).trials().stream())
                .collect(Collectors.groupingBy(Trial::round, Collectors.mapping(Trial::turn, Collectors.toList())));
        assertThat(turns.values())
                .allSatisfy(round -> assertThat(round).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6));
        assertThat(turns.values().stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void shouldProveAllBeforeTimingAny() {
        run();

        int lastProof = launcher.calls().lastIndexOf("prove process-java");
        assertThat(launcher.calls().subList(0, lastProof)).noneMatch(call -> call.startsWith("replay"));
    }

    @Test
    void shouldGiveNoNumberWhenChecksumsDiffer() {
        launcher.falsifyProofOf("process-bpf", replay -> withSinks(replay, List.of(
                replay.sink("p2"), new SinkCount("p3", replay.sink("p3").packets(), 0, 0xbad))));

        assertThat(unproved("process-bpf").reason())
                .startsWith("proof: packets at p3 differ from the oracle's: checksum=bad, expected=");
        assertThat(launcher.calls()).doesNotContain("replay process-bpf").contains("replay switch-bpf");
    }

    @Test
    void shouldGiveNoNumberWhenAVerdictDiffers() {
        launcher.falsifyProofOf("switch-bpf", replay -> withSinks(replay, List.of(
                new SinkCount("p2", replay.sink("p2").packets() + 1, 0, replay.sink("p2").checksum()),
                new SinkCount("p3", replay.sink("p3").packets() - 1, 0, replay.sink("p3").checksum()))));

        assertThat(unproved("switch-bpf").reason()).startsWith("proof: verdicts differ from the oracle's: match=");
    }

    @Test
    void shouldGiveNoNumberWhenATrialDropsPackets() {
        launcher.falsifyTrialsOf("process-java", replay -> new Replay(replay.passes(), replay.packets(),
                replay.elapsedNs(), 0, replay.sinks(), Map.of("processor_busy", 3L)));

        assertThat(unproved("process-java").reason())
                .isEqualTo("warm-up: packets were dropped: {processor_busy=3}");
    }

    @Test
    void shouldGiveNoNumberWhenPacketsGetLost() {
        launcher.falsifyTrialsOf("forward", replay -> withSinks(replay, List.of(new SinkCount("p2", 4_999, 0, 0))));

        assertThat(unproved("forward").reason())
                .isEqualTo("warm-up: in is not out plus drops: in=5000, out=4999, drops=0");
    }

    @Test
    void shouldSayWhyWhenASwitchDoesNotStart() {
        launcher.breakLaunchOf("process-bpf");

        assertThat(unproved("process-bpf").reason())
                .isEqualTo("launch: okko switchd ended with status 1: no room in /dev/shm");
    }

    @Test
    void shouldStopEverySwitch() {
        launcher.breakLaunchOf("forward");

        run();

        assertThat(launcher.calls().stream().filter(call -> call.startsWith("close "))).containsExactlyInAnyOrder(
                "close switch-bpf", "close switch-interpreter", "close process-bpf", "close process-java",
                "close process-copy", "close process-aeron");
    }

    @Test
    void shouldNotAnnounceMoreStepsThanItTakes() {
        StepCounter steps = new StepCounter();

        new Evaluation(plan, launcher, steps).run();

        assertThat(steps.taken).isEqualTo(steps.announced).isEqualTo(7 * 8);
        assertThat(steps.finished).containsExactly(WORKLOAD);
    }

    private List<CellOutcome> run() {
        return new Evaluation(plan, launcher, new StepCounter()).run();
    }

    private Unproved unproved(String setup) {
        List<CellOutcome> outcomes = run();
        assertThat(outcomes).filteredOn(Unproved.class::isInstance).hasSize(1);
        return outcomes.stream().filter(outcome -> outcome.setup().label().equals(setup)).map(Unproved.class::cast)
                .findFirst().orElseThrow();
    }

    private static Replay withSinks(Replay replay, List<SinkCount> sinks) {
        return new Replay(replay.passes(), replay.packets(), replay.elapsedNs(), replay.cpuNs(), sinks, replay.drops());
    }

    private static final class StepCounter implements Progress {

        private final List<Workload> finished = new ArrayList<>();
        private int announced;
        private int taken;

        @Override
        public void begin(int steps) {
            announced = steps;
        }

        @Override
        public void step(Workload workload, String doing) {
            taken++;
        }

        @Override
        public void finished(Workload workload, List<CellOutcome> cells) {
            finished.add(workload);
        }
    }
}
