package okko.eval.report;

import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.chart.LineChart;
import okko.eval.chart.LineChart.Axis;
import okko.eval.chart.LineChart.Growth;
import okko.eval.chart.LineChart.Line;
import okko.eval.chart.LineChart.Point;
import okko.eval.chart.Words;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Control;
import okko.eval.report.Results.MethodResult;
import okko.eval.report.Results.Slowed;

/** How it was measured, and what the run found where the answer was known. */
final class MethodSection {

    private final Results results;

    private MethodSection(Results results) {
        this.results = results;
    }

    static Optional<PageSection> of(Results results) {
        return PageSection.of("method", "Method and controls", new MethodSection(results).content());
    }

    private List<DomContent> content() {
        MethodResult method = results.method();
        List<DomContent> content = new ArrayList<>();
        content.add(p(Numbers.text("What is compared was measured together: in each of %d start%s of fresh processes "
                + "all variants ran side by side, and took turns of at least %d ms in an order drawn anew for each "
                + "round (seed %d), %d trials each. Before that they were warmed up for up to %.1f s.", method.starts(),
                method.starts() == 1 ? "" : "s", method.trialMs(), results.seed(), method.trials(),
                method.warmUpMs() / 1e3)));
        if (results.control() == null) {
            content.add(p(Answer.sureness(results)).withClass("warning"));
        } else {
            content.add(p(results.control().sentence()).withClass(results.control().stable() ? "good" : "warning"));
            content.add(controls(results.control()));
        }
        content.add(ChartCard.grid(warmUps()));
        return content;
    }

    private static DomContent controls(Control control) {
        List<List<String>> rows = new ArrayList<>();
        control.twins().forEach(twin -> rows.add(List.of("A/A: " + twin.setup() + " against itself", "ratio 1",
                Numbers.text("%.3f [%.3f – %.3f]", twin.ratio().median(), twin.ratio().low(), twin.ratio().high()),
                twin.stable() ? "stable" : "unstable", twin.reason())));
        Slowed slowed = control.slowed();
        if (slowed != null) {
            rows.add(List.of("negative control: a variant that was slowed", Numbers.text("%.0f ns more",
                    slowed.addedNs()), Numbers.text("%.0f ns [%.0f – %.0f]", slowed.foundNs().median(),
                            slowed.foundNs().low(), slowed.foundNs().high()), slowed.found() ? "found" : "not found",
                    slowed.reason()));
        }
        return HtmlTable.of("Controls", List.of("control", "known", "measured", "verdict", "why"), rows);
    }

    /** The first start's warm-up, by workload: what is still rising would go on rising in the trials. */
    private List<DomContent> warmUps() {
        List<DomContent> cards = new ArrayList<>();
        for (String workload : results.workloads()) {
            List<Line> lines = new ArrayList<>();
            List<List<String>> rows = new ArrayList<>();
            for (CellResult cell : results.cellsOf(workload)) {
                List<Double> slices = cell.warmUpMpps() == null || cell.warmUpMpps().isEmpty() ? List.of()
                        : cell.warmUpMpps().getFirst();
                if (slices.size() > 1) {
                    lines.add(new Line(cell.setup(), points(slices)));
                    rows.add(List.of(cell.setup(), String.join(" ", slices.stream().map(Numbers::mpps).toList())));
                }
            }
            if (!lines.isEmpty()) {
                cards.add(ChartCard.of("Warm-up of " + workload, "First start, slice by slice.",
                        new LineChart(Axis.round("slice", Growth.LINEAR), Axis.round("Mpps", Growth.LINEAR))
                                .draw(ChartCard.id("warm-up", workload), new Words("Throughput of " + workload
                                        + " during warm-up, Mpps", "The values are in the table."), lines),
                        HtmlTable.of("Warm-up of " + workload, List.of("setup", "Mpps, slice by slice"), rows)));
            }
        }
        return cards;
    }

    private static List<Point> points(List<Double> slices) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            points.add(new Point(i + 1, slices.get(i), slices.get(i), slices.get(i)));
        }
        return points;
    }
}
