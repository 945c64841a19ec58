package okko.switchd.control;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;

/**
 * How long packets took from when they were due until they arrived at a replay port: all times in ns, to three digits,
 * as HdrHistogram gives them.
 *
 * @param count     packets that were timed
 * @param untimed   packets that arrived and were not: at ports that are no replay ports, or in buffers that no source
 *                  has sent, as a copy for a second output is
 * @param meanNs    over the packets that were timed; {@code null} if there are none, as all that follow
 * @param p50Ns     that half of them took at most
 * @param p90Ns     that 90 of 100 took at most
 * @param p99Ns     that 99 of 100 took at most
 * @param p999Ns    that 999 of 1,000 took at most
 * @param p9999Ns   that 9,999 of 10,000 took at most
 * @param maxNs     that all of them took at most
 * @param histogram all of it: HdrHistogram's V2 encoding, compressed, in Base64
 */
public record LatencyReport(long count, long untimed, Double meanNs, Long p50Ns, Long p90Ns, Long p99Ns, Long p999Ns,
        Long p9999Ns, Long maxNs, String histogram) {

    private static final double P50 = 50;
    private static final double P90 = 90;
    private static final double P99 = 99;
    private static final double P999 = 99.9;
    private static final double P9999 = 99.99;

    /**
     * Reads a histogram.
     *
     * @param latencies of the packets that were timed, in ns
     * @param arrived   packets, timed or not
     * @return the report
     */
    static LatencyReport of(Histogram latencies, long arrived) {
        long count = latencies.getTotalCount();
        if (count == 0) {
            return new LatencyReport(0, arrived, null, null, null, null, null, null, null, null);
        }
        return new LatencyReport(count, arrived - count, latencies.getMean(),
                latencies.getValueAtPercentile(P50), latencies.getValueAtPercentile(P90),
                latencies.getValueAtPercentile(P99), latencies.getValueAtPercentile(P999),
                latencies.getValueAtPercentile(P9999), latencies.getMaxValue(), encode(latencies));
    }

    private static String encode(Histogram latencies) {
        ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int lengthBytes = latencies.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), lengthBytes));
    }
}
