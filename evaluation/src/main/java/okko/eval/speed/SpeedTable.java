package okko.eval.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okko.eval.measure.Environment;
import okko.eval.report.WrittenPart;

/** The comparison as Markdown, for a terminal and for {@code docs/bpf.md}. */
public final class SpeedTable {

    /** Where the tables are in a file. */
    public static final WrittenPart PART = new WrittenPart("okko bpf compare");

    private SpeedTable() {}

    /**
     * Writes the tables.
     *
     * @param report to show
     * @return Markdown, lines joined
     */
    public static String of(SpeedReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("| program | Okko, ns | gcc -O2, ns | Okko / gcc | uBPF's JIT / gcc, elsewhere | to peak, ms |");
        lines.add("|---|--:|--:|--:|--:|--:|");
        for (int i = 0; i < report.programs().size(); i++) {
            lines.add(speed(SpeedProgram.values()[i], report.programs().get(i).report()));
        }
        lines.add("");
        lines.add(format("Interpreter, %s: %.0f ns. Look-up of a 16-byte key among 100,000 entries: %.1f ns.",
                SpeedProgram.PARSE.title(), report.interpreter().nsPerRunMin(), report.lookUpNs()));
        lines.add("");
        lines.add("| program | instructions | link, µs | verify, µs | compile, µs | first load, ms | "
                + "first compile, ms |");
        lines.add("|---|--:|--:|--:|--:|--:|--:|");
        for (int i = 0; i < report.programs().size(); i++) {
            lines.add(load(SpeedProgram.values()[i], report.programs().get(i).report()));
        }
        lines.add("");
        lines.add(environment(report));
        return String.join("\n", lines);
    }

    private static String speed(SpeedProgram program, BenchReport report) {
        var twin = report.twin();
        return format("| %s | %,.2f | %s | %s | %.2f | %.0f |", program.title(), report.nsPerRunMin(),
                twin == null ? "" : format("%,.2f", twin.nsPerRunMin()),
                twin == null ? "" : format("%.2f", twin.ratio()), program.ubpfRatio(), report.timeToPeakMs());
    }

    private static String load(SpeedProgram program, BenchReport report) {
        LoadTimes load = report.load();
        return format("| %s | %,d | %.0f | %.0f | %.0f | %.0f | %.0f |", program.title(), report.instructions(),
                load.linkUs(), load.verifyUs(), load.compileUs(), report.firstLoadMs(), report.firstCompileMs());
    }

    private static String environment(SpeedReport report) {
        Environment machine = report.environment();
        BenchReport first = report.programs().getFirst().report();
        return format("""
                Nanoseconds per run over %d packets in rotation, best of %d rounds, Okko's and gcc's in turn; equal \
                checksums.
                %s; %s.""",
                first.packets(), first.rounds(), machine.summary(),
                report.compiler() == null ? "no gcc" : report.compiler());
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
