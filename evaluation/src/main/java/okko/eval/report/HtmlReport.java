package okko.eval.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okko.eval.chart.BarChart;
import okko.eval.chart.BarChart.Bar;
import okko.eval.chart.Ink;
import okko.eval.chart.Words;
import okko.eval.paper.OkoFigures;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Published;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;

/**
 * The page: the answer first, then the bars, then what the numbers rest on. One file that loads nothing.
 */
final class HtmlReport {

    private static final String STYLE_SHEET = "report.css";

    private final Results results;

    private HtmlReport(Results results) {
        this.results = results;
    }

    static String of(Results results) throws IOException {
        HtmlReport report = new HtmlReport(results);
        return document(html(head(meta().withCharset("utf-8"), title("Okko evaluation"),
                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                        style(rawHtml(styleSheet()))),
                body(report.answer(), report.charts(), report.table(), report.published(), report.proofs(),
                        report.environment(), report.trials())).attr("lang", "en")) + "\n";
    }

    private static String styleSheet() throws IOException {
        try (InputStream sheet = HtmlReport.class.getResourceAsStream(STYLE_SHEET)) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private DomContent answer() {
        long unproved = results.cells().stream().filter(cell -> !cell.proved()).count();
        return section(h1("Where should user code run: in the switch, or in another process?"),
                p(Wording.answer(results)).withClass("answer"), p(Wording.perCore(results)),
                p(Wording.caution(results)).withClass("unproved"),
                p(unproved == 0 ? "All " + results.cells().size() + " cells are proved: equal verdicts and equal "
                        + "output bytes in every place, no packet lost." : unproved + " of " + results.cells().size()
                        + " cells are not proved and have no number.")
                        .withClass(unproved == 0 ? "proved" : "unproved"));
    }

    private DomContent charts() {
        double largest = results.cells().stream().filter(CellResult::proved)
                .mapToDouble(cell -> cell.mpps().high()).max().orElse(1);
        return section(h2("Throughput"), each(results.workloads(), workload -> div(
                h3(workload), p(BundledWorkload.of(workload).map(BundledWorkload::description).orElse(""))
                        .withClass("note"),
                rawHtml(new BarChart("Mpps", largest).draw("throughput-" + workload, new Words("Throughput of "
                        + workload + " by place, Mpps", "The same numbers are in the table."), bars(workload))))),
                p("Bars are medians; the line through the end of a bar shows the "
                        + Wording.interval(interval()) + ".").withClass("note"),
                ul(each(Setup.all(), setup -> li(setup.label() + ": " + setup.description()))).withClass("note"));
    }

    private String interval() {
        return results.cells().stream().filter(CellResult::proved).findFirst()
                .map(cell -> cell.mpps().interval()).orElse("range of the trials");
    }

    private List<Bar> bars(String workload) {
        return results.cellsOf(workload).stream().map(cell -> cell.proved()
                ? new Bar(cell.setup(), ink(cell.setup()), cell.mpps().median(), cell.mpps().low(),
                        cell.mpps().high(), text("%.2f Mpps, %.0f ns", cell.mpps().median(), cell.nsPerPacket()))
                : Bar.without(cell.setup(), "unproved")).toList();
    }

    /** Colours tell places apart, not setups: the part of the name before the dash. */
    private static Ink ink(String setup) {
        return switch (setup.split("-")[0]) {
            case "switch" -> Ink.SWITCH;
            case "process" -> Ink.PROCESS;
            default -> Ink.FORWARD;
        };
    }

    private static String copies(CellResult cell) {
        return cell.copiesPerPacket() == null ? "–" : cell.copiesPerPacket().toString();
    }

    private DomContent table() {
        List<List<String>> rows = new ArrayList<>();
        for (CellResult cell : results.cells()) {
            rows.add(cell.proved() ? List.of(cell.workload(), cell.setup(), copies(cell),
                    text("%.3f", cell.mpps().median()),
                    text("%.3f – %.3f", cell.mpps().low(), cell.mpps().high()), text("%.1f", cell.nsPerPacket()),
                    text("%.2f", cell.coresBusy()), text("%.3f", cell.mppsPerCore()),
                    cell.ratioToReference() == null ? "–" : text("%.2f [%.2f – %.2f]",
                            cell.ratioToReference().median(), cell.ratioToReference().low(),
                            cell.ratioToReference().high()))
                    : List.of(cell.workload(), cell.setup(), copies(cell), "unproved", cell.reason(), "", "", "", ""));
        }
        return section(h2("Numbers"), HtmlTable.of(List.of("workload", "setup", "copies", "Mpps",
                "low – high", "ns/packet",
                "cores busy", "Mpps per core", "ratio to process-bpf"), rows));
    }

    private DomContent published() {
        List<Bar> bars = new ArrayList<>();
        double largest = 1;
        for (Published row : results.published()) {
            bars.add(new Bar(row.workload() + ", published", Ink.PUBLISHED, row.publishedRatio(), row.publishedRatio(),
                    row.publishedRatio(), text("%.2f", row.publishedRatio())));
            largest = Math.max(largest, row.publishedRatio());
            if (row.measuredRatio() != null) {
                bars.add(new Bar(row.workload() + ", here", Ink.SWITCH, row.measuredRatio().median(),
                        row.measuredRatio().low(), row.measuredRatio().high(),
                        text("%.2f", row.measuredRatio().median())));
                largest = Math.max(largest, row.measuredRatio().high());
            }
        }
        if (bars.isEmpty()) {
            return section();
        }
        List<List<String>> rows = results.published().stream().map(row -> List.of(row.application(),
                text("%.2f", row.processMpps()), text("%.2f", row.inSwitchMpps()), text("%.2f", row.publishedRatio()),
                row.measuredRatio() == null ? "–" : text("%.2f [%.2f – %.2f]", row.measuredRatio().median(),
                        row.measuredRatio().low(), row.measuredRatio().high()), row.reading())).toList();
        return section(h2("Beside the published figures of Oko"),
                p("Throughput in the switch over throughput in a process that shares memory with it. Machines, traffic "
                        + "and code differ, so only the ratios can be compared; here both places run the same BPF "
                        + "program, there the process ran native code."),
                rawHtml(new BarChart("times", largest).draw("published", new Words("Ratio of switch to process, "
                        + "published and measured", "The same numbers are in the table."), bars)),
                HtmlTable.of(List.of("application", "process, Mpps", "in the switch, Mpps", "ratio there", "ratio here",
                        "reading"), rows),
                p("Published: " + OkoFigures.SOURCE + ".").withClass("note"));
    }

    private DomContent proofs() {
        List<List<String>> rows = new ArrayList<>();
        for (CellResult cell : results.cells()) {
            rows.add(cell.proved() ? List.of(cell.workload(), cell.setup(), text("%,d", cell.proof().packets()),
                    cell.verdicts().toString().replaceAll("[{}]", ""), text("%d", cell.proof().dropped()),
                    cell.proof().checksums().get("match"), cell.proof().checksums().get("no_match"))
                    : List.of(cell.workload(), cell.setup(), "", cell.reason(), "", "", ""));
        }
        return section(h2("Proofs"),
                p("Before anything was timed, every place got the same packets with empty maps, and "
                        + "its verdicts and the bytes that came out were compared with those of a Java twin run "
                        + "without any switch. In every trial after that, packets in had to equal packets out, nothing "
                        + "dropped, and the verdicts had to be the oracle's."),
                details(summary("What was compared, cell by cell"), HtmlTable.of(List.of("workload", "setup", "packets",
                        "verdicts", "dropped", "checksum at match", "checksum at no match"), rows)));
    }

    private DomContent environment() {
        var machine = results.environment();
        var traffic = results.traffic();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CPU", machine.cpu() + ", " + machine.cores() + " cores"));
        rows.add(List.of("kernel", machine.kernel()));
        rows.add(List.of("JDK", machine.jdk()));
        rows.add(List.of("JVM flags", String.join(" ", machine.flags())));
        rows.add(List.of("frequency governor", machine.governor() == null ? "not shown" : machine.governor()));
        rows.add(List.of("load before, after", machine.loadBefore() + "; " + machine.loadAfter()));
        rows.add(List.of("commit", machine.commit() == null ? "unknown"
                : machine.commit() + (machine.dirty() ? ", with local changes" : "")));
        rows.add(List.of("date", machine.date()));
        rows.add(List.of("profile, seed", results.profile() + ", " + results.seed()));
        rows.add(List.of("traffic", text("%,d packets, %,d TCP connections, %,d bytes per pass", traffic.packets(),
                traffic.flows(), traffic.bytes())));
        rows.add(List.of("traffic SHA-256", traffic.sha256()));
        results.objects().forEach((name, sha256) -> rows.add(List.of(name + " SHA-256", sha256)));
        return section(h2("Machine, build and traffic"), HtmlTable.of(List.of("", ""), rows));
    }

    private DomContent trials() {
        List<List<String>> rows = new ArrayList<>();
        for (CellResult cell : results.cells()) {
            if (cell.proved()) {
                cell.trials().forEach(trial -> rows.add(List.of(cell.workload(), cell.setup(),
                        text("%d", trial.round() + 1), text("%d", trial.turn() + 1), text("%,d", trial.packets()),
                        text("%.1f", trial.elapsedNs() / 1e6), text("%.3f", trial.mpps()),
                        text("%.2f", trial.coresBusy()))));
            }
        }
        return section(h2("Trials"), details(summary("All " + rows.size() + " trials"), HtmlTable.of(List.of("workload",
                "setup", "round", "turn", "packets", "ms", "Mpps", "cores busy"), rows)));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
