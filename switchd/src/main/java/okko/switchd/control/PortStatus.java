package okko.switchd.control;

import java.util.Map;

/**
 * A port in {@code port list}.
 *
 * @param name      of the port
 * @param number    OpenFlow number
 * @param type      kind
 * @param rxPackets received
 * @param rxBytes   received
 * @param txPackets sent
 * @param txBytes   sent
 * @param drops     packets that the port dropped, by reason; reasons that have not occurred are left out
 * @param details   more, by kind of port
 */
public record PortStatus(
        String name,
        int number,
        String type,
        long rxPackets,
        long rxBytes,
        long txPackets,
        long txBytes,
        Map<String, Long> drops,
        Map<String, Object> details) {}
