package okko.switchd.trace;

import java.util.List;
import java.util.Map;

/**
 * What would become of a packet.
 *
 * @param flow     its header fields
 * @param frame    its bytes, in hexadecimal
 * @param found    what happens to it, in order, a line each: tables, rules, programs and what they say; what belongs to
 *                 a table is indented by two blanks
 * @param megaflow what all packets agree in that have the same steps
 * @param actions  these steps, all of them: a filter's two branches in brackets
 * @param outputs  the packets that leave, in the order in which each port gets them
 * @param drops    how many copies of it end in the switch, by the reason's label
 */
public record Trace(String flow, String frame, List<String> found, String megaflow, String actions,
        List<Output> outputs, Map<String, Long> drops) {

    /**
     * A packet that leaves.
     *
     * @param port    OpenFlow number of the port; {@code controller} for a beginning that controllers get
     * @param changes header fields in which it differs from the one that came in; empty for none
     * @param frame   its bytes, in hexadecimal
     */
    public record Output(String port, String changes, String frame) {}
}
