package okko.eval.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okko.eval.report.Results.Range;

/** Writes a comparison for people: as a table on a terminal, or in Markdown for a pull request. */
public final class ComparisonText {

    private static final String ROW = "%-24s  %-24s  %8s  %8s  %-20s  %s%n";

    private ComparisonText() {}

    /**
     * Writes a table.
     *
     * @param comparison to show
     * @return lines, each ended
     */
    public static String table(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        comparison.warnings().forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        text.append(String.format(ROW, "experiment", "variant", "A Mpps", "B Mpps", "B / A [low - high]", "verdict"));
        for (CellComparison cell : comparison.cells()) {
            text.append(String.format(ROW, cell.experiment(), cell.label(), number(cell.aMpps()), number(cell.bMpps()),
                    ratio(cell.ratio()), verdict(cell)));
        }
        return text.append(sentence(comparison)).append('\n').toString();
    }

    /**
     * Writes Markdown.
     *
     * @param comparison to show
     * @return a short answer, the cells that differ, and all cells folded away
     */
    public static String markdown(Comparison comparison) {
        List<CellComparison> differing = comparison.cells().stream()
                .filter(cell -> cell.regression() || cell.improvement()).toList();
        StringBuilder text = new StringBuilder();
        text.append("**").append(sentence(comparison)).append("** A: ").append(cell(comparison.a())).append(", B: ")
                .append(cell(comparison.b())).append(".\n\n");
        comparison.warnings().forEach(warning -> text.append("> ").append(cell(warning)).append("\n\n"));
        if (!differing.isEmpty()) {
            text.append(markdownTable(differing)).append('\n');
        }
        return text.append("<details><summary>All cells</summary>\n\n").append(markdownTable(comparison.cells()))
                .append("\n</details>\n").toString();
    }

    private static String markdownTable(List<CellComparison> cells) {
        List<String> lines = new ArrayList<>();
        lines.add("| experiment | variant | A, Mpps | B, Mpps | B / A | verdict |");
        lines.add("|---|---|---:|---:|---:|---|");
        for (CellComparison cell : cells) {
            lines.add("| " + String.join(" | ", cell(cell.experiment()), cell(cell.label()), number(cell.aMpps()),
                    number(cell.bMpps()), ratio(cell.ratio()), verdict(cell)) + " |");
        }
        return String.join("\n", lines) + "\n";
    }

    /** A bar would end the cell, and an angle bracket begin a tag. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static String sentence(Comparison comparison) {
        long slower = comparison.cells().stream().filter(CellComparison::regression).count();
        long faster = comparison.cells().stream().filter(CellComparison::improvement).count();
        return String.format(Locale.ROOT, "Of %d cells, %d slower by more than %s %% or no longer proved, %d faster by "
                + "more than that.", comparison.cells().size(), slower, threshold(comparison), faster);
    }

    private static String threshold(Comparison comparison) {
        double percent = comparison.thresholdPercent();
        return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
    }

    private static String verdict(CellComparison cell) {
        if (cell.regression()) {
            return cell.verdict().label() + ", regression";
        }
        return cell.verdict().label();
    }

    private static String number(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String ratio(Range ratio) {
        return ratio == null ? "-" : String.format(Locale.ROOT, "%.3f [%.3f - %.3f]", ratio.median(), ratio.low(),
                ratio.high());
    }
}
