package okko.eval.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import okko.eval.journal.RunRecord.Concluded;
import okko.eval.journal.RunRecord.KeptExperiment;
import okko.eval.journal.RunRecord.KeptVariant;
import okko.eval.load.LoadResult;
import okko.eval.load.LoadStart;
import okko.eval.load.LoadSummary;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;
import okko.eval.run.Experiment;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Figure;
import okko.eval.run.Outcome;
import okko.eval.run.TrialLog.Place;
import okko.eval.run.TrialLog.Preparation;
import okko.eval.run.Variant;

/** A run as the journal has it. */
public final class PastRun {

    private final String name;
    private final RunState state;
    private final RunContents contents;

    PastRun(String name, RunState state, RunContents contents) {
        this.name = name;
        this.state = state;
        this.contents = contents;
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** {@return how far it has come} */
    public RunState state() {
        return state;
    }

    /** {@return what was asked for; empty if it was killed before that was written} */
    public Optional<RunRequest> request() {
        return contents.request();
    }

    /** {@return what it worked with, and on which machine; empty if it did not come so far} */
    public Optional<RunInputs> inputs() {
        return contents.inputs();
    }

    /** {@return machine and build, with the load at the end if there was an end} */
    public Optional<Environment> environment() {
        return inputs().map(inputs -> contents.loadAfter().map(inputs.environment()::withLoadAfter)
                .orElse(inputs.environment()));
    }

    /** {@return how often it was begun or gone on with} */
    public int attempts() {
        return contents.attempts();
    }

    /** {@return steps that need not be taken again} */
    public int stepsDone() {
        return contents.stepsDone();
    }

    /**
     * Puts together what was measured. Of an experiment that was cut off, that is the rounds in which every variant
     * had its turn, because ratios are taken round by round.
     *
     * @return an outcome per experiment that was begun, in order; without those of the figure "load"
     */
    public List<ExperimentOutcome> outcomes() {
        return contents.experiments().stream().filter(each -> !isLoad(each)).flatMap(each -> outcome(each).stream())
                .toList();
    }

    /**
     * Puts together what was measured under offered load.
     *
     * @param summary of the starts of a system
     * @return one result per system of the figure "load", in order
     * @throws IOException if what should be a histogram of delays is none
     */
    public List<LoadResult> load(LoadSummary summary) throws IOException {
        List<LoadResult> results = new ArrayList<>();
        for (KeptExperiment experiment : contents.experiments()) {
            if (isLoad(experiment)) {
                for (KeptVariant variant : experiment.variants()) {
                    results.add(load(experiment, variant, summary));
                }
            }
        }
        return results;
    }

    private LoadResult load(KeptExperiment experiment, KeptVariant variant, LoadSummary summary) throws IOException {
        Concluded conclusion = contents.conclusion(experiment.id())
                .orElse(new Concluded(experiment.id(), Map.of(), Map.of()));
        String skipped = conclusion.skipped().get(variant.label());
        if (skipped != null) {
            return LoadResult.without(variant.workload(), variant.setup(), true, skipped);
        }
        List<LoadStart> starts = contents.loads(experiment.id(), variant.label());
        String fault = conclusion.unproved().getOrDefault(variant.label(),
                starts.isEmpty() ? "interrupted before a start was measured" : null);
        return fault == null ? summary.of(variant.workload(), variant.setup(), starts)
                : LoadResult.without(variant.workload(), variant.setup(), false, fault);
    }

    private static boolean isLoad(KeptExperiment experiment) {
        return experiment.figure().equals(Figure.LOAD.label());
    }

    /** Empty if the figure is unknown to this build. */
    private Optional<ExperimentOutcome> outcome(KeptExperiment kept) {
        return Figure.of(kept.figure()).map(figure -> {
            List<Variant> variants = kept.variants().stream().map(PastRun::variant).toList();
            Experiment experiment = new Experiment(kept.id(), figure, kept.title(), Optional.ofNullable(kept.axis()),
                    kept.reference(), variants);
            return new ExperimentOutcome(experiment, kept.method(), outcomes(experiment));
        });
    }

    private List<Outcome> outcomes(Experiment experiment) {
        Concluded conclusion = contents.conclusion(experiment.id())
                .orElse(new Concluded(experiment.id(), Map.of(), Map.of()));
        Map<String, Measured> measured = new HashMap<>();
        for (Variant variant : experiment.variants()) {
            String label = variant.label();
            if (!conclusion.unproved().containsKey(label) && !conclusion.skipped().containsKey(label)) {
                measured.put(label, measured(experiment, variant));
            }
        }
        Set<Integer> rounds = commonRounds(measured.values());
        List<Outcome> outcomes = new ArrayList<>();
        for (Variant variant : experiment.variants()) {
            String label = variant.label();
            if (conclusion.skipped().containsKey(label)) {
                outcomes.add(new Outcome.Skipped(variant, conclusion.skipped().get(label)));
            } else if (conclusion.unproved().containsKey(label)) {
                outcomes.add(new Outcome.Unproved(variant, conclusion.unproved().get(label)));
            } else {
                outcomes.add(measured.get(label).outcome(variant, rounds));
            }
        }
        return outcomes;
    }

    /** Of those that made any trial: one that broke down is not known to have, before its experiment is over. */
    private static Set<Integer> commonRounds(Collection<Measured> measured) {
        Set<Integer> rounds = new TreeSet<>();
        measured.forEach(each -> rounds.addAll(each.trials.keySet()));
        measured.stream().filter(each -> !each.trials.isEmpty())
                .forEach(each -> rounds.retainAll(each.trials.keySet()));
        return rounds;
    }

    private Measured measured(Experiment experiment, Variant variant) {
        List<Preparation> preparations = new ArrayList<>();
        Map<Integer, Trial> trials = new TreeMap<>();
        for (int start = 0; preparation(experiment, variant, start).isPresent(); start++) {
            preparations.add(preparation(experiment, variant, start).orElseThrow());
            trials.putAll(contents.trials(new Place(experiment.id(), variant.label(), start)));
        }
        return new Measured(preparations, trials);
    }

    private Optional<Preparation> preparation(Experiment experiment, Variant variant, int start) {
        return contents.preparation(new Place(experiment.id(), variant.label(), start));
    }

    /** How to start it is not kept: a journal may be read by another build than wrote it. */
    private static Variant variant(KeptVariant kept) {
        return new Variant(kept.label(), kept.workload(), kept.setup(), kept.parameters(), () -> {
            throw new IllegalStateException(kept.label() + " is read from a journal and cannot be started");
        });
    }

    /** What there is of a variant. */
    private record Measured(List<Preparation> preparations, Map<Integer, Trial> trials) {

        Outcome outcome(Variant variant, Set<Integer> rounds) {
            if (rounds.isEmpty() || trials.isEmpty()) {
                return new Outcome.Unproved(variant, "the run was interrupted before its first round was complete");
            }
            return new Outcome.Proved(variant, preparations.getLast().evidence(),
                    preparations.stream().map(Preparation::warmUpMpps).toList(),
                    rounds.stream().map(trials::get).toList());
        }
    }
}
