package okko.switchd.control;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import okko.switchd.datapath.Datapaths;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.port.ExternalPort;
import okko.switchd.port.OpenPort;

/**
 * All packets that have come, gone and been dropped so far; taken while all datapath threads stand still, when the
 * numbers fit together. What passes a processor is neither in nor out: it comes back, is dropped, or is on its way:
 * lent, or going around a processor that could not take it. So is what one thread hands over to another. What a
 * processor originates comes in.
 */
record TrafficCount(long in, long out, long copies, long lent, Map<OpenPort, Sent> sent,
        Map<DropReason, Long> drops) {

    /** What went out by one port. */
    record Sent(long packets, long bytes) {

        static final Sent NOTHING = new Sent(0, 0);
    }

    static TrafficCount take(Ports.State ports, Datapaths datapaths) {
        long in = ports.retired().in() + datapaths.injected();
        long out = ports.retired().out();
        long lent = datapaths.handedOver();
        Map<OpenPort, Sent> sent = new HashMap<>();
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            drops.put(reason, datapaths.drops(reason) + ports.retired().drops().getOrDefault(reason, 0L));
        }
        for (OpenPort open : ports.open()) {
            PortCounters counters = open.port().counters();
            if (open.port() instanceof ExternalPort external) {
                in += external.originated();
                lent += external.packetsUnderWay();
            } else {
                in += counters.rxPackets();
                out += counters.txPackets();
            }
            sent.put(open, new Sent(counters.txPackets(), counters.txBytes()));
            for (DropReason reason : DropReason.values()) {
                drops.merge(reason, counters.drops().packets(reason), Long::sum);
            }
        }
        return new TrafficCount(in, out, datapaths.copies(), lent, sent, drops);
    }

    /** {@return what a port has sent since an earlier count; one that has come since began with nothing} */
    Sent sentSince(TrafficCount before, OpenPort port) {
        Sent now = sent.getOrDefault(port, Sent.NOTHING);
        Sent then = before.sent.getOrDefault(port, Sent.NOTHING);
        return new Sent(now.packets - then.packets, now.bytes - then.bytes);
    }

    /** {@return what was dropped since an earlier count, by label; reasons that did not occur are left out} */
    Map<String, Long> dropsSince(TrafficCount before) {
        Map<String, Long> since = new TreeMap<>();
        drops.forEach((reason, count) -> {
            long difference = count - before.drops.get(reason);
            if (difference != 0) {
                since.put(reason.label(), difference);
            }
        });
        return since;
    }
}
