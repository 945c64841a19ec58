package okko.eval.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okko.eval.measure.Environment;

/** The comparison as Markdown, for a terminal and for {@code docs/bpf.md}. */
public final class SpeedTable {

    /** The line before the table in a file. */
    public static final String BEGIN = "<!-- written by okko bpf compare -->";

    /** The line behind it. */
    public static final String END = "<!-- end -->";

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

    /**
     * Puts the tables between the marks of a text.
     *
     * @param text   with the lines {@link #BEGIN} and {@link #END}
     * @param report to show
     * @return the text with new tables
     * @throws IllegalArgumentException if a mark is missing
     */
    public static String writeInto(String text, SpeedReport report) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException(
                    "no place for the table: expected a line '" + BEGIN + "', and behind it a line '" + END + "'");
        }
        return text.substring(0, begin + BEGIN.length()) + "\n" + of(report) + "\n" + text.substring(end);
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
                %s, %d cores, %s; JDK %s with `%s`; %s; commit %s%s; load %s before, %s after; %s.""",
                first.packets(), first.rounds(), machine.cpu(), machine.cores(), machine.kernel(), machine.jdk(),
                String.join(" ", machine.flags()), report.compiler() == null ? "no gcc" : report.compiler(),
                machine.commit() == null ? "unknown" : machine.commit().substring(0, 12),
                Boolean.TRUE.equals(machine.dirty()) ? " with changes" : "", machine.loadBefore(),
                machine.loadAfter(), machine.date());
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
