package okko.eval.report;

import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okko.eval.chart.BarChart;
import okko.eval.chart.BarChart.Bar;
import okko.eval.chart.LineChart;
import okko.eval.chart.LineChart.Axis;
import okko.eval.chart.LineChart.Growth;
import okko.eval.chart.LineChart.Line;
import okko.eval.chart.LineChart.Point;
import okko.eval.chart.Words;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.ExperimentResult;
import okko.eval.run.Figure;

/** A figure of other experiments: lines where something was varied by number, bars otherwise. */
final class ExperimentSection {

    /** An axis on which the last value is at least this many times the first is logarithmic. */
    private static final double WIDE = 20;
    private static final String NUMBER = "\\d+(\\.\\d+)?";

    private final ExperimentResult experiment;

    private ExperimentSection(ExperimentResult experiment) {
        this.experiment = experiment;
    }

    /** {@return a section for each figure that has experiments, in their order; control has a section of its own} */
    static List<PageSection> of(Results results) {
        Map<String, List<ExperimentResult>> figures = new LinkedHashMap<>();
        for (ExperimentResult experiment : results.experiments()) {
            if (!experiment.figure().equals(Figure.CONTROL.label())) {
                figures.computeIfAbsent(experiment.figure(), any -> new ArrayList<>()).add(experiment);
            }
        }
        List<PageSection> sections = new ArrayList<>();
        figures.forEach((figure, experiments) -> sections.add(new PageSection(ChartCard.id("figure", figure),
                experiments.getFirst().question(), List.of(p("Figure “" + figure + "” of okko eval run.")
                        .withClass("note"), ChartCard.grid(experiments.stream()
                                .map(experiment -> new ExperimentSection(experiment).card()).toList())))));
        return sections;
    }

    private DomContent card() {
        String id = ChartCard.id("experiment", experiment.id());
        DomContent table = CellBars.table(experiment.title(), experiment.cells(), experiment.reference());
        Map<String, List<CellResult>> series = series();
        boolean drawable = series.values().stream().anyMatch(cells -> cells.size() > 1);
        return drawable ? ChartCard.of(experiment.title(), note() + besideTheAxis(), lines(id, series), table)
                : ChartCard.of(experiment.title(), note(), bars(id), table);
    }

    private String note() {
        return experiment.figure().equals(Figure.BREAKDOWN.label()) ? "Time per packet; shorter is better."
                : "Throughput; more is better.";
    }

    /** A mix of sizes, say, has no place among numbers. */
    private String besideTheAxis() {
        List<String> others = experiment.cells().stream().filter(CellResult::proved).filter(cell -> !onAxis(cell))
                .map(cell -> Numbers.text("%s %.2f Mpps", cell.label(), cell.mpps().median())).toList();
        return others.isEmpty() ? "" : " Not on the axis: " + String.join(", ", others) + ".";
    }

    private boolean onAxis(CellResult cell) {
        return experiment.axis() != null && cell.parameters().getOrDefault(experiment.axis(), "").matches(NUMBER);
    }

    private String bars(String id) {
        boolean costs = experiment.figure().equals(Figure.BREAKDOWN.label());
        List<Bar> bars = costs ? CellBars.ns(experiment.cells()) : CellBars.mpps(experiment.cells());
        double largest = bars.stream().mapToDouble(Bar::high).max().orElse(0);
        return new BarChart(costs ? "ns per packet" : "Mpps", largest > 0 ? largest : 1).draw(id,
                new Words(experiment.title(), described()), bars);
    }

    private String lines(String id, Map<String, List<CellResult>> series) {
        List<Line> lines = new ArrayList<>();
        Set<Double> marks = new LinkedHashSet<>();
        series.forEach((name, cells) -> {
            List<Point> points = cells.stream().map(cell -> new Point(x(cell), cell.mpps().median(),
                    cell.mpps().low(), cell.mpps().high())).sorted((a, b) -> Double.compare(a.x(), b.x())).toList();
            points.forEach(point -> marks.add(point.x()));
            lines.add(new Line(name, points));
        });
        List<Double> sorted = marks.stream().sorted().toList();
        boolean wide = sorted.getFirst() > 0 && sorted.getLast() / sorted.getFirst() >= WIDE;
        return new LineChart(Axis.at(experiment.axis(), wide ? Growth.LOGARITHMIC : Growth.LINEAR, sorted),
                Axis.round("Mpps", Growth.LINEAR)).draw(id, new Words(experiment.title(), described()), lines);
    }

    private String described() {
        return "Medians in Mpps: " + String.join(", ", experiment.cells().stream().filter(CellResult::proved)
                .map(cell -> Numbers.text("%s %.2f", cell.label(), cell.mpps().median())).toList()) + ".";
    }

    private double x(CellResult cell) {
        return Double.parseDouble(cell.parameters().get(experiment.axis()));
    }

    /** Proved cells whose place on the axis is a number, by what else tells them apart. */
    private Map<String, List<CellResult>> series() {
        Map<String, List<CellResult>> series = new LinkedHashMap<>();
        for (CellResult cell : experiment.cells()) {
            if (cell.proved() && onAxis(cell)) {
                series.computeIfAbsent(nameOfLine(cell), any -> new ArrayList<>()).add(cell);
            }
        }
        return series;
    }

    private String nameOfLine(CellResult cell) {
        List<String> parts = new ArrayList<>(List.of(cell.setup()));
        cell.parameters().forEach((name, value) -> {
            if (!name.equals(experiment.axis())) {
                parts.add(value);
            }
        });
        return String.join(", ", parts);
    }
}
