package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import okko.eval.datapath.DatapathRun;
import okko.eval.peer.Peer;
import okko.eval.run.Figure;
import okko.eval.run.Profile;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code okko eval list}: what has been measured, and what can be. */
@Command(
        name = "list",
        description = {
            "Lists past runs, newest first, for --resume, reproduce, report and compare; then what can be asked for:",
            "workloads, setups, figures, peers and profiles."
        },
        mixinStandardHelpOptions = true)
final class EvalList implements Callable<Integer> {

    private static final int FEW_RUNS = 5;

    private static final String LINE = "  %-19s %s%n";

    @Spec
    private CommandSpec spec;

    @Option(names = "--runs", description = "Only the past runs, all of them.")
    private boolean runsOnly;

    @Option(names = "--json", description = "Only the past runs, as JSON.")
    private boolean json;

    @Mixin
    private JournalOption kept;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (json) {
            RunLines.printJson(kept.journal(), out, err);
        } else {
            out.println("past runs:");
            RunLines.print(kept.journal(), runsOnly ? Integer.MAX_VALUE : FEW_RUNS, out, err);
            if (!runsOnly) {
                listChoices(out);
            }
        }
        out.flush();
        err.flush();
        return 0;
    }

    private static void listChoices(PrintWriter out) {
        out.println("workloads (--workload):");
        for (BundledWorkload workload : BundledWorkload.values()) {
            out.printf(LINE, workload.label(), workload.description());
        }
        out.println("setups (--setup):");
        for (Setup setup : Setup.all()) {
            String other = setup.otherName().map(name -> " (also: " + name + ")").orElse("");
            String lacking = setup.requires().map(what -> "; not here: " + what).orElse("");
            out.printf(LINE, setup.label(), setup.description() + other + lacking);
        }
        out.println("peers (--peer):");
        for (Peer peer : Peer.values()) {
            out.printf(LINE, peer.label(), peer.description());
        }
        out.println("figures (--figure):");
        for (Figure figure : Figure.values()) {
            out.printf(LINE, figure.label(), figure.question());
        }
        out.println("profiles (--profile):");
        for (Profile profile : Profile.values()) {
            out.printf(LINE, profile.label(), profile.description());
        }
        out.println("rows of the datapath (okko eval datapath --rows):");
        DatapathRun.rowTitles().forEach((name, title) -> out.printf(LINE, name, title));
    }
}
