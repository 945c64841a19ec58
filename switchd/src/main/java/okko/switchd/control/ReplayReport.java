package okko.switchd.control;

import java.util.List;
import java.util.Map;

/**
 * What a {@code replay run} gave. All numbers are of this run alone.
 *
 * @param port      that replayed
 * @param passes    whole passes over the capture
 * @param packets   handed out
 * @param bytes     handed out
 * @param elapsedNs by the datapath thread, from the first packet handed out until all were home again
 * @param cpuNs     processor time of the datapath thread meanwhile
 * @param missing   packets that did not come home before patience ended
 * @param sinks     each other port that is not a processor's
 * @param drops     packets dropped, by reason, anywhere in the switch
 * @param in        packets received by all ports but processors', and those that processors began themselves
 * @param out       packets sent by all ports but processors'
 * @param dropped   packets dropped, for all reasons
 * @param copies    packets that action lists with several outputs added
 * @param lent      packets that processors hold now or that are going around one, less those before
 * @param conserved whether {@code in + copies = out + dropped + lent}
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
        boolean conserved) {

    /**
     * What one port sent.
     *
     * @param port     name
     * @param packets  sent
     * @param bytes    sent
     * @param checksum sum of the frames' hashes, hexadecimal; {@code null} unless asked for, and from replay ports only
     */
    public record Arrivals(String port, long packets, long bytes, String checksum) {}
}
