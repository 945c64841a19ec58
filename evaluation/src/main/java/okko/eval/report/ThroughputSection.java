package okko.eval.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import okko.eval.chart.BarChart;
import okko.eval.chart.BarChart.Bar;
import okko.eval.chart.Words;
import okko.eval.report.Results.CellResult;
import okko.eval.workload.BundledWorkload;

/** Applications in places: throughput of the whole system, and per core that it used. */
final class ThroughputSection {

    private final Results results;

    private ThroughputSection(Results results) {
        this.results = results;
    }

    static Optional<PageSection> of(Results results) {
        return results.cells().isEmpty() ? Optional.empty()
                : PageSection.of("throughput", "Throughput by place", new ThroughputSection(results).content());
    }

    private List<DomContent> content() {
        double largest = largest(results.cells().stream().filter(CellResult::proved)
                .map(cell -> cell.mpps().high()).toList());
        double largestPerCore = largest(results.cells().stream().filter(CellResult::proved)
                .map(CellResult::mppsPerCore).toList());
        List<DomContent> systems = new ArrayList<>();
        List<DomContent> perCore = new ArrayList<>();
        for (String workload : results.workloads()) {
            systems.add(ChartCard.of(workload,
                    BundledWorkload.of(workload).map(BundledWorkload::description).orElse(""),
                    new BarChart("Mpps", largest).draw(ChartCard.id("throughput", workload),
                            new Words("Throughput of " + workload + " by place, Mpps", described(workload)),
                            CellBars.mpps(results.cellsOf(workload))),
                    CellBars.table("Throughput of " + workload + " by place", results.cellsOf(workload),
                            "process-bpf")));
            perCore.add(ChartCard.of(workload, "", new BarChart("Mpps per core used", largestPerCore).draw(
                    ChartCard.id("per-core", workload), new Words("Throughput of " + workload
                            + " per core used, Mpps", "The values are in the table."), perCore(workload)),
                    perCoreTable(workload)));
        }
        return List.of(p("Bars are medians of " + trials() + " trials in million packets per second (Mpps); the line "
                        + "through the end of a bar shows the " + interval() + "."),
                ChartCard.grid(systems), h3("Per core used"), p("A process keeps a core of its own busy. Dividing by "
                        + "the cores that were busy, by processor time, asks what the same hardware would give if all "
                        + "of it were used that way.").withClass("note"),
                ChartCard.grid(perCore), details(summary("What the setups are"), ul(each(setups(), setup -> li(
                        strong(setup), text(": " + Places.description(setup)))))));
    }

    private List<String> setups() {
        return results.cells().stream().map(CellResult::setup).distinct().toList();
    }

    private String interval() {
        return results.cells().stream().filter(CellResult::proved).findFirst()
                .map(cell -> Answer.meaning(cell.mpps().interval())).orElse("range of the trials");
    }

    private int trials() {
        return results.cells().stream().filter(CellResult::proved).findFirst()
                .map(cell -> cell.mpps().trials().size()).orElse(0);
    }

    /** What there is to see in a chart, for those who do not see it. */
    private String described(String workload) {
        List<CellResult> proved = results.cellsOf(workload).stream().filter(CellResult::proved)
                .sorted(Comparator.comparingDouble((CellResult cell) -> cell.mpps().median()).reversed()).toList();
        List<String> words = proved.stream()
                .map(cell -> Numbers.text("%s %.2f", cell.setup(), cell.mpps().median())).toList();
        return proved.isEmpty() ? "No cell is proved." : "From fastest to slowest: " + String.join(", ", words) + ".";
    }

    private List<Bar> perCore(String workload) {
        return results.cellsOf(workload).stream().map(cell -> cell.proved()
                ? new Bar(cell.setup(), Places.ink(cell.setup()), cell.mppsPerCore(), cell.mppsPerCore(),
                        cell.mppsPerCore(), Numbers.text("%.2f on %.2f cores", cell.mppsPerCore(), cell.coresBusy()))
                : CellBars.without(cell)).toList();
    }

    private DomContent perCoreTable(String workload) {
        return HtmlTable.of("Throughput of " + workload + " per core used", List.of("setup", "Mpps", "cores busy",
                "Mpps per core"), results.cellsOf(workload).stream().filter(CellResult::proved).map(cell -> List.of(
                        cell.setup(), Numbers.mpps(cell.mpps().median()), Numbers.text("%.2f", cell.coresBusy()),
                        Numbers.mpps(cell.mppsPerCore()))).toList());
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(value -> value).max().orElse(1);
    }
}
