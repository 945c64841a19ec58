package okko.switchd.table;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowText;
import okko.switchd.packet.Filter;

/**
 * A flow and what it did, at one moment.
 *
 * @param flow       as it was added
 * @param durationNs since then
 * @param packets    that matched
 * @param bytes      of their frames
 * @param filter     what its filter did in the switch, in all threads; nothing if it has none
 */
public record FlowStatus(Flow flow, long durationNs, long packets, long bytes, Filter.Work filter) {

    /**
     * Writes it as {@code ovs-ofctl dump-flows} does; the text can be read again as a flow.
     *
     * @return one line, which begins with a blank
     */
    public String text() {
        String rule = FlowText.printRule(flow);
        double seconds = (double) durationNs / TimeUnit.SECONDS.toNanos(1);
        return String.format(Locale.ROOT,
                " cookie=0x%x, duration=%.3fs, table=%d, n_packets=%d, n_bytes=%d, %s%s%sactions=%s",
                flow.cookie(), seconds, flow.table(), packets, bytes, timeout("idle_timeout", flow.idleTimeout()),
                timeout("hard_timeout", flow.hardTimeout()), rule.isEmpty() ? "" : rule + " ",
                FlowText.printActions(flow.actions()));
    }

    private static String timeout(String name, int seconds) {
        return seconds == 0 ? "" : name + "=" + seconds + ", ";
    }
}
