package okko.switchd.control;

import java.util.Map;

/**
 * A port in {@code port list} and {@code port show}.
 *
 * @param name       of the port
 * @param number     OpenFlow number
 * @param type       kind
 * @param state      whether packets can pass
 * @param mtuBytes   longest frame of its interface, without the Ethernet header; 0 if it has none
 * @param rxPackets  received
 * @param rxBytes    received
 * @param txPackets  sent
 * @param txBytes    sent
 * @param drops      packets that the port dropped, by reason; reasons that have not occurred are left out
 * @param linkCounts what the kernel counted at its interface: errors and drops by direction; empty if it has none
 * @param details    more, by kind of port
 */
public record PortStatus(
        String name,
        int number,
        String type,
        String state,
        int mtuBytes,
        long rxPackets,
        long rxBytes,
        long txPackets,
        long txBytes,
        Map<String, Long> drops,
        Map<String, Long> linkCounts,
        Map<String, Object> details) {

    /** Packets can pass. */
    public static final String UP = "up";

    /** Its interface is switched off or has no carrier, or nobody serves the port. */
    public static final String DOWN = "down";

    /** The port was switched off. */
    public static final String OFF = "off";

    /** It has no interface now: that is gone, or in another network namespace. */
    public static final String ABSENT = "absent";
}
