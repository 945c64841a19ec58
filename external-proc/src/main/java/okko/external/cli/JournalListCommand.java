package okko.external.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import okko.external.journal.CycleSummary;
import okko.external.journal.Journal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko ctl journal list}. */
@Command(
        name = "list",
        description = "Lists the files of a journal: packets, times, bytes, and packets that could not be recorded.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl journal list /var/lib/okko/journal"})
final class JournalListCommand implements Callable<Integer> {

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final String ROW = "%-20s %12s  %-30s  %-30s %14s %12s%n";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The journal's directory.")
    private Path directory;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Journal journal = Journal.open(directory)) {
            List<CycleSummary> cycles = journal.cycles();
            if (json) {
                printJson(cycles, out);
            } else {
                printTable(cycles, out);
            }
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            spec.commandLine().getErr().println("okko: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static void printTable(List<CycleSummary> cycles, PrintWriter out) {
        out.printf(Locale.ROOT, ROW, "file", "packets", "first", "last", "bytes", "not recorded");
        long packets = 0;
        long bytes = 0;
        long notRecorded = 0;
        for (CycleSummary cycle : cycles) {
            out.printf(Locale.ROOT, ROW, cycle.name(), cycle.packets(), time(cycle.packets(), cycle.firstNs()),
                    time(cycle.packets(), cycle.lastNs()), cycle.fileBytes(), cycle.notRecorded());
            packets += cycle.packets();
            bytes += cycle.fileBytes();
            notRecorded += cycle.notRecorded();
        }
        out.printf(Locale.ROOT, ROW, "total", packets, "", "", bytes, notRecorded);
    }

    private static String time(long packets, long timeNs) {
        return packets == 0 ? "-" : Instant.ofEpochSecond(timeNs / NS_PER_SECOND, timeNs % NS_PER_SECOND).toString();
    }

    /** By hand: names are digits and a dash, and this module needs no JSON otherwise. */
    private static void printJson(List<CycleSummary> cycles, PrintWriter out) {
        out.println("[");
        for (int i = 0; i < cycles.size(); i++) {
            CycleSummary cycle = cycles.get(i);
            out.printf(Locale.ROOT, "  {\"file\": \"%s\", \"packets\": %d, \"firstNs\": %d, \"lastNs\": %d,"
                            + " \"bytes\": %d, \"notRecorded\": %d}%s%n",
                    cycle.name(), cycle.packets(), cycle.firstNs(), cycle.lastNs(), cycle.fileBytes(),
                    cycle.notRecorded(), i + 1 < cycles.size() ? "," : "");
        }
        out.println("]");
    }
}
