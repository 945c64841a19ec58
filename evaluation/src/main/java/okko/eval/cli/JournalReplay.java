package okko.eval.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import okko.external.cli.JournalSelection;
import okko.external.journal.Journal;
import okko.external.journal.Selection;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.kernel.PeerCredentials;
import okko.switchd.control.ControlClient;
import org.agrona.concurrent.SystemEpochNanoClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko ctl journal replay}. It reads a processor's journal and speaks to a switch, so it belongs to neither. */
@Command(
        name = "replay",
        description = "Sends packets of a journal into a replay port of the running switch, in the order of recording,"
                + " and says what became of every packet.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl journal replay /var/lib/okko/journal --to p3 --pace"})
final class JournalReplay implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The journal's directory.")
    private Path directory;

    @Option(names = "--to", required = true, paramLabel = "PORT", description = "Name of a replay port.")
    private String port;

    @Option(names = "--pace", description = "Keep the recorded distances in time (default: as fast as possible).")
    private boolean pace;

    @Option(
            names = "--rundir",
            paramLabel = "DIR",
            description = "Run directory of the switch (default: OKKO_RUNDIR, or /run/okko for root).")
    private Path runDirectory;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Mixin
    private JournalSelection selection;

    @Override
    public Integer call() {
        Path run = runDirectory != null
                ? runDirectory
                : RunDirectory.standard(System.getenv(), PeerCredentials.self().uid()).path();
        try (Journal journal = Journal.open(directory); ControlClient client = ControlClient.connect(run)) {
            ReplayFeed feed = new ReplayFeed(client, port, upToNow(), pace);
            journal.read(feed);
            print(feed.finish());
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            spec.commandLine().getErr().println("okko: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** What the replay itself puts into the journal, if its recorder is at work, must not be replayed for ever. */
    private Selection upToNow() {
        Selection chosen = selection.selection();
        long nowNs = new SystemEpochNanoClock().nanoTime();
        return new Selection(
                chosen.fromNs(), Math.min(chosen.untilNs(), nowNs), chosen.inPort(), chosen.verdict());
    }

    private void print(ReplayTotals totals) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(totals));
        } else {
            out.printf(Locale.ROOT, "%d packets into %s, %d left out because the recorder had cut them%n",
                    totals.packets(), totals.port(), totals.cut());
            totals.sinks().forEach((sink, packets) -> out.printf(Locale.ROOT, "  %s: %d packets%n", sink, packets));
            out.println("  drops: " + (totals.drops().isEmpty() ? "-" : words(totals.drops())));
            out.printf(Locale.ROOT, "  in %d + copies %d %s out %d + dropped %d + lent %d%n", totals.in(),
                    totals.copies(), totals.conserved() ? "=" : "IS NOT", totals.out(), totals.dropped(),
                    totals.lent());
        }
        out.flush();
    }

    /** As {@code okko ctl replay run} prints them. */
    private static String words(Map<String, Long> drops) {
        return drops.entrySet().stream()
                .map(drop -> drop.getKey() + "=" + drop.getValue()).collect(Collectors.joining(" "));
    }
}
