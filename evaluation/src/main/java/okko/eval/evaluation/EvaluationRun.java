package okko.eval.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.eval.experiment.Catalogue;
import okko.eval.experiment.Inputs;
import okko.eval.journal.RunInputs;
import okko.eval.journal.RunInputs.KeptTraffic;
import okko.eval.journal.RunLog;
import okko.eval.load.LoadExperiment;
import okko.eval.load.LoadMethod;
import okko.eval.load.PacedSwitch;
import okko.eval.measure.Environment;
import okko.eval.measure.Machine;
import okko.eval.report.Results;
import okko.eval.run.ChildProcesses;
import okko.eval.run.Experiment;
import okko.eval.run.ExperimentRun;
import okko.eval.run.Figure;
import okko.eval.run.Method;
import okko.eval.run.Outcome;
import okko.eval.run.Progress;
import okko.eval.workload.Bundle;
import okko.eval.workload.CaptureTraffic;
import okko.eval.workload.Fingerprint;
import okko.eval.workload.FlowMultiplier;
import okko.eval.workload.Traffic;
import okko.eval.workload.Workload;

/** Measures what a plan says. */
public final class EvaluationRun {

    private final Plan plan;
    private final RunLog log;
    private final Progress progress;

    /**
     * Prepares a run, or what is missing of one.
     *
     * @param plan     what to measure
     * @param log      keeps every measurement, and has those made before
     * @param progress is told how it gets on
     */
    public EvaluationRun(Plan plan, RunLog log, Progress progress) {
        this.plan = plan;
        this.log = log;
        this.progress = progress;
    }

    /**
     * Runs all experiments that are not concluded.
     *
     * @param children starts the measured processes
     * @return the results
     * @throws IOException if the run cannot be prepared, a measurement cannot be kept, or the processes were stopped
     */
    public Results run(ChildProcesses children) throws IOException {
        Environment environment = Machine.describe();
        Inputs inputs = inputs(children);
        Map<String, String> objects = objects(inputs);
        List<Experiment> experiments = Catalogue.experiments(plan.choice(), plan.profile().extent(), inputs);
        Traffic traffic = inputs.traffic();
        int steps = experiments.stream().mapToInt(this::steps).sum();
        log.attempt(new RunInputs(environment, new KeptTraffic(traffic.source(), traffic.sha256(), traffic.packets(),
                traffic.flows(), traffic.bytes()), objects, steps));
        progress.begin(steps);
        for (Experiment experiment : experiments) {
            if (!log.isConcluded(experiment.id())) {
                log.begin(experiment, method(experiment));
                List<Outcome> outcomes = measure(experiment);
                // What fails because everything was told to stop is no verdict about it.
                if (children.isClosed()) {
                    throw new IOException("stopped; okko eval run --resume " + log.name() + " --out DIR goes on");
                }
                log.conclude(experiment.id(), outcomes);
            }
        }
        log.end(Machine.load());
        return KeptResults.of(log.soFar());
    }

    private Inputs inputs(ChildProcesses children) throws IOException {
        Path work = children.directory();
        Traffic traffic = plan.capture().isPresent() ? CaptureTraffic.read(plan.capture().get())
                : Traffic.of(new FlowMultiplier(CaptureTraffic.MOST_PACKETS, plan.seed())
                        .multiply(Bundle.recording(work)), plan.seed());
        Path trace = work.resolve("traffic.pcap");
        Bundle.write(traffic, trace);
        return new Inputs(children, traffic, trace, work);
    }

    private Map<String, String> objects(Inputs inputs) throws IOException {
        Map<String, String> objects = new LinkedHashMap<>();
        for (Workload workload : plan.choice().workloads()) {
            if (workload.object().isPresent()) {
                Path object = workload.placeObject(inputs.work());
                objects.put(workload.object().get(), Fingerprint.of(Files.readAllBytes(object)));
            }
        }
        return objects;
    }

    private int steps(Experiment experiment) {
        return experiment.figure() == Figure.LOAD
                ? LoadExperiment.stepCount(experiment, LoadMethod.of(plan.profile()))
                : ExperimentRun.steps(experiment, method(experiment));
    }

    /** Offers packets at rates if that is what the figure shows; everything else is measured at full speed. */
    private List<Outcome> measure(Experiment experiment) throws IOException {
        if (experiment.figure() != Figure.LOAD) {
            return new ExperimentRun(experiment, method(experiment), plan.seed(), log, progress).run();
        }
        LoadExperiment.Setting setting = new LoadExperiment.Setting(LoadMethod.of(plan.profile()), plan.seed(),
                PacedSwitch::of);
        LoadExperiment load = new LoadExperiment(experiment, setting, log, progress);
        load.run();
        return load.outcomes();
    }

    private Method method(Experiment experiment) {
        return plan.profile().method(experiment.figure());
    }
}
