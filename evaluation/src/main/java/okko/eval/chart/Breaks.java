package okko.eval.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where an axis has its marks, and how they are written. */
final class Breaks {

    private static final int MOST = 5;
    private static final int DECADE = 10;
    private static final double[] STEPS = {1, 2, 5, DECADE};

    private Breaks() {}

    /** Marks from 0 on at 1, 2 or 5 times a power of ten: at most {@value #MOST} of them. */
    static List<Double> upTo(double largest) {
        double power = Math.pow(DECADE, Math.floor(Math.log10(largest / MOST)));
        for (double factor : STEPS) {
            List<Double> marks = marks(largest, factor * power);
            if (marks.size() <= MOST) {
                return marks;
            }
        }
        return marks(largest, DECADE * power);
    }

    private static List<Double> marks(double largest, double step) {
        List<Double> marks = new ArrayList<>();
        for (int i = 0; i * step <= largest * (1 + 1e-9); i++) {
            marks.add(i * step);
        }
        return marks;
    }

    /** Powers of ten from the one below the smallest value to the one above the largest. */
    static List<Double> decades(double smallest, double largest) {
        List<Double> marks = new ArrayList<>();
        int last = (int) Math.ceil(Math.log10(largest) - 1e-9);
        for (int power = (int) Math.floor(Math.log10(smallest) + 1e-9); power <= last; power++) {
            marks.add(Math.pow(DECADE, power));
        }
        return marks;
    }

    /** As short as it can be: 0.5, 64, 1518, 10k, 1M. */
    static String text(double value) {
        if (value >= 1e6) {
            return shortest(value / 1e6) + "M";
        }
        return value >= 1e4 ? shortest(value / 1e3) + "k" : shortest(value);
    }

    private static String shortest(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
