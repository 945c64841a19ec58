package okko.switchd.table;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.FlowText;
import okko.switchd.packet.Filter;

/**
 * A flow and what it did, at one moment.
 *
 * @param flow       as it was added
 * @param durationNs since then
 * @param packets    that matched
 * @param bytes      of their frames
 * @param idleNs     since it was last used or, if it never was, added; to the second
 * @param hardNs     since it was added or modified
 * @param filter     what its filter did in the switch, in all threads; nothing if it has none
 */
public record FlowStatus(Flow flow, long durationNs, long packets, long bytes, long idleNs, long hardNs,
        Filter.Work filter) {

    /**
     * Writes it as {@code ovs-ofctl -O OpenFlow15 dump-flows} does; the text can be read again as a flow.
     *
     * @return one line, which begins with a blank
     */
    public String text() {
        String rule = FlowText.printRule(flow);
        double seconds = (double) durationNs / TimeUnit.SECONDS.toNanos(1);
        String flags = Stream.of(FlowFlag.values())
                .filter(flow.flags()::contains)
                .map(flag -> flag.label() + " ")
                .collect(Collectors.joining());
        long hardAge = TimeUnit.NANOSECONDS.toSeconds(hardNs);
        return String.format(Locale.ROOT,
                " cookie=0x%x, duration=%.3fs, table=%d, n_packets=%d, n_bytes=%d, %s%s%s%sidle_age=%d, %s%sactions=%s",
                flow.cookie(), seconds, flow.table(), packets, bytes, number("idle_timeout", flow.idleTimeout()),
                number("hard_timeout", flow.hardTimeout()), flags, number("importance", flow.importance()),
                TimeUnit.NANOSECONDS.toSeconds(idleNs),
                hardAge == TimeUnit.NANOSECONDS.toSeconds(durationNs) ? "" : "hard_age=" + hardAge + ", ",
                rule.isEmpty() ? "" : rule + " ", FlowText.printActions(flow.actions()));
    }

    private static String number(String name, int number) {
        return number == 0 ? "" : name + "=" + number + ", ";
    }
}
