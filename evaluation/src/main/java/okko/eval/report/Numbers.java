package okko.eval.report;

import java.util.Locale;
import okko.eval.report.Results.Range;
import okko.eval.report.Results.Rate;

/** How numbers are written for people; the same in page, table and summary, whatever the machine's language. */
final class Numbers {

    private static final int LARGE = 100;

    private Numbers() {}

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** {@return a throughput in million packets per second} */
    static String mpps(double value) {
        return text("%.3f", value);
    }

    /** {@return the ends of a throughput's interval} */
    static String ends(Rate rate) {
        return mpps(rate.low()) + " – " + mpps(rate.high());
    }

    /** {@return a time in nanoseconds} */
    static String ns(double value) {
        return text("%.1f", value);
    }

    /** {@return a ratio} */
    static String ratio(double value) {
        return text(value >= LARGE ? "%.0f" : "%.2f", value);
    }

    /** {@return a ratio with the ends of its interval; a dash where there is none} */
    static String ratio(Range range) {
        return range == null ? "–" : ratio(range.median()) + " [" + ratio(range.low()) + " – " + ratio(range.high())
                + "]";
    }

    /** {@return a number, or a dash where there is none} */
    static String orDash(String format, Object value) {
        return value == null ? "–" : text(format, value);
    }
}
