package okko.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okko.eval.measure.Trial;
import okko.eval.paper.OkoFigures;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Control;
import okko.eval.report.Results.ExperimentResult;
import okko.eval.report.Results.MethodResult;
import okko.eval.report.Results.ProofResult;
import okko.eval.report.Results.Published;
import okko.eval.report.Results.Range;
import okko.eval.report.Results.Rate;
import okko.eval.run.Experiment;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.Figure;
import okko.eval.run.Method;
import okko.eval.run.Outcome;
import okko.eval.run.Outcome.Proved;
import okko.eval.run.Outcome.Skipped;
import okko.eval.run.Outcome.Unproved;
import okko.eval.run.Variant;
import okko.eval.setup.Setup;
import okko.eval.stat.Estimate;
import okko.eval.stat.Estimator;
import okko.eval.stat.NestedEstimator;
import okko.eval.subject.Evidence;

/** Computes what is reported from the outcomes of an evaluation. */
public final class ResultsBuilder {

    private static final String IN_SWITCH = "switch-bpf";

    private final NestedEstimator estimator;

    /**
     * Makes a builder.
     *
     * @param estimator for medians and their ranges
     */
    public ResultsBuilder(NestedEstimator estimator) {
        this.estimator = estimator;
    }

    /**
     * Builds the results.
     *
     * @param description what was asked for, and where
     * @param outcomes    of all experiments
     * @return the results
     */
    public Results build(RunDescription description, List<ExperimentOutcome> outcomes) {
        List<CellResult> cells = new ArrayList<>();
        List<ExperimentResult> experiments = new ArrayList<>();
        Control control = null;
        for (ExperimentOutcome outcome : outcomes) {
            Experiment experiment = outcome.experiment();
            List<CellResult> measured = outcome.outcomes().stream().map(each -> cell(each, outcome)).toList();
            if (experiment.figure() == Figure.APPLICATIONS) {
                cells.addAll(measured);
            } else {
                experiments.add(new ExperimentResult(experiment.id(), experiment.figure().label(), experiment.title(),
                        experiment.figure().question(), experiment.axis().orElse(null), experiment.reference(),
                        method(outcome.method()), measured));
            }
            if (experiment.figure() == Figure.CONTROL) {
                control = new Controls(estimator).judge(outcome);
            }
        }
        return new Results(Results.SCHEMA_VERSION, description.run(), description.profile(), description.seed(),
                method(description.method()), description.environment(), description.traffic(), description.objects(),
                control, cells, experiments, List.of(), published(cells), PublishedFigures.caches(outcomes, estimator),
                PublishedFigures.chains(outcomes, estimator), new Costs(estimator).of(outcomes));
    }

    private static List<Published> published(List<CellResult> cells) {
        List<Published> published = new ArrayList<>();
        for (OkoFigures.Bar bar : OkoFigures.endToEnd()) {
            cells.stream().filter(cell -> cell.workload().equals(bar.workload()) && cell.setup().equals(IN_SWITCH))
                    .findFirst().ifPresent(cell -> published.add(compare(bar, cell.ratioToReference())));
        }
        return published;
    }

    private static MethodResult method(Method method) {
        return new MethodResult(method.starts(), method.trials(), method.trialMs(), method.longestWarmUpMs());
    }

    private CellResult cell(Outcome outcome, ExperimentOutcome all) {
        return switch (outcome) {
            case Unproved(Variant variant, String reason) -> withoutNumber(variant, false, reason);
            case Skipped(Variant variant, String reason) -> withoutNumber(variant, true, reason);
            case Proved(Variant variant, Evidence evidence, List<List<Double>> warmUpMpps, List<Trial> trials) -> {
                List<double[]> mpps = Starts.mpps(trials);
                Estimate rate = estimator.estimateMedian(mpps);
                double coresBusy = Estimator.median(trials.stream().mapToDouble(Trial::coresBusy).toArray());
                Range ratio = reference(all)
                        .map(reference -> Starts.range(
                                estimator.estimateRatio(mpps, Starts.mpps(reference.trials())))).orElse(null);
                yield new CellResult(variant.workload(), variant.setup(), variant.label(), variant.parameters(),
                        copies(variant), true, false, null,
                        // An interval of few starts that differ much may reach below 0, where no rate is.
                        new Rate(rate.median(), Math.max(0, rate.low()), rate.high(), rate.interval().label(),
                                trials.stream().map(Trial::mpps).toList()),
                        1e3 / rate.median(), coresBusy, rate.median() / coresBusy, ratio, evidence.verdicts(),
                        new ProofResult(evidence.passes(), evidence.packets(), evidence.dropped(),
                                evidence.checksums()), warmUpMpps, trials);
            }
        };
    }

    private static CellResult withoutNumber(Variant variant, boolean skipped, String reason) {
        return new CellResult(variant.workload(), variant.setup(), variant.label(), variant.parameters(),
                copies(variant), false, skipped, reason, null, null, null, null, null, null, null, null, null);
    }

    /** Of our setups; what a peer copies is not ours to say. */
    private static Integer copies(Variant variant) {
        return Setup.of(variant.setup()).map(Setup::copiesPerPacket).orElse(null);
    }

    private static Optional<Proved> reference(ExperimentOutcome outcome) {
        return outcome.outcomes().stream().filter(Proved.class::isInstance).map(Proved.class::cast)
                .filter(each -> each.variant().label().equals(outcome.experiment().reference())).findFirst();
    }

    private static Published compare(OkoFigures.Bar bar, Range measured) {
        return new Published(bar.application(), bar.workload(), bar.processMpps(), bar.inSwitchMpps(),
                bar.inSwitchToProcess(), measured, reading(bar.inSwitchToProcess(), measured));
    }

    private static String reading(double published, Range measured) {
        if (measured == null) {
            return "not measured";
        }
        if (!measured.excludesOne()) {
            return "no difference between the places here, unlike there";
        }
        if (measured.high() < 1) {
            return "the other way round: here the process is faster";
        }
        if (measured.low() > published) {
            return "same shape: the switch is faster, by more than there";
        }
        return measured.high() < published ? "same shape: the switch is faster, by less than there"
                : String.format(Locale.ROOT, "same shape, and %.2f is within the range measured here", published);
    }
}
