package okko.eval.report;

import java.util.Locale;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Range;

/** The table on standard output. */
public final class ResultsTable {

    private static final String ROW = "%-9s  %-18s  %6s  %8s  %-17s  %9s  %5s  %s%n";

    private ResultsTable() {}

    /**
     * Writes the table.
     *
     * @param results to show
     * @return lines, each ended
     */
    public static String of(Results results) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(ROW, "workload", "setup", "copies", "Mpps", "[low - high]", "ns/packet", "cores",
                "ratio to process-bpf"));
        for (CellResult cell : results.cells()) {
            text.append(cell.proved() ? row(cell)
                    : String.format("%-9s  %-18s  %s: %s%n", cell.workload(), cell.setup(),
                            cell.skipped() ? "skipped" : "unproved", cell.reason()));
        }
        String judgement = results.control() == null ? "" : results.control().sentence() + "\n";
        return text.append(note(results)).append(judgement).toString();
    }

    private static String row(CellResult cell) {
        return String.format(Locale.ROOT, ROW, cell.workload(), cell.setup(), copies(cell),
                number(cell.mpps().median()),
                "[" + number(cell.mpps().low()) + " - " + number(cell.mpps().high()) + "]",
                String.format(Locale.ROOT, "%.1f", cell.nsPerPacket()),
                String.format(Locale.ROOT, "%.2f", cell.coresBusy()), ratio(cell.ratioToReference()));
    }

    /** Results of before copies were counted have no number. */
    private static String copies(CellResult cell) {
        return cell.copiesPerPacket() == null ? "-" : cell.copiesPerPacket().toString();
    }

    private static String ratio(Range ratio) {
        return ratio == null ? "-" : number(ratio.median()) + " [" + number(ratio.low()) + " - " + number(ratio.high())
                + "]";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String note(Results results) {
        var traffic = results.traffic();
        String spread = results.cells().stream().filter(CellResult::proved).findFirst()
                .map(cell -> "Mpps is the median of " + cell.mpps().trials().size() + " trials; low and high are the "
                        + Answer.meaning(cell.mpps().interval()) + ".\n").orElse("");
        String crowded = CoreBudget.sentences(results);
        return spread + (crowded.isEmpty() ? "" : crowded + "\n") + String.format(Locale.ROOT,
                "%,d packets in %,d TCP connections per pass, %d bytes each on average.%n", traffic.packets(),
                traffic.flows(), traffic.bytes() / Math.max(1, traffic.packets()));
    }
}
