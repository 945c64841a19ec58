package okko.eval.report;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.ExperimentResult;
import okko.eval.report.Results.Range;
import okko.eval.run.Figure;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A line per cell of every experiment, for spreadsheets and plots; fields without a value are empty. RFC 4180. */
final class ResultsCsv {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader("workload", "setup", "proved",
            "mpps_median", "mpps_low", "mpps_high", "interval", "trials", "ns_per_packet", "cores_busy",
            "mpps_per_core", "ratio_to_reference", "ratio_low", "ratio_high", "reason", "copies_per_packet", "figure",
            "experiment", "label", "parameters", "skipped").get();

    private final CSVPrinter printer;

    private ResultsCsv(CSVPrinter printer) {
        this.printer = printer;
    }

    static String of(Results results) throws IOException {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
            ResultsCsv csv = new ResultsCsv(printer);
            for (CellResult cell : results.cells()) {
                csv.add(Figure.APPLICATIONS.label(), Figure.APPLICATIONS.label() + "/" + cell.workload(), cell);
            }
            for (ExperimentResult experiment : results.experiments()) {
                for (CellResult cell : experiment.cells()) {
                    csv.add(experiment.figure(), experiment.id(), cell);
                }
            }
        }
        return text.toString();
    }

    private void add(String figure, String experiment, CellResult cell) throws IOException {
        Range ratio = cell.ratioToReference();
        if (cell.proved()) {
            printer.printRecord(cell.workload(), cell.setup(), true, number(cell.mpps().median()),
                    number(cell.mpps().low()), number(cell.mpps().high()), cell.mpps().interval(),
                    cell.mpps().trials().size(), number(cell.nsPerPacket()), number(cell.coresBusy()),
                    number(cell.mppsPerCore()), ratio == null ? null : number(ratio.median()),
                    ratio == null ? null : number(ratio.low()), ratio == null ? null : number(ratio.high()), null,
                    cell.copiesPerPacket(), figure, experiment, cell.label(), parameters(cell), false);
        } else {
            printer.printRecord(cell.workload(), cell.setup(), false, null, null, null, null, null, null, null, null,
                    null, null, null, cell.reason(), cell.copiesPerPacket(), figure, experiment, cell.label(),
                    parameters(cell), cell.skipped());
        }
    }

    private static String parameters(CellResult cell) {
        return String.join(" ", cell.parameters().entrySet().stream().map(Map.Entry::toString).toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
