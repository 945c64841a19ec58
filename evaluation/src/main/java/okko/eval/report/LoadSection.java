package okko.eval.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.chart.BarChart;
import okko.eval.chart.BarChart.Bar;
import okko.eval.chart.LineChart;
import okko.eval.chart.LineChart.Axis;
import okko.eval.chart.LineChart.Growth;
import okko.eval.chart.LineChart.Line;
import okko.eval.chart.LineChart.Point;
import okko.eval.chart.Words;
import okko.eval.load.LoadResult;
import okko.eval.load.LoadResult.RateBounds;

/** Offered load: what is carried without loss, and how loss grows. */
final class LoadSection {

    private static final double PERCENT = 100;

    private final List<LoadResult> load;

    private LoadSection(List<LoadResult> load) {
        this.load = load;
    }

    static Optional<PageSection> of(Results results) {
        return results.load().isEmpty() ? Optional.empty() : PageSection.of("load", "Load that is carried without loss",
                new LoadSection(results.load()).content());
    }

    private List<DomContent> content() {
        List<DomContent> rates = new ArrayList<>();
        List<DomContent> curves = new ArrayList<>();
        double largest = load.stream().filter(each -> each.mrr() != null)
                .mapToDouble(each -> each.mrr().high()).max().orElse(1);
        for (String workload : load.stream().map(LoadResult::workload).distinct().toList()) {
            List<LoadResult> systems = load.stream().filter(each -> each.workload().equals(workload)).toList();
            rates.add(ChartCard.of(workload, "NDR is the highest load without loss, as an interval.",
                    new BarChart("Mpps", largest).draw(ChartCard.id("ndr", workload), new Words(
                            "Highest load without loss (NDR) of " + workload + " by place, Mpps",
                            "The bounds are in the table."), systems.stream().map(LoadSection::ndr).toList()),
                    rateTable(workload, systems)));
            List<Line> lines = systems.stream().filter(each -> each.curve() != null && !each.curve().isEmpty())
                    .map(LoadSection::curve).toList();
            if (!lines.isEmpty()) {
                curves.add(ChartCard.of(workload + ": loss over load", "Median of the trials; the band is all of them.",
                        new LineChart(Axis.round("offered, Mpps", Growth.LINEAR),
                                Axis.round("lost, %", Growth.LINEAR)).draw(ChartCard.id("loss", workload),
                                        new Words("Packets lost of " + workload + " over offered load, per cent",
                                                "The values are in the table."), lines),
                        curveTable(workload, systems)));
            }
        }
        return List.of(p("Here packets are due at a rate, whether the system keeps up or not. The maximum receive rate "
                        + "(MRR) is what arrives when far more is offered; the non-drop rate (NDR) is the highest load "
                        + "of which nothing is lost, the partial-drop rate (PDR) that of which at most half a per cent "
                        + "is. The search leaves an interval: the load at its lower end was carried, that at its upper "
                        + "end was not."), ChartCard.grid(rates), ChartCard.grid(curves),
                each(reasons(), reason -> p(reason).withClass("warning")));
    }

    private List<String> reasons() {
        return load.stream().filter(each -> each.reason() != null)
                .map(each -> each.workload() + ", " + each.setup() + ": " + each.reason()).toList();
    }

    private static Bar ndr(LoadResult system) {
        RateBounds ndr = system.ndr();
        if (ndr == null) {
            return Bar.without(system.setup(), system.proved() ? "unstable" : "unproved");
        }
        double high = ndr.high() == null ? ndr.mpps() : ndr.high();
        return new Bar(system.setup(), Places.ink(system.setup()), ndr.mpps(), ndr.low(), high,
                Numbers.text("%.2f", ndr.mpps()));
    }

    private static DomContent rateTable(String workload, List<LoadResult> systems) {
        return HtmlTable.of("Rates of " + workload + " under offered load", List.of("setup", "MRR, Mpps",
                "MRR low – high", "NDR, Mpps", "NDR low – high", "PDR, Mpps", "PDR low – high", "NDR / MRR"),
                systems.stream().map(each -> List.of(each.setup(),
                        each.mrr() == null ? "–" : Numbers.mpps(each.mrr().median()),
                        each.mrr() == null ? "–" : Numbers.mpps(each.mrr().low()) + " – "
                                + Numbers.mpps(each.mrr().high()),
                        each.ndr() == null ? "–" : Numbers.mpps(each.ndr().mpps()), bounds(each.ndr()),
                        each.pdr() == null ? "–" : Numbers.mpps(each.pdr().mpps()), bounds(each.pdr()),
                        each.ndr() == null || each.mrr() == null ? "–"
                                : Numbers.ratio(each.ndr().mpps() / each.mrr().median()))).toList());
    }

    private static String bounds(RateBounds bounds) {
        return bounds == null ? "–" : Numbers.mpps(bounds.low()) + " – "
                + (bounds.high() == null ? "more than was offered" : Numbers.mpps(bounds.high()));
    }

    private static Line curve(LoadResult system) {
        return new Line(system.setup(), system.curve().stream().map(point -> new Point(point.offeredMpps(),
                point.lossRatio() * PERCENT, point.low() * PERCENT, point.high() * PERCENT)).toList());
    }

    private static DomContent curveTable(String workload, List<LoadResult> systems) {
        List<List<String>> rows = new ArrayList<>();
        for (LoadResult system : systems) {
            if (system.curve() != null) {
                system.curve().forEach(point -> rows.add(List.of(system.setup(), point.percent() + " %",
                        Numbers.mpps(point.offeredMpps()), Numbers.text("%.3f", point.lossRatio() * PERCENT),
                        Numbers.text("%.3f – %.3f", point.low() * PERCENT, point.high() * PERCENT),
                        Integer.toString(point.trials()))));
            }
        }
        return HtmlTable.of("Packets lost of " + workload + " over offered load", List.of("setup", "of MRR",
                "offered, Mpps", "lost, %", "least – most, %", "trials"), rows);
    }
}
