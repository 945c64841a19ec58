package okko.eval.cli;

import java.io.PrintWriter;
import okko.eval.datapath.DatapathRun;
import okko.eval.peer.Peer;
import okko.eval.run.Profile;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code okko eval list}: what can be asked for. */
@Command(
        name = "list",
        description = "Lists workloads, setups and profiles.",
        mixinStandardHelpOptions = true)
final class EvalList implements Runnable {

    private static final String LINE = "  %-19s %s%n";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
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
        out.println("profiles (--profile):");
        for (Profile profile : Profile.values()) {
            out.printf(LINE, profile.label(), profile.description());
        }
        out.println("rows of the datapath (okko eval datapath --rows):");
        DatapathRun.rowTitles().forEach((name, title) -> out.printf(LINE, name, title));
        out.flush();
    }
}
