package okko.eval.report;

import j2html.tags.DomContent;
import java.util.List;
import okko.eval.chart.BarChart.Bar;
import okko.eval.report.Results.CellResult;

/** Cells as bars, and as the table behind them. */
final class CellBars {

    private static final double NS_PER_MPPS = 1e3;

    private CellBars() {}

    /** {@return throughput, Mpps} */
    static List<Bar> mpps(List<CellResult> cells) {
        return cells.stream().map(cell -> cell.proved() ? new Bar(cell.label(), Places.ink(cell.setup()),
                cell.mpps().median(), cell.mpps().low(), cell.mpps().high(),
                Numbers.text("%.2f, %.0f ns", cell.mpps().median(), cell.nsPerPacket())) : without(cell)).toList();
    }

    /** {@return time per packet, ns; a high throughput is a short time} */
    static List<Bar> ns(List<CellResult> cells) {
        return cells.stream().map(cell -> cell.proved() ? new Bar(cell.label(), Places.ink(cell.setup()),
                cell.nsPerPacket(), NS_PER_MPPS / cell.mpps().high(), NS_PER_MPPS / cell.mpps().low(),
                Numbers.text("%.0f ns", cell.nsPerPacket())) : without(cell)).toList();
    }

    static Bar without(CellResult cell) {
        return Bar.without(cell.label(), cell.skipped() ? "left out" : "unproved");
    }

    /** {@return all that is known of each cell; what has no number has the reason} */
    static DomContent table(String caption, List<CellResult> cells, String reference) {
        return HtmlTable.of(caption, List.of("variant", "Mpps", "low – high", "ns/packet", "cores busy",
                "Mpps per core", "copies", "ratio to " + reference), cells.stream().map(CellBars::row).toList());
    }

    private static List<String> row(CellResult cell) {
        return cell.proved() ? List.of(cell.label(), Numbers.mpps(cell.mpps().median()), Numbers.ends(cell.mpps()),
                Numbers.ns(cell.nsPerPacket()), Numbers.text("%.2f", cell.coresBusy()),
                Numbers.mpps(cell.mppsPerCore()), Numbers.orDash("%d", cell.copiesPerPacket()),
                Numbers.ratio(cell.ratioToReference()))
                : List.of(cell.label(), cell.skipped() ? "left out" : "unproved", cell.reason(), "", "", "", "", "");
    }
}
