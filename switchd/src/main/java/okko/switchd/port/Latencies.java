package okko.switchd.port;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The form of histograms of latencies: in ns, to three digits, up to an hour; 200 kB that never grow. */
public final class Latencies {

    private static final int DIGITS = 3;
    private static final long LONGEST_NS = TimeUnit.HOURS.toNanos(1);

    private Latencies() {}

    /** {@return a histogram without a value} */
    public static Histogram empty() {
        return new Histogram(LONGEST_NS, DIGITS);
    }

    /**
     * Adds a value. Times of arrival are rounded down to whole ns and those due likewise, so a packet that arrives at
     * once may seem to be a nanosecond early.
     *
     * @param histogram of this form
     * @param timeNs    that a packet took
     */
    static void record(Histogram histogram, long timeNs) {
        histogram.recordValue(Math.clamp(timeNs, 0, LONGEST_NS));
    }
}
