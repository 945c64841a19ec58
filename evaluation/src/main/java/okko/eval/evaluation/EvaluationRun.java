package okko.eval.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.eval.experiment.Catalogue;
import okko.eval.experiment.Inputs;
import okko.eval.measure.Environment;
import okko.eval.measure.Machine;
import okko.eval.report.Results;
import okko.eval.report.ResultsBuilder;
import okko.eval.report.RunDescription;
import okko.eval.run.ChildProcesses;
import okko.eval.run.Experiment;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.ExperimentRun;
import okko.eval.run.Progress;
import okko.eval.run.TrialLog;
import okko.eval.stat.Estimator;
import okko.eval.workload.Bundle;
import okko.eval.workload.Fingerprint;
import okko.eval.workload.FlowMultiplier;
import okko.eval.workload.Traffic;
import okko.eval.workload.Workload;

/** Measures what a plan says. */
public final class EvaluationRun {

    /** All of them are pre-loaded by every switch: this many take some 40 MB each, and a ring can hold them all. */
    private static final int MOST_PACKETS = 16_000;

    private final String name;
    private final Plan plan;
    private final TrialLog log;
    private final Progress progress;

    /**
     * Prepares a run.
     *
     * @param name     of the run, for its results
     * @param plan     what to measure
     * @param log      is told every measurement, and asked for those made before
     * @param progress is told how it gets on
     */
    public EvaluationRun(String name, Plan plan, TrialLog log, Progress progress) {
        this.name = name;
        this.plan = plan;
        this.log = log;
        this.progress = progress;
    }

    /**
     * Runs all experiments.
     *
     * @param children starts the measured processes
     * @return the results
     * @throws IOException if the run cannot be prepared, a measurement cannot be kept, or the processes were stopped
     */
    public Results run(ChildProcesses children) throws IOException {
        Environment environment = Machine.describe();
        Inputs inputs = inputs(children);
        Map<String, String> objects = extractObjects(inputs);
        List<ExperimentOutcome> outcomes = measure(inputs);
        if (children.isClosed()) {
            throw new IOException("stopped; nothing is written");
        }
        RunDescription description = new RunDescription(name, plan.profile().label(), plan.seed(),
                plan.profile().method(), environment.withLoadAfter(Machine.load()), inputs.traffic(), objects);
        return new ResultsBuilder(new Estimator(plan.seed())).build(description, outcomes);
    }

    private Inputs inputs(ChildProcesses children) throws IOException {
        Path work = children.directory();
        Traffic traffic = Traffic.of(new FlowMultiplier(MOST_PACKETS, plan.seed()).multiply(Bundle.recording(work)),
                plan.seed());
        Path trace = work.resolve("traffic.pcap");
        Bundle.write(traffic, trace);
        return new Inputs(children, traffic, trace, work);
    }

    private Map<String, String> extractObjects(Inputs inputs) throws IOException {
        Map<String, String> objects = new LinkedHashMap<>();
        for (Workload workload : plan.choice().workloads()) {
            Path object = Bundle.extractObject(workload, inputs.work());
            objects.put(workload.objectName(), Fingerprint.of(Files.readAllBytes(object)));
        }
        return objects;
    }

    private List<ExperimentOutcome> measure(Inputs inputs) throws IOException {
        List<Experiment> experiments = Catalogue.experiments(plan.choice(), inputs);
        progress.begin(experiments.stream().mapToInt(each -> ExperimentRun.steps(each, plan.profile().method())).sum());
        List<ExperimentOutcome> outcomes = new ArrayList<>();
        for (Experiment experiment : experiments) {
            outcomes.add(new ExperimentOutcome(experiment,
                    new ExperimentRun(experiment, plan.profile().method(), plan.seed(), log, progress).run()));
        }
        return outcomes;
    }
}
