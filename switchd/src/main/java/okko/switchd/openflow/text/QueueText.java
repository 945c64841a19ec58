package okko.switchd.openflow.text;

import java.util.List;
import okko.switchd.flow.PortLabels;
import okko.switchd.openflow.StatisticsReply.QueueStatistics;

/** Queues, and what went through them. */
final class QueueText {

    private static final long UNKNOWN = -1;

    private QueueText() {}

    static String statistics(List<QueueStatistics> queues, PortLabels labels) {
        StringBuilder text = new StringBuilder(" " + queues.size() + " queues\n");
        for (QueueStatistics queue : queues) {
            text.append("  port %s queue %s: bytes=%s, pkts=%s, errors=%s, duration=%s\n".formatted(
                    labels.label(queue.port()), Integer.toUnsignedString(queue.queue()),
                    PortText.count(queue.txBytes()), PortText.count(queue.txPackets()),
                    PortText.count(queue.txErrors()),
                    queue.durationNs() == UNKNOWN ? "?" : Duration.print(queue.durationNs())));
        }
        return text.toString();
    }
}
