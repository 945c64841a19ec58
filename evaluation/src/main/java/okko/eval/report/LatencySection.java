package okko.eval.report;

import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import okko.eval.chart.LineChart;
import okko.eval.chart.LineChart.Axis;
import okko.eval.chart.LineChart.Growth;
import okko.eval.chart.LineChart.Line;
import okko.eval.chart.LineChart.Point;
import okko.eval.chart.Words;
import okko.eval.load.LoadResult;
import okko.eval.load.LoadResult.LatencyPoint;

/** Delays at shares of the load that is carried, percentile by percentile. */
final class LatencySection {

    private static final double NS_PER_US = 1e3;
    /** Across, a percentile stands where 1 / (1 - p) is: each nine takes as much room as the one before. */
    private static final Axis PERCENTILES = new Axis("percentile", Growth.LOGARITHMIC,
            List.of(2.0, 10.0, 100.0, 1_000.0, 10_000.0), List.of("50", "90", "99", "99.9", "99.99"));

    private final List<LoadResult> load;

    private LatencySection(List<LoadResult> load) {
        this.load = load;
    }

    static Optional<PageSection> of(Results results) {
        List<LoadResult> timed = results.load().stream().filter(each -> each.latency() != null).toList();
        return timed.isEmpty() ? Optional.empty()
                : PageSection.of("latency", "Delay", new LatencySection(timed).content());
    }

    private List<DomContent> content() {
        List<DomContent> cards = new ArrayList<>();
        for (String workload : load.stream().map(LoadResult::workload).distinct().toList()) {
            TreeSet<Integer> percents = new TreeSet<>();
            load.forEach(each -> each.latency().forEach(point -> percents.add(point.percent())));
            percents.forEach(percent -> card(workload, percent).ifPresent(cards::add));
        }
        return cards.isEmpty() ? List.of() : List.of(p("From the time at which a packet was due, not from when it was "
                + "sent, until it arrived: what had to wait behind others is in the numbers (no coordinated omission). "
                + "Loads are shares of each system's own partial-drop rate. Mind the logarithmic axes."),
                ChartCard.grid(cards));
    }

    private Optional<DomContent> card(String workload, int percent) {
        List<Line> lines = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (LoadResult system : load) {
            if (system.workload().equals(workload)) {
                system.latency().stream().filter(point -> point.percent() == percent).forEach(point -> {
                    if (point.count() != null && point.count() > 0) {
                        lines.add(new Line(system.setup(), points(point)));
                    }
                    rows.add(row(system.setup(), point));
                });
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String title = workload + " at " + percent + " % of its PDR";
        return Optional.of(ChartCard.of(title, "", new LineChart(PERCENTILES,
                Axis.round("delay, µs", Growth.LOGARITHMIC)).draw(ChartCard.id("delay", workload,
                        Integer.toString(percent)), new Words("Delay of " + title + ", by percentile, microseconds",
                                "The values are in the table."), lines),
                HtmlTable.of("Delay of " + title, List.of("setup", "offered, Mpps", "p50, µs", "p90, µs", "p99, µs",
                        "p99.9, µs", "p99.99, µs", "slowest, µs", "packets", "lost, %", "histogram"), rows)));
    }

    private static List<Point> points(LatencyPoint point) {
        List<Long> delaysNs = List.of(point.p50Ns(), point.p90Ns(), point.p99Ns(), point.p999Ns(), point.p9999Ns());
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < delaysNs.size(); i++) {
            // The axis has no 0, and the clock no less than 1 ns.
            double delayUs = Math.max(1, delaysNs.get(i)) / NS_PER_US;
            points.add(new Point(PERCENTILES.marks().get(i), delayUs, delayUs, delayUs));
        }
        return points;
    }

    private static List<String> row(String setup, LatencyPoint point) {
        return point.count() == null ? List.of(setup, "–", point.reason(), "", "", "", "", "", "", "", "")
                : List.of(setup, Numbers.mpps(point.offeredMpps()), us(point.p50Ns()), us(point.p90Ns()),
                        us(point.p99Ns()), us(point.p999Ns()), us(point.p9999Ns()), us(point.maxNs()),
                        Numbers.text("%,d", point.count()), Numbers.text("%.2f", 100 * point.lossRatio()),
                        point.log() == null ? "–" : point.log());
    }

    private static String us(long ns) {
        return Numbers.text("%.1f", ns / NS_PER_US);
    }
}
