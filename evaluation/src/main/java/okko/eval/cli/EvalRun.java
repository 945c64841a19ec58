package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import okko.eval.experiment.Catalogue;
import okko.eval.experiment.Choice;
import okko.eval.experiment.Inputs;
import okko.eval.measure.Environment;
import okko.eval.measure.Machine;
import okko.eval.report.ResultFiles;
import okko.eval.report.Results;
import okko.eval.report.ResultsBuilder;
import okko.eval.report.ResultsTable;
import okko.eval.report.RunDescription;
import okko.eval.run.ChildProcesses;
import okko.eval.run.Experiment;
import okko.eval.run.ExperimentOutcome;
import okko.eval.run.ExperimentRun;
import okko.eval.run.Figure;
import okko.eval.run.Profile;
import okko.eval.run.Progress;
import okko.eval.run.TrialLog;
import okko.eval.setup.Setup;
import okko.eval.stat.Estimator;
import okko.eval.workload.Bundle;
import okko.eval.workload.Fingerprint;
import okko.eval.workload.FlowMultiplier;
import okko.eval.workload.Traffic;
import okko.eval.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code okko eval run}: measures, and writes what it found. */
@Command(
        name = "run",
        description = {
            "Runs workloads in setups, proves that all setups give equal verdicts and equal output, and times them.",
            "Prints a table; writes results.json, results.csv and report.html. What is not proved gets no number."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: okko eval run --workload firewall --setup switch-bpf --setup process-bpf --out out",
            "Exit status: 0 all cells are proved, 1 one is not or the run failed, 2 wrong usage."
        })
final class EvalRun implements Callable<Integer> {

    /** All of them are pre-loaded by every switch: this many take some 40 MB each, and a ring can hold them all. */
    private static final int MOST_PACKETS = 16_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "quick", converter = Labels.ToProfile.class,
            description = "quick, standard or full (default: ${DEFAULT-VALUE}).")
    private Profile profile;

    @Option(names = "--workload", paramLabel = "NAME", converter = Labels.ToWorkload.class,
            description = "Only this workload; may be given several times (default: all).")
    private List<Workload> workloads = List.of(Workload.values());

    @Option(names = "--setup", paramLabel = "NAME", converter = Labels.ToSetup.class,
            description = "Only this setup; may be given several times (default: those of the profile).")
    private List<Setup> setups;

    @Option(names = "--figure", paramLabel = "NAME", converter = Labels.ToFigure.class,
            description = "Only this figure; may be given several times (default: those of the profile).")
    private List<Figure> figures;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Of the traffic's addresses and of the order of trials (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", required = true,
            description = "Directory for the results; made if it is not there.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        ResultFiles files = new ResultFiles(directory);
        files.prepare();
        Environment environment = Machine.describe();
        try (ChildProcesses children = ChildProcesses.open();
                ProgressLines progress = ProgressLines.onStandardError()) {
            // Whoever stops this JVM must not leave the measured ones behind.
            Runtime.getRuntime().addShutdownHook(new Thread(children::close, "stop measured processes"));
            Choice choice = new Choice(figures == null ? profile.figures() : inOrder(figures, List.of(Figure.values())),
                    inOrder(workloads, Arrays.asList(Workload.values())),
                    setups == null ? profile.setups() : inOrder(setups, Setup.all()));
            Inputs inputs = inputs(children);
            Map<String, String> objects = extractObjects(choice, inputs);
            List<ExperimentOutcome> outcomes = measure(choice, inputs, progress);
            if (children.isClosed()) {
                throw new IOException("stopped; nothing is written");
            }
            Results results = new ResultsBuilder(new Estimator(seed)).build(new RunDescription("none",
                    profile.label(), seed, profile.method(), environment.withLoadAfter(Machine.load()),
                    inputs.traffic(), objects), outcomes);
            files.write(results);
            return report(results);
        }
    }

    private Inputs inputs(ChildProcesses children) throws IOException {
        Path work = children.directory();
        Traffic traffic = Traffic.of(new FlowMultiplier(MOST_PACKETS, seed).multiply(Bundle.recording(work)), seed);
        Path trace = work.resolve("traffic.pcap");
        Bundle.write(traffic, trace);
        return new Inputs(children, traffic, trace, work);
    }

    private List<ExperimentOutcome> measure(Choice choice, Inputs inputs, Progress progress) throws IOException {
        List<Experiment> experiments = Catalogue.experiments(choice, inputs);
        progress.begin(experiments.stream().mapToInt(each -> ExperimentRun.steps(each, profile.method())).sum());
        List<ExperimentOutcome> outcomes = new ArrayList<>();
        for (Experiment experiment : experiments) {
            outcomes.add(new ExperimentOutcome(experiment,
                    new ExperimentRun(experiment, profile.method(), seed, TrialLog.NONE, progress).run()));
        }
        return outcomes;
    }

    /** What was asked for, each once, in the order of reports. */
    private static <T> List<T> inOrder(List<T> asked, List<T> order) {
        return order.stream().filter(asked::contains).toList();
    }

    private static Map<String, String> extractObjects(Choice choice, Inputs inputs) throws IOException {
        Map<String, String> objects = new LinkedHashMap<>();
        for (Workload workload : choice.workloads()) {
            Path object = Bundle.extractObject(workload, inputs.work());
            objects.put(workload.objectName(), Fingerprint.of(Files.readAllBytes(object)));
        }
        return objects;
    }

    private int report(Results results) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ResultsTable.of(results));
        out.println("Written to " + directory + ": " + ResultFiles.JSON + ", " + ResultFiles.CSV + ", "
                + ResultFiles.HTML);
        out.flush();
        return results.allProved() ? 0 : 1;
    }
}
