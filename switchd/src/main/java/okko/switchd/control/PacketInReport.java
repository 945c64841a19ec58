package okko.switchd.control;

import java.util.List;

/**
 * What a controller is told at a time.
 *
 * @param packets in the order in which they came
 * @param lost    packets that came since the last report and were not kept for this controller, which is too slow
 */
public record PacketInReport(List<Item> packets, long lost) {

    /**
     * The beginning of a packet.
     *
     * @param inPort     OpenFlow number of the port that it came in by
     * @param reason     why it is here: {@code action}, {@code no_match} or {@code invalid_ttl}
     * @param table      number of the table whose rule sent it
     * @param cookie     of that rule, hexadecimal
     * @param frameBytes length of the whole frame
     * @param frame      its beginning, two hexadecimal digits per byte
     */
    public record Item(int inPort, String reason, int table, String cookie, int frameBytes, String frame) {}
}
