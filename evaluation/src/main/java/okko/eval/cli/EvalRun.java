package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import okko.eval.evaluation.EvaluationRun;
import okko.eval.evaluation.Plan;
import okko.eval.experiment.Choice;
import okko.eval.report.ResultFiles;
import okko.eval.report.Results;
import okko.eval.report.ResultsTable;
import okko.eval.run.ChildProcesses;
import okko.eval.run.Figure;
import okko.eval.run.Profile;
import okko.eval.run.TrialLog;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.OwnWorkload;
import okko.eval.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Spec
    private CommandSpec spec;

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "quick", converter = Labels.ToProfile.class,
            description = "quick, standard or full (default: ${DEFAULT-VALUE}).")
    private Profile profile;

    @Option(names = "--workload", paramLabel = "NAME", converter = Labels.ToWorkload.class,
            description = "Only this workload; may be given several times (default: your own if there is one, else all"
                    + " that come with Okko).")
    private List<BundledWorkload> workloads = List.of();

    @Mixin
    private OwnCode own;

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
        Plan plan = plan();
        ResultFiles files = new ResultFiles(directory);
        files.prepare();
        try (ChildProcesses children = ChildProcesses.open();
                ProgressLines progress = ProgressLines.onStandardError()) {
            // Whoever stops this JVM must not leave the measured ones behind.
            Runtime.getRuntime().addShutdownHook(new Thread(children::close, "stop measured processes"));
            Results results = new EvaluationRun("none", plan, TrialLog.NONE, progress).run(children);
            files.write(results);
            return report(results);
        }
    }

    private Plan plan() throws IOException {
        return new Plan(profile, seed, own.capture(), new Choice(
                figures == null ? profile.figures() : inOrder(figures, List.of(Figure.values())),
                workloads(), inOrder(setups == null ? profile.setups() : setups, Setup.all())));
    }

    private List<Workload> workloads() throws IOException {
        List<BundledWorkload> bundled = List.of(BundledWorkload.values());
        Optional<OwnWorkload> mine = own.workload();
        List<Workload> chosen = new ArrayList<>(
                workloads.isEmpty() && mine.isEmpty() ? bundled : inOrder(workloads, bundled));
        mine.ifPresent(chosen::add);
        return List.copyOf(chosen);
    }

    /** What was asked for, each once, in the order of reports. */
    private static <T> List<T> inOrder(List<T> asked, List<T> order) {
        return order.stream().filter(asked::contains).toList();
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
