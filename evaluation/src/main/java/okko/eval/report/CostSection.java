package okko.eval.report;

import static j2html.TagCreator.p;

import java.util.List;
import java.util.Optional;
import okko.eval.chart.BarChart;
import okko.eval.chart.BarChart.Bar;
import okko.eval.chart.Words;
import okko.eval.report.Results.Cost;

/** What each step of a packet's way costs, in time. */
final class CostSection {

    private CostSection() {}

    static Optional<PageSection> of(Results results) {
        List<Cost> costs = results.costs();
        if (costs.isEmpty()) {
            return Optional.empty();
        }
        List<Bar> bars = costs.stream().map(cost -> new Bar(cost.name() + ", " + cost.place(),
                Places.ink(cost.place()), Math.max(0, cost.ns().median()), Math.max(0, cost.ns().low()),
                Math.max(0, cost.ns().high()), Numbers.text("%.0f ns", cost.ns().median()))).toList();
        double largest = Math.max(1, bars.stream().mapToDouble(Bar::high).max().orElse(1));
        return PageSection.of("costs", "What each step costs", List.of(p("A step's cost is the time per packet of a "
                + "variant with it, less that of the same variant without it, round by round."),
                ChartCard.grid(List.of(ChartCard.of("Cost of steps", "ns per packet; one below 0 is drawn as 0.",
                        new BarChart("ns per packet", largest).draw("costs-chart", new Words(
                                "Cost of each step, ns per packet", "The values are in the table."), bars),
                        HtmlTable.of("Cost of steps", List.of("step", "place", "with", "without", "ns", "low – high"),
                                costs.stream().map(cost -> List.of(cost.name(), cost.place(), cost.to(), cost.from(),
                                        Numbers.ns(cost.ns().median()), Numbers.ns(cost.ns().low()) + " – "
                                                + Numbers.ns(cost.ns().high()))).toList()))))));
    }
}
