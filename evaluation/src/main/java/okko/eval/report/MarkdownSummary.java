package okko.eval.report;

import java.util.List;
import okko.eval.report.Answer.Verdict;
import okko.eval.report.Results.CellResult;

/** The run on one screen, for a pull request: GitHub's Markdown. */
final class MarkdownSummary {

    private MarkdownSummary() {}

    static String of(Results results) {
        Answer answer = Answer.of(results);
        StringBuilder text = new StringBuilder("### Okko throughput\n\n**").append(answer.headline()).append("**\n\n");
        for (String sentence : List.of(answer.perCore(), answer.equalCores(), Answer.sureness(results),
                CoreBudget.sentences(results), Answer.caution(results))) {
            if (!sentence.isEmpty()) {
                text.append(sentence).append("\n\n");
            }
        }
        row(text, List.of("workload", "setup", "Mpps", "low – high", "ns/packet", "cores busy",
                "ratio to process-bpf"));
        row(text, List.of("---", "---", "---:", "---", "---:", "---:", "---"));
        results.cells().forEach(cell -> row(text, cells(cell)));
        if (!answer.verdicts().isEmpty()) {
            text.append('\n');
            answer.verdicts().forEach(verdict -> text.append(sentence(verdict)));
        }
        String interval = results.cells().stream().filter(CellResult::proved).findFirst()
                .map(cell -> Numbers.text("Medians of %d trials; low – high is the %s. ", cell.mpps().trials().size(),
                        Answer.meaning(cell.mpps().interval()))).orElse("");
        return text.append('\n').append(interval).append("Measured on ").append(results.environment().summary())
                .append(".\n").toString();
    }

    private static List<String> cells(CellResult cell) {
        return cell.proved() ? List.of(cell.workload(), cell.setup(), Numbers.mpps(cell.mpps().median()),
                Numbers.ends(cell.mpps()), Numbers.ns(cell.nsPerPacket()), Numbers.text("%.2f", cell.coresBusy()),
                Numbers.ratio(cell.ratioToReference()))
                : List.of(cell.workload(), cell.setup(), cell.skipped() ? "left out" : "unproved", cell.reason(), "",
                        "", "");
    }

    private static String sentence(Verdict verdict) {
        return Numbers.text("- %s: %s, ×%s\n", verdict.workload(), verdict.winner().words(),
                Numbers.ratio(verdict.ratio()));
    }

    /** A bar in a reason would begin another column. */
    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()))
                .append(" |\n");
    }
}
