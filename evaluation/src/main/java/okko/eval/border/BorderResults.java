package okko.eval.border;

import java.util.List;
import java.util.Locale;
import okko.eval.measure.Environment;
import okko.eval.stat.Estimate;

/**
 * The price of a border by the length of frames, as {@code border.json} holds it.
 *
 * @param environment  machine and build
 * @param packets      under way at most
 * @param trialSeconds shortest time of a trial
 * @param rows         by length, then by border
 */
public record BorderResults(Environment environment, int packets, double trialSeconds, List<Row> rows) {

    private static final String FORMAT = "%5s  %-8s  %6s  %7s  %-17s  %9s  %7s  %s%n";
    private static final double BITS_PER_BYTE = 8;

    /**
     * One border with frames of one length.
     *
     * @param frameBytes      length
     * @param border          name
     * @param copiesPerPacket how often a packet's bytes are copied, there and back
     * @param mpps            median of the trials and their range
     * @param ratioToShared   to the rate of {@code shared} in the same rounds
     * @param trials          million packets per second, each
     */
    public record Row(int frameBytes, String border, int copiesPerPacket, Estimate mpps, Estimate ratioToShared,
            List<Double> trials) {}

    /** {@return the table for people, lines each ended} */
    public String table() {
        StringBuilder text = new StringBuilder(String.format(FORMAT, "bytes", "border", "copies", "Mpps",
                "[low - high]", "ns/packet", "Gbit/s", "ratio to shared"));
        for (Row row : rows) {
            text.append(String.format(FORMAT, row.frameBytes(), row.border(), row.copiesPerPacket(),
                    number(row.mpps().median()), range(row.mpps()),
                    String.format(Locale.ROOT, "%.1f", 1e3 / row.mpps().median()),
                    number(row.mpps().median() * row.frameBytes() * BITS_PER_BYTE / 1e3),
                    number(row.ratioToShared().median()) + " " + range(row.ratioToShared())));
        }
        return text.append(String.format(Locale.ROOT,
                "Mpps is the median of %d interleaved trials of %.1f s, low and high are the %s; %,d packets on"
                        + " their way.%n",
                rows.getFirst().trials().size(), trialSeconds, rows.getFirst().mpps().interval().description(),
                packets))
                .toString();
    }

    private static String range(Estimate estimate) {
        return "[" + number(estimate.low()) + " - " + number(estimate.high()) + "]";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
