package okko.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import okko.eval.experiment.Catalogue;
import okko.eval.experiment.Choice;
import okko.eval.experiment.Inputs;
import okko.eval.measure.Replay;
import okko.eval.measure.SinkCount;
import okko.eval.measure.Trial;
import okko.eval.run.Outcome.Proved;
import okko.eval.run.Outcome.Unproved;
import okko.eval.setup.Setup;
import okko.eval.subject.Subject;
import okko.eval.subject.SubjectPlan;
import okko.eval.workload.Bundle;
import okko.eval.workload.Traffic;
import okko.eval.workload.BundledWorkload;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole experiment, on switches that do not exist. */
class ExperimentRunTest {

    private static final BundledWorkload WORKLOAD = BundledWorkload.FIREWALL;

    private static final Method METHOD = new Method(2, 3, 10, 10);
    private static final int SETUPS = 7;

    @TempDir
    private Path directory;
    private Traffic traffic;
    private FakeLauncher launcher;
    private Experiment experiment;

    @BeforeEach
    void planOneWorkload() throws Exception {
        traffic = Traffic.of(Bundle.recording(directory).subList(0, 500), 1);
        launcher = new FakeLauncher(traffic, WORKLOAD);
        experiment = Catalogue.experiments(
                new Choice(List.of(Figure.APPLICATIONS), List.of(WORKLOAD), Setup.standard(), List.of()), Extent.FEW,
                new Inputs(launcher, traffic, directory.resolve("traffic.pcap"), directory)).getFirst();
    }

