package okko.eval.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;
import okko.eval.paper.OkoFigures;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.ProofResult;
import okko.eval.report.Results.Published;
import okko.eval.report.Results.Range;
import okko.eval.report.Results.Rate;
import okko.eval.report.Results.TrafficSummary;
import okko.eval.run.CellOutcome;
import okko.eval.run.CellOutcome.Proved;
import okko.eval.run.CellOutcome.Unproved;
import okko.eval.run.EvaluationPlan;
import okko.eval.run.Proof;
import okko.eval.setup.Setup;
import okko.eval.stat.Estimate;
import okko.eval.stat.Estimator;
import okko.eval.workload.Workload;

/** Computes what is reported from the outcomes of an evaluation. */
public final class ResultsBuilder {

    private static final String IN_SWITCH = "switch-bpf";

    private final Estimator estimator;

    /**
     * Makes a builder.
     *
     * @param estimator for medians and their ranges
     */
    public ResultsBuilder(Estimator estimator) {
        this.estimator = estimator;
    }

    /**
     * Builds the results.
     *
     * @param plan        what was asked for
     * @param environment machine and build
     * @param objects     SHA-256 of each BPF object, by file name
     * @param outcomes    of all cells
     * @return the results
     */
    public Results build(EvaluationPlan plan, Environment environment, Map<String, String> objects,
            List<CellOutcome> outcomes) {
        List<CellResult> cells = outcomes.stream().map(outcome -> cell(outcome, outcomes)).toList();
        TrafficSummary traffic = new TrafficSummary(plan.traffic().sha256(), plan.traffic().packets(),
                plan.traffic().flows(), plan.traffic().bytes());
        List<Published> published = new ArrayList<>();
        for (OkoFigures.Bar bar : OkoFigures.endToEnd()) {
            cells.stream().filter(cell -> cell.workload().equals(bar.workload()) && cell.setup().equals(IN_SWITCH))
                    .findFirst().ifPresent(cell -> published.add(compare(bar, cell.ratioToProcessBpf())));
        }
        return new Results(Results.SCHEMA_VERSION, plan.profile().label(), plan.seed(), environment, traffic, objects,
                cells, published);
    }

    private CellResult cell(CellOutcome outcome, List<CellOutcome> all) {
        return switch (outcome) {
            case Unproved(Workload workload, Setup setup, String reason) -> new CellResult(workload.label(),
                    setup.label(), setup.copiesPerPacket(), false, reason, null, null, null, null, null, null, null,
                    null);
            case Proved(Workload workload, Setup setup, Proof proof, List<Trial> trials) -> {
                double[] mpps = mpps(trials);
                Estimate rate = estimator.estimateMedian(mpps);
                double coresBusy = Estimator.median(trials.stream().mapToDouble(Trial::coresBusy).toArray());
                Range ratio = reference(workload, all)
                        .map(reference -> range(estimator.estimateRatio(mpps, mpps(reference.trials())))).orElse(null);
                yield new CellResult(workload.label(), setup.label(), setup.copiesPerPacket(), true, null,
                        new Rate(rate.median(), rate.low(), rate.high(), rate.interval().label(),
                                DoubleStream.of(mpps).boxed().toList()),
                        1e3 / rate.median(), coresBusy, rate.median() / coresBusy, ratio, verdicts(setup, proof),
                        proof(proof), trials);
            }
        };
    }

    private static Optional<Proved> reference(Workload workload, List<CellOutcome> all) {
        return all.stream().filter(Proved.class::isInstance).map(Proved.class::cast)
                .filter(cell -> cell.workload() == workload && cell.setup().label().equals(Setup.REFERENCE))
                .findFirst();
    }

    private static double[] mpps(List<Trial> trials) {
        return trials.stream().mapToDouble(Trial::mpps).toArray();
    }

    private static Map<String, Long> verdicts(Setup setup, Proof proof) {
        Map<String, Long> verdicts = new LinkedHashMap<>();
        if (setup.runsProgram()) {
            verdicts.put("match", proof.verdicts().match());
            verdicts.put("no_match", proof.verdicts().noMatch());
        } else {
            verdicts.put("forwarded", proof.verdicts().total());
        }
        return verdicts;
    }

    private static ProofResult proof(Proof proof) {
        Map<String, String> checksums = new LinkedHashMap<>();
        checksums.put("match", String.format("%016x", proof.matchChecksum()));
        checksums.put("no_match", String.format("%016x", proof.noMatchChecksum()));
        return new ProofResult(proof.passes(), (long) proof.passes() * proof.packets(), 0, checksums);
    }

    private static Range range(Estimate estimate) {
        return new Range(estimate.median(), estimate.low(), estimate.high(), estimate.interval().label());
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
