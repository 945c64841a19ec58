package okko.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import okko.eval.measure.Environment;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Published;
import okko.eval.report.Results.Range;

/**
 * Results for a page of the documentation: machine, table, and what they say. Every measured number of a page comes
 * from here, so that none outlives the run that it was measured in.
 */
public final class WrittenResults {

    private static final String IN_SWITCH = "switch-bpf";
    private static final String IN_PROCESS = "process-bpf";
    private static final int SHOWN_DIGITS = 12;

    private WrittenResults() {}

    /**
     * Names the part of a page that a run's results are written into.
     *
     * @param directory that holds the results, as typed
     * @return the part
     */
    public static WrittenPart part(String directory) {
        return new WrittenPart("okko eval report " + directory);
    }

    /**
     * Writes the part.
     *
     * @param results to show
     * @return Markdown, without a line's end at its end
     */
    public static String of(Results results) {
        List<String> parts = new ArrayList<>();
        parts.add(measured(results));
        parts.add("```text\n" + ResultsTable.of(results) + "```");
        if (results.control() != null) {
            parts.add("Control: " + results.control().sentence());
        }
        if (results.control() == null || results.control().stable()) {
            placement(results).ifPresent(parts::add);
            published(results).ifPresent(parts::add);
        }
        return String.join("\n\n", parts);
    }

    private static String measured(Results results) {
        Environment machine = results.environment();
        String commit = machine.commit() == null ? "an unknown commit"
                : "commit " + machine.commit().substring(0, Math.min(SHOWN_DIGITS, machine.commit().length()))
                        + (Boolean.TRUE.equals(machine.dirty()) ? " with changes" : "");
        return "**Measured** on %s, %d cores, %s, JDK %s, at %s, %s; profile %s, %d trials of %s s per cell in %d %s of"
                .formatted(machine.cpu(), machine.cores(), machine.kernel(), machine.jdk(), commit, machine.date(),
                        results.profile(), results.method().trials(),
                        number(results.method().trialMs() / 1e3), results.method().starts(),
                        results.method().starts() == 1 ? "start" : "starts")
                + " fresh processes. Load before the run: " + machine.loadBefore() + ".";
    }

    /** The same object in the two places, by workload; words where the trials do not tell the places apart. */
    private static Optional<String> placement(Results results) {
        List<String> compared = new ArrayList<>();
        List<String> perCore = new ArrayList<>();
        for (String workload : results.workloads()) {
            Optional<CellResult> here = results.provedCell(workload, IN_SWITCH);
            Optional<CellResult> there = results.provedCell(workload, IN_PROCESS);
            if (here.isPresent() && there.isPresent() && here.get().ratioToReference() != null) {
                Range ratio = here.get().ratioToReference();
                compared.add(workload + " " + range(ratio) + (ratio.excludesOne() ? "" : " (no difference)"));
                perCore.add(workload + " " + number(here.get().mppsPerCore() / there.get().mppsPerCore()));
            }
        }
        return compared.isEmpty() ? Optional.empty() : Optional.of(
                "Throughput of the same object in the switch, over that in a process on shared rings: "
                        + String.join(", ", compared) + ". Per core busy, since a process keeps a second one: "
                        + String.join(", ", perCore) + ".");
    }

    private static Optional<String> published(Results results) {
        List<Published> bars = results.published().stream().filter(bar -> bar.measuredRatio() != null).toList();
        return bars.isEmpty() ? Optional.empty() : Optional.of(bars.stream()
                .map(bar -> bar.workload() + " " + number(bar.publishedRatio()) + " (" + bar.reading() + ")")
                .collect(Collectors.joining(", ", "Oko published of these ratios: ", ".")));
    }

    private static String range(Range range) {
        return number(range.median()) + " [" + number(range.low()) + " - " + number(range.high()) + "]";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
