package okko.switchd.control;

import java.util.EnumMap;
import java.util.List;
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
record TrafficCount(long in, long out, long copies, long lent, long[] sentPackets, long[] sentBytes,
        Map<DropReason, Long> drops) {

    static TrafficCount take(List<OpenPort> ports, Datapaths datapaths) {
        long in = 0;
        long out = 0;
        long lent = datapaths.handedOver();
        long[] sentPackets = new long[ports.size()];
        long[] sentBytes = new long[ports.size()];
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            drops.put(reason, datapaths.drops(reason));
        }
        for (int i = 0; i < ports.size(); i++) {
            PortCounters counters = ports.get(i).port().counters();
            if (ports.get(i).port() instanceof ExternalPort external) {
                in += external.originated();
                lent += external.packetsUnderWay();
            } else {
                in += counters.rxPackets();
                out += counters.txPackets();
            }
            sentPackets[i] = counters.txPackets();
            sentBytes[i] = counters.txBytes();
            for (DropReason reason : DropReason.values()) {
                drops.merge(reason, counters.drops().packets(reason), Long::sum);
            }
        }
        return new TrafficCount(in, out, datapaths.copies(), lent, sentPackets, sentBytes, drops);
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
