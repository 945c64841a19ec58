package okko.eval.report;

import java.io.IOException;
import java.util.Locale;
import okko.eval.report.Results.CellResult;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A line per cell, for spreadsheets and plots; fields without a value are empty. RFC 4180. */
final class ResultsCsv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader("workload", "setup", "proved",
            "mpps_median", "mpps_low", "mpps_high", "interval", "trials", "ns_per_packet", "cores_busy",
            "mpps_per_core", "ratio_to_process_bpf", "ratio_low", "ratio_high", "reason",
            "copies_per_packet").get();

    private ResultsCsv() {}

    static String of(Results results) throws IOException {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
            for (CellResult cell : results.cells()) {
                if (cell.proved()) {
                    var ratio = cell.ratioToReference();
                    printer.printRecord(cell.workload(), cell.setup(), true, number(cell.mpps().median()),
                            number(cell.mpps().low()), number(cell.mpps().high()), cell.mpps().interval(),
                            cell.mpps().trials().size(), number(cell.nsPerPacket()), number(cell.coresBusy()),
                            number(cell.mppsPerCore()), ratio == null ? null : number(ratio.median()),
                            ratio == null ? null : number(ratio.low()), ratio == null ? null : number(ratio.high()),
                            null, cell.copiesPerPacket());
                } else {
                    printer.printRecord(cell.workload(), cell.setup(), false, null, null, null, null, null, null, null,
                            null, null, null, null, cell.reason(), cell.copiesPerPacket());
                }
            }
        }
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
