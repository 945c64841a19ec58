package okko.eval.report;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okko.eval.chart.BarChart;
import okko.eval.chart.BarChart.Bar;
import okko.eval.chart.Ink;
import okko.eval.chart.LineChart;
import okko.eval.chart.LineChart.Axis;
import okko.eval.chart.LineChart.Growth;
import okko.eval.chart.LineChart.Line;
import okko.eval.chart.LineChart.Point;
import okko.eval.chart.Words;
import okko.eval.report.Results.PublishedCache;
import okko.eval.report.Results.PublishedChain;
import okko.eval.report.Results.Range;

/** The published figures of caches and of chains beside ours. */
final class PublishedShapes {

    private PublishedShapes() {}

    static List<DomContent> cards(Results results) {
        List<DomContent> cards = new ArrayList<>();
        if (!results.publishedCaches().isEmpty()) {
            cards.add(caches(results.publishedCaches()));
        }
        results.publishedChains().forEach(chain -> cards.add(chain(chain)));
        return cards;
    }

    private static DomContent caches(List<PublishedCache> rows) {
        List<Bar> bars = new ArrayList<>();
        double largest = 1;
        for (PublishedCache row : rows) {
            String name = row.name() + ", " + row.cache();
            bars.add(new Bar(name + ", there", Ink.PUBLISHED, row.publishedRatio(), row.publishedRatio(),
                    row.publishedRatio(), Numbers.ratio(row.publishedRatio())));
            Range here = row.measuredRatio();
            bars.add(here == null ? Bar.without(name + ", here", "not measured") : new Bar(name + ", here", Ink.SWITCH,
                    here.median(), here.low(), here.high(), Numbers.ratio(here.median())));
            largest = Math.max(largest, here == null ? row.publishedRatio() : here.high());
        }
        String chart = new BarChart("times", largest).draw("published-caches", new Words(
                "Throughput with support for programs over that without, published and here",
                "The values are in the table."), bars);
        List<List<String>> values = rows.stream().map(row -> List.of(row.name(), row.cache(),
                Numbers.ratio(row.publishedRatio()), Numbers.ratio(row.measuredRatio()),
                Numbers.ns(row.publishedNs()), ns(row.measuredNs()), row.reading())).toList();
        return ChartCard.of("Support for programs, by the caches in use", "Throughput over that of the switch without "
                + "programs, with the same caches.", chart, HtmlTable.of("Caches, published and here", List.of("row",
                        "cache", "ratio there", "ratio here", "ns more there", "ns more here", "reading"), values));
    }

    /** Each line is divided by its own first value: machines differ. */
    private static DomContent chain(PublishedChain chain) {
        List<Line> lines = new ArrayList<>(List.of(relative("published", chain.publishedMpps())));
        if (chain.measuredMpps().getFirst() != null) {
            lines.add(relative("here", chain.measuredMpps()));
        }
        List<List<String>> rows = IntStream.range(0, chain.publishedMpps().size()).mapToObj(i -> List.of(
                Integer.toString(i + 1), Numbers.text("%.2f", chain.publishedMpps().get(i)),
                Numbers.orDash("%.3f", chain.measuredMpps().get(i)))).toList();
        return ChartCard.of("Chains of programs, " + chain.name(), "Throughput over that of one program. "
                + chain.reading() + ".", new LineChart(Axis.round("programs", Growth.LINEAR),
                        Axis.round("times that of one program", Growth.LINEAR)).draw(ChartCard.id("published-chain",
                                chain.cache()), new Words("Throughput of chains of programs over that of one, with "
                                        + chain.name(), chain.reading() + "."), lines),
                HtmlTable.of("Chains, published and here", List.of("programs", "Mpps there", "Mpps here"), rows));
    }

    private static Line relative(String name, List<Double> mpps) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < mpps.size(); i++) {
            if (mpps.get(i) != null) {
                double ratio = mpps.get(i) / mpps.getFirst();
                points.add(new Point(i + 1, ratio, ratio, ratio));
            }
        }
        return new Line(name, points);
    }

    private static String ns(Range range) {
        return range == null ? "–" : Numbers.text("%.1f [%.1f – %.1f]", range.median(), range.low(), range.high());
    }
}