    @Test
    void shouldProveAndTimeEveryVariantInEveryStartWhenAllAgree() throws Exception {
        List<Outcome> outcomes = run();

        assertThat(outcomes).hasSize(SETUPS).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Proved.class));
        assertThat(outcomes).extracting(outcome -> outcome.variant().setup())
                .containsExactly("forward", "switch-bpf", "switch-interpreter", "process-bpf", "process-java",
                        "process-copy", "process-aeron");
        for (Outcome outcome : outcomes) {
            List<Trial> trials = ((Proved) outcome).trials();
            assertThat(trials).extracting(Trial::start).containsExactly(0, 0, 0, 1, 1, 1);
            assertThat(trials).extracting(Trial::round).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(trials).allMatch(trial -> trial.mpps() == 10 && trial.packets() == 5_000);
            assertThat(((Proved) outcome).warmUpMpps()).containsExactly(List.of(10.0, 10.0, 10.0),
                    List.of(10.0, 10.0, 10.0));
        }
        assertThat(launcher.calls().stream().filter("launch switch-bpf"::equals)).hasSize(2);
    }

    @Test
    void shouldExpectEverythingAtTheFirstSinkWhenNoProgramRuns() throws Exception {
        Proved forward = (Proved) run().getFirst();

        assertThat(forward.evidence().verdicts()).containsExactly(Map.entry("forwarded", 1_500L));
        assertThat(forward.evidence().checksums()).containsEntry("no_match", "0000000000000000");
    }

    @Test
    void shouldGiveEachRoundEveryVariantOnceInRandomOrder() throws Exception {
        List<Outcome> outcomes = run();

        Map<Integer, List<Integer>> turns = outcomes.stream().flatMap(outcome -> ((Proved) outcome).trials().stream())
                .collect(Collectors.groupingBy(Trial::round, Collectors.mapping(Trial::turn, Collectors.toList())));
        assertThat(turns.values())
                .allSatisfy(round -> assertThat(round).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6));
        assertThat(turns.values().stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void shouldProveAllBeforeTimingAny() throws Exception {
        run();

        int lastProof = launcher.calls().indexOf("prove process-java");
        assertThat(launcher.calls().subList(0, lastProof)).noneMatch(call -> call.startsWith("replay"));
    }

    @Test
    void shouldGiveNoNumberWhenChecksumsDiffer() throws Exception {
        launcher.falsifyProofOf("process-bpf", replay -> withSinks(replay, List.of(
                replay.sink("p2"), new SinkCount("p3", replay.sink("p3").packets(), 0, 0xbad))));

        assertThat(unproved("process-bpf").reason())
                .startsWith("proof: packets at p3 differ from the oracle's: checksum=bad, expected=");
        assertThat(launcher.calls()).doesNotContain("replay process-bpf").contains("replay switch-bpf");
    }

    @Test
    void shouldGiveNoNumberWhenAVerdictDiffers() throws Exception {
        launcher.falsifyProofOf("switch-bpf", replay -> withSinks(replay, List.of(
                new SinkCount("p2", replay.sink("p2").packets() + 1, 0, replay.sink("p2").checksum()),
                new SinkCount("p3", replay.sink("p3").packets() - 1, 0, replay.sink("p3").checksum()))));

        assertThat(unproved("switch-bpf").reason()).startsWith("proof: verdicts differ from the oracle's: match=");
    }

    @Test
    void shouldGiveNoNumberWhenATrialDropsPackets() throws Exception {
        launcher.falsifyTrialsOf("process-java", replay -> new Replay(replay.passes(), replay.packets(),
                replay.elapsedNs(), 0, replay.sinks(), Map.of("processor_busy", 3L), replay.disturbance()));

        assertThat(unproved("process-java").reason())
                .isEqualTo("warm-up: packets were dropped: {processor_busy=3}");
    }

    @Test
    void shouldGiveNoNumberWhenPacketsGetLost() throws Exception {
        launcher.falsifyTrialsOf("forward", replay -> withSinks(replay, List.of(new SinkCount("p2", 4_999, 0, 0))));

        assertThat(unproved("forward").reason())
                .isEqualTo("warm-up: in is not out plus drops: in=5000, out=4999, drops=0");
    }

    @Test
    void shouldSayWhyWhenASwitchDoesNotStart() throws Exception {
        launcher.breakLaunchOf("process-bpf");

        assertThat(unproved("process-bpf").reason())
                .isEqualTo("launch: okko switchd ended with status 1: no room in /dev/shm");
    }

    @Test
    void shouldStopEverySwitch() throws Exception {
        launcher.breakLaunchOf("forward");

        run();

        List<String> started = launcher.calls().stream().filter(call -> call.startsWith("launch "))
                .map(call -> call.replace("launch", "close")).filter(call -> !call.equals("close forward")).toList();
        assertThat(started).hasSize(2 * (SETUPS - 1));
        assertThat(launcher.calls().stream().filter(call -> call.startsWith("close ")))
                .containsExactlyInAnyOrderElementsOf(started);
    }

    @Test
    void shouldMeasureOnlyWhatIsMissingWhenAnEarlierAttemptWasCutOff() throws Exception {
        MemoryLog log = new MemoryLog();
        run(log);
        Map<TrialLog.Place, Map<Integer, Trial>> complete = log.copyOfTrials();
        log.forget("switch-bpf", 4);
        launcher.calls().clear();

        List<Outcome> outcomes = run(log);

        assertThat(launcher.calls()).filteredOn(call -> call.startsWith("launch ")).hasSize(SETUPS);
        assertThat(log.added).isOne();
        assertThat(log.copyOfTrials().keySet()).isEqualTo(complete.keySet());
        assertThat(((Proved) outcomes.get(1)).trials()).extracting(Trial::round).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void shouldDrawTheSameOrderAgainWhenTheSeedIsTheSame() throws Exception {
        run();
        List<String> first = List.copyOf(replays());
        launcher.calls().clear();

        run();

        assertThat(replays()).isEqualTo(first);
    }

    @Test
    void shouldSayWhatIsMissingWhenTheMachineCannotRunAVariant() throws Exception {
        SubjectPlan impossible = new SubjectPlan() {
            @Override
            public Optional<String> obstacle() {
                return Optional.of("needs root");
            }

            @Override
            public Subject start() {
                throw new AssertionError("must not be started");
            }
        };
        Experiment one = new Experiment("one", Figure.APPLICATIONS, "one", Optional.empty(), "x",
                List.of(new Variant("x", "none", "namespace", Map.of(), impossible)));

        List<Outcome> outcomes = new ExperimentRun(one, METHOD, 42, TrialLog.NONE, new StepCounter()).run();

        assertThat(outcomes).containsExactly(new Outcome.Skipped(one.variants().getFirst(), "needs root"));
    }

    @Test
    void shouldNotAnnounceMoreStepsThanItTakes() throws Exception {
        StepCounter steps = new StepCounter();

        new ExperimentRun(experiment, METHOD, 42, TrialLog.NONE, steps).run();

        assertThat(steps.taken).isEqualTo(ExperimentRun.steps(experiment, METHOD)).isEqualTo(7 * 2 * 6);
        assertThat(steps.finished).containsExactly("applications/firewall");
    }

    private List<String> replays() {
        return launcher.calls().stream().filter(call -> call.startsWith("replay ")).toList();
    }

    private List<Outcome> run() throws IOException {
        return run(TrialLog.NONE);
    }

    private List<Outcome> run(TrialLog log) throws IOException {
        return new ExperimentRun(experiment, METHOD, 42, log, new StepCounter()).run();
    }

    private Unproved unproved(String setup) throws IOException {
        List<Outcome> outcomes = run();
        assertThat(outcomes).filteredOn(Unproved.class::isInstance).hasSize(1);
        return outcomes.stream().filter(outcome -> outcome.variant().setup().equals(setup)).map(Unproved.class::cast)
                .findFirst().orElseThrow();
    }

    private static Replay withSinks(Replay replay, List<SinkCount> sinks) {
        return new Replay(replay.passes(), replay.packets(), replay.elapsedNs(), replay.cpuNs(), sinks, replay.drops(),
                replay.disturbance());
    }

    private static final class StepCounter implements Progress {

        private final List<String> finished = new ArrayList<>();
        private int taken;

        @Override
        public void begin(int steps) {
            throw new AssertionError("whoever runs all experiments knows the number of steps");
        }

        @Override
        public void step(String id, String doing) {
            taken++;
        }

        @Override
        public void finished(Experiment experiment, List<Outcome> outcomes) {
            finished.add(experiment.id());
        }
    }

    private static final class MemoryLog implements TrialLog {

        private final Map<Place, Preparation> preparations = new HashMap<>();
        private final Map<Place, Map<Integer, Trial>> trials = new HashMap<>();
        private int added;

        Map<Place, Map<Integer, Trial>> copyOfTrials() {
            return trials.entrySet().stream().collect(
                    Collectors.toMap(Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
        }

        void forget(String variant, int round) {
            trials.forEach((place, made) -> {
                if (place.variant().equals(variant)) {
                    made.remove(round);
                }
            });
            added = 0;
        }

        @Override
        public Optional<Preparation> preparation(Place place) {
            return Optional.ofNullable(preparations.get(place));
        }

        @Override
        public Optional<Trial> trial(Place place, int round) {
            return Optional.ofNullable(trials.getOrDefault(place, Map.of()).get(round));
        }

        @Override
        public void prepared(Place place, Preparation preparation) {
            preparations.put(place, preparation);
        }

        @Override
        public void timed(Place place, Trial trial) {
            trials.computeIfAbsent(place, _ -> new HashMap<>()).put(trial.round(), trial);
            added++;
        }
    }
}
