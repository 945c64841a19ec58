package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import okko.eval.evaluation.Plan;
import okko.eval.experiment.Choice;
import okko.eval.journal.RunJournal;
import okko.eval.journal.RunLog;
import okko.eval.journal.RunRequest;
import okko.eval.report.ResultFiles;
import okko.eval.report.Results;
import okko.eval.report.ResultsTable;
import okko.eval.run.Figure;
import okko.eval.run.Profile;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.OwnWorkload;
import okko.eval.workload.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
            "Examples: okko eval run --workload firewall --setup switch-bpf --setup process-bpf --out out",
            "          okko eval run --resume last --out out",
            "Exit status: 0 all cells are proved, 1 one is not or the run failed, 2 wrong usage."
        })
final class EvalRun implements Callable<Integer> {

    private static final Set<String> WITH_RESUME = Set.of("--resume", "--out", "--journal");

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

    @Mixin
    private PeerOption peers;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Of the traffic's addresses and of the order of trials (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", required = true,
            description = "Directory for the results; made if it is not there.")
    private Path directory;

    @Option(names = "--resume", paramLabel = "RUN",
            description = "Go on with a run that was interrupted: its name, or last. Only --out and --journal go"
                    + " with it.")
    private String resumed;

    @Mixin
    private JournalOption kept;

    @Override
    public Integer call() throws IOException {
        requireNothingElse();
        // What is asked for wrongly is refused before anything is made.
        Optional<RunRequest> request = resumed == null ? Optional.of(plan().request()) : Optional.empty();
        ResultFiles files = new ResultFiles(directory);
        files.prepare();
        RunJournal journal = kept.journal();
        try (RunLog log = request.isPresent() ? journal.begin(request.get()) : journal.resume(resumed)) {
            Results results = Foreground.measure(log);
            files.write(results);
            return report(results);
        }
    }

    /** What an interrupted run has to measure is settled. */
    private void requireNothingElse() {
        Optional<String> other = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName).filter(name -> !WITH_RESUME.contains(name)).findFirst();
        if (resumed != null && other.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--resume: goes on with what the run was asked for, so "
                    + other.get() + " cannot be said again");
        }
    }

    private Plan plan() throws IOException {
        return new Plan(profile, seed, own.capture(), new Choice(
                figures(), workloads(), inOrder(setups == null ? profile.setups() : setups, Setup.all()),
                peers.peers()));
    }

    /** Peers are a figure of their own, which is there when one is. */
    private List<Figure> figures() {
        List<Figure> asked = new ArrayList<>(figures == null ? profile.figures() : figures);
        if (!peers.peers().isEmpty()) {
            asked.add(Figure.PEERS);
        }
        return inOrder(asked, List.of(Figure.values()));
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
        out.println("Kept as run " + results.run() + ": okko eval reproduce " + results.run()
                + " --out DIR measures it again.");
        out.flush();
        return results.allProved() ? 0 : 1;
    }
}
