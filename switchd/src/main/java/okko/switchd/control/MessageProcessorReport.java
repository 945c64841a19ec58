package okko.switchd.control;

import java.util.Map;

/**
 * A port of type aeron and its processor in {@code proc list} and {@code proc show}.
 *
 * @param port           name of the port
 * @param number         OpenFlow number of the port
 * @param type           {@code aeron}
 * @param state          {@code absent}, {@code attached}, {@code silent}
 * @param whenSlow       {@code drop}, or {@code bypass=} with the result
 * @param heartbeatAgeMs since the processor's last sign of life; 0 if there is none
 * @param attached       how often a processor has begun to serve the port
 * @param lent           packets under way, of which the processor has copies
 * @param waiting        of them, packets that Aeron has had no room for yet
 * @param quota          most packets that may be under way
 * @param badAnswers     what was received and did not hold
 * @param sent           packets to the processor
 * @param returned       answers to them, drops included
 * @param bypassed       packets that went around it, by the reason for which they would have been dropped
 * @param onBypass       of them, packets that wait to enter the pipeline again
 * @param drops          at the port, by reason
 */
public record MessageProcessorReport(
        String port,
        int number,
        String type,
        String state,
        String whenSlow,
        long heartbeatAgeMs,
        long attached,
        int lent,
        int waiting,
        int quota,
        long badAnswers,
        long sent,
        long returned,
        Map<String, Long> bypassed,
        int onBypass,
        Map<String, Long> drops) implements ExternalReport {}
