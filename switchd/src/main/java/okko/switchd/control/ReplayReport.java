package okko.switchd.control;

import java.util.List;
import java.util.Map;
import okko.switchd.port.Losses;
import okko.switchd.port.ReplayOutcome;
import okko.switchd.port.ReplayRequest;

/**
 * What a {@code replay run} gave. All numbers are of this run alone.
 *
 * @param port         that replayed
 * @param passes       whole passes over the capture
 * @param packets      handed out
 * @param bytes        handed out
 * @param elapsedNs    by the datapath thread, from the first packet handed out until all were home again
 * @param cpuNs        processor time of the datapath thread meanwhile
 * @param missing      packets that did not come home before patience ended
 * @param sinks        each other port that is not a processor's
 * @param drops        packets dropped, by reason, anywhere in the switch
 * @param in           packets received by all ports but processors', and those that processors began themselves
 * @param out          packets sent by all ports but processors'
 * @param dropped      packets dropped, for all reasons
 * @param copies       packets that action lists with several outputs added
 * @param lent         packets that processors hold now or that are going around one, less those before
 * @param conserved    whether {@code in + copies = out + dropped + lent}, and what was offered was handed out or lost
 * @param load         what was offered, where a rate was asked for; otherwise {@code null}
 * @param latency      how long packets took, where that was asked for; otherwise {@code null}
 * @param disturbances what the daemon did besides
 */
public record ReplayReport(
        String port,
        long passes,
        long packets,
        long bytes,
        long elapsedNs,
        long cpuNs,
        int missing,
        List<Arrivals> sinks,
        Map<String, Long> drops,
        long in,
        long out,
        long dropped,
        long copies,
        long lent,
        boolean conserved,
        Load load,
        LatencyReport latency,
        Disturbances disturbances) {

    /**
     * What one port sent.
     *
     * @param port     name
     * @param packets  sent
     * @param bytes    sent
     * @param checksum sum of the frames' hashes, hexadecimal; {@code null} unless asked for, and from replay ports only
     */
    public record Arrivals(String port, long packets, long bytes, String checksum) {}

    /**
     * What was offered at a rate, and what became of it.
     *
     * @param ratePps      packets per second, of all receive queues together
     * @param durationNs   from the first packet due to the end of the last one's time
     * @param receiveQueue packets that wait for the switch at most, in each queue
     * @param offered      packets that were due
     * @param handedIn     of these, packets that the switch has taken
     * @param delivered    sent by all ports but processors'
     * @param lost         offered and not handed in
     * @param lostBy       the same by what kept the switch from them
     */
    public record Load(double ratePps, long durationNs, int receiveQueue, long offered, long handedIn, long delivered,
            long lost, Map<String, Long> lostBy) {

        static Load of(ReplayRequest.Offered load, ReplayOutcome run, long delivered) {
            Losses losses = run.losses();
            return new Load(load.ratePps(), load.durationNs(), load.receiveQueue(), run.offered(), run.packets(),
                    delivered, losses.total(), Map.of("receive_queue_full", losses.receiveQueueFull(),
                            "still_under_way", losses.stillUnderWay()));
        }
    }
}
