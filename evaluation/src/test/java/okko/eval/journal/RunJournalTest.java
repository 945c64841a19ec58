package okko.eval.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;
import okko.eval.run.Experiment;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Figure;
import okko.eval.run.Method;
import okko.eval.run.Outcome;
import okko.eval.run.TrialLog.Place;
import okko.eval.run.TrialLog.Preparation;
import okko.eval.run.Variant;
import okko.eval.subject.Evidence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RunJournalTest {

    private static final RunRequest REQUEST = new RunRequest("quick", 7, List.of("applications"), List.of("none"),
            List.of(new RunRequest.OwnRequest("mine", "/a/mine.o", null, "mine.jar:A")),
            List.of("switch-bpf", "process-bpf"), List.of("linux-bridge"), null);
    private static final Preparation PREPARATION = new Preparation(new Evidence(3, 300, 0, Map.of("match", 300L),
            Map.of("match", "00000000000000ff")), List.of(1.5, 2.25));
    private static final Method METHOD = new Method(1, 2, 10, 10);
    private static final Experiment EXPERIMENT = new Experiment("applications/none", Figure.APPLICATIONS, "none",
            Optional.empty(), "process-bpf", List.of(variant("switch-bpf"), variant("process-bpf")));

    @TempDir
    private Path directory;
    private RunJournal journal;

    @BeforeEach
    void openJournal() {
        journal = new RunJournal(directory.resolve("journal"));
    }

    @Test
    void shouldKnowNoRunWhenNoneWasBegun() throws Exception {
        assertThat(journal.names()).isEmpty();
        assertThatThrownBy(() -> journal.read("last")).isInstanceOf(IOException.class)
                .hasMessageContaining("there is no run last in ");
    }

    @Test
    void shouldGiveEachRunItsOwnNameWhenSeveralBeginInTheSameSecond() throws Exception {
        for (int run = 0; run < 3; run++) {
            journal.begin(REQUEST).close();
        }

        assertThat(journal.names()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepEveryRecordAsItWasWhenTheRunIsReadAgain() throws Exception {
        Trial trial = trial(0, 2.125);
        try (RunLog log = journal.begin(REQUEST)) {
            log.attempt(inputs("abc"));
            log.begin(EXPERIMENT, METHOD);
            for (Variant variant : EXPERIMENT.variants()) {
                log.prepared(place(variant.label()), PREPARATION);
                log.timed(place(variant.label()), trial);
            }
            log.conclude(EXPERIMENT.id(), List.of());
            log.end("3 2 1");
        }

        PastRun run = journal.read("last");

        assertThat(run.state()).isEqualTo(RunState.FINISHED);
        assertThat(run.request()).contains(REQUEST);
        assertThat(run.environment().orElseThrow().loadAfter()).isEqualTo("3 2 1");
        assertThat(run.stepsDone()).isEqualTo(8);
        ExperimentOutcome outcome = run.outcomes().getFirst();
        assertThat(outcome.method()).isEqualTo(METHOD);
        assertThat(outcome.experiment().reference()).isEqualTo("process-bpf");
        assertThat(outcome.outcomes()).hasSize(2).allSatisfy(each -> {
            Outcome.Proved proved = (Outcome.Proved) each;
            assertThat(proved.trials()).containsExactly(trial);
            assertThat(proved.evidence()).isEqualTo(PREPARATION.evidence());
            assertThat(proved.warmUpMpps()).containsExactly(List.of(1.5, 2.25));
        });
    }

    @Test
    void shouldGoOnInAFileOfItsOwnWhenTheRunWasInterrupted() throws Exception {
        String name;
        try (RunLog log = journal.begin(REQUEST)) {
            name = log.name();
            log.attempt(inputs("abc"));
            log.begin(EXPERIMENT, METHOD);
            log.prepared(place("switch-bpf"), PREPARATION);
            log.timed(place("switch-bpf"), trial(0, 2));
        }

        try (RunLog log = journal.resume("last")) {
            assertThat(log.name()).isEqualTo(name);
            assertThat(log.request()).isEqualTo(REQUEST);
            assertThat(log.preparation(place("switch-bpf"))).contains(PREPARATION);
            assertThat(log.trial(place("switch-bpf"), 0)).contains(trial(0, 2));
            assertThat(log.trial(place("switch-bpf"), 1)).isEmpty();
            log.attempt(inputs("abc"));
            log.timed(place("switch-bpf"), trial(1, 3));
        }

        PastRun run = journal.read(name);
        assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(run.attempts()).isEqualTo(2);
        assertThat(run.stepsDone()).isEqualTo(5);
        assertThat(directory.resolve("journal").resolve(name).toFile().list((_, file) -> file.endsWith(".cq4")))
                .hasSize(2);
    }

    @Test
    void shouldLeaveOutRoundsInWhichNotAllHadTheirTurnWhenTheRunWasInterrupted() throws Exception {
        try (RunLog log = journal.begin(REQUEST)) {
            log.attempt(inputs("abc"));
            log.begin(EXPERIMENT, METHOD);
            log.prepared(place("switch-bpf"), PREPARATION);
            log.prepared(place("process-bpf"), PREPARATION);
            log.timed(place("switch-bpf"), trial(0, 2));
            log.timed(place("process-bpf"), trial(0, 1));
            log.timed(place("process-bpf"), trial(1, 1));
        }

        List<Outcome> outcomes = journal.read("last").outcomes().getFirst().outcomes();

        assertThat(outcomes).allSatisfy(each -> assertThat(((Outcome.Proved) each).trials()).hasSize(1));
    }

    @Test
    void shouldSayWhyWhenAVariantHasNoNumber() throws Exception {
        try (RunLog log = journal.begin(REQUEST)) {
            log.attempt(inputs("abc"));
            log.begin(EXPERIMENT, METHOD);
            log.conclude(EXPERIMENT.id(), List.of(new Outcome.Unproved(EXPERIMENT.variants().get(0), "proof: wrong"),
                    new Outcome.Skipped(EXPERIMENT.variants().get(1), "needs root")));
        }

        List<Outcome> outcomes = journal.read("last").outcomes().getFirst().outcomes();

        assertThat(((Outcome.Unproved) outcomes.get(0)).reason()).isEqualTo("proof: wrong");
        assertThat(((Outcome.Skipped) outcomes.get(1)).reason()).isEqualTo("needs root");
    }

    @Test
    void shouldRefuseToGoOnWhenTheBuildIsAnother() throws Exception {
        try (RunLog log = journal.begin(REQUEST)) {
            log.attempt(inputs("abc"));
        }

        try (RunLog log = journal.resume("last")) {
            assertThatThrownBy(() -> log.attempt(inputs("def"))).isInstanceOf(IOException.class)
                    .hasMessage("the run " + log.name()
                            + " cannot be gone on with: this build is of commit def, the run's of abc");
        }
    }

    @Test
    void shouldRefuseToGoOnWhenTheRunIsFinishedOrBeingMeasured() throws Exception {
        try (RunLog log = journal.begin(REQUEST)) {
            assertThat(journal.read("last").state()).isEqualTo(RunState.RUNNING);
            assertThatThrownBy(() -> journal.resume("last"))
                    .hasMessage("the run " + log.name() + " is being measured by another process");
            log.attempt(inputs("abc"));
            log.end("0 0 0");
        }

        assertThatThrownBy(() -> journal.resume("last")).hasMessageContaining(" is finished; okko eval report ");
    }

    @Test
    void shouldBeWhereTheUsersStateIsUnlessToldOtherwise() throws Exception {
        assertThat(RunJournal.standardDirectory(Map.of("HOME", "/h", "XDG_STATE_HOME", "/s")))
                .isEqualTo(Path.of("/s/okko/evaluations"));
        assertThat(RunJournal.standardDirectory(Map.of("HOME", "/h")))
                .isEqualTo(Path.of("/h/.local/state/okko/evaluations"));
        assertThatThrownBy(() -> RunJournal.standardDirectory(Map.of())).hasMessageContaining("say --journal DIR");
    }

    private static Variant variant(String setup) {
        return new Variant(setup, "none", setup, Map.of(), null);
    }

    private static Place place(String label) {
        return new Place(EXPERIMENT.id(), label, 0);
    }

    private static Trial trial(int round, double mpps) {
        return new Trial(0, round, 1, 1_000, 470_588, 900_000, mpps, 1.9, 0L, null, 3L);
    }

    private static RunInputs inputs(String commit) {
        Environment environment = new Environment("A CPU", 2, "Linux 6.1", "Vendor 25", List.of("-Xmx1g"), null,
                "0 0 0", null, commit, false, "2026-01-02T03:04:05Z", null);
        return new RunInputs(environment, new RunInputs.KeptTraffic("a sample", "ab12", 100, 10, 6_000), Map.of("pass.o", "cd34"), 16);
    }
}
