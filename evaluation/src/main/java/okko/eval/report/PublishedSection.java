package okko.eval.report;

import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.chart.BarChart;
import okko.eval.chart.BarChart.Bar;
import okko.eval.chart.Ink;
import okko.eval.chart.Words;
import okko.eval.paper.OkoFigures;
import okko.eval.report.Results.Published;

/** What was measured here beside what the authors of Oko published. */
final class PublishedSection {

    private final List<Published> rows;

    private PublishedSection(List<Published> rows) {
        this.rows = rows;
    }

    /** {@return all figures that were measured here too} */
    static Optional<PageSection> of(Results results) {
        List<DomContent> cards = new ArrayList<>();
        if (!results.published().isEmpty()) {
            PublishedSection section = new PublishedSection(results.published());
            cards.add(ChartCard.of("Applications: switch over process", "Throughput in the switch over that in a "
                    + "process that shares memory with it. Here both run the same BPF program, there the process ran "
                    + "native code.", section.chart(), section.table()));
        }
        cards.addAll(PublishedShapes.cards(results));
        return cards.isEmpty() ? Optional.empty() : PageSection.of("published", "Beside the published figures of Oko",
                List.of(p("Machines, traffic and code differ, so only ratios and slopes can be compared."),
                        ChartCard.grid(cards), p("Published: " + OkoFigures.SOURCE + ".").withClass("note")));
    }

    private String chart() {
        List<Bar> bars = new ArrayList<>();
        double largest = 1;
        for (Published row : rows) {
            bars.add(new Bar(row.workload() + ", published", Ink.PUBLISHED, row.publishedRatio(), row.publishedRatio(),
                    row.publishedRatio(), Numbers.ratio(row.publishedRatio())));
            largest = Math.max(largest, row.publishedRatio());
            if (row.measuredRatio() != null) {
                bars.add(new Bar(row.workload() + ", here", Ink.SWITCH, row.measuredRatio().median(),
                        row.measuredRatio().low(), row.measuredRatio().high(), Numbers.ratio(row.measuredRatio())));
                largest = Math.max(largest, row.measuredRatio().high());
            }
        }
        return new BarChart("times", largest).draw("published-chart", new Words("Ratio of switch to process, published "
                + "and measured here", String.join(" ", rows.stream().map(row -> row.application() + ": "
                        + row.reading() + ".").toList())), bars);
    }

    private DomContent table() {
        return HtmlTable.of("Published ratios and ours", List.of("application", "process there, Mpps",
                "in the switch there, Mpps", "ratio there", "ratio here", "reading"), rows.stream().map(row -> List.of(
                        row.application(), Numbers.text("%.2f", row.processMpps()),
                        Numbers.text("%.2f", row.inSwitchMpps()), Numbers.ratio(row.publishedRatio()),
                        Numbers.ratio(row.measuredRatio()), row.reading())).toList());
    }
}
