package okko.switchd.port;

import java.util.Map;

/**
 * A port of type aeron and its processor as the datapath sees them between two batches.
 *
 * @param heartbeatAgeMs since the processor was heard; 0 if there is none
 * @param attached       how often a processor has begun to serve the port
 * @param underWay       packets that have no answer yet
 * @param waiting        of them, packets that Aeron has had no room for yet
 * @param onBypass       packets that wait to enter the pipeline without having seen a processor
 * @param bypassed       packets that went around it, by the reason for which they would have been dropped
 * @param badAnswers     what was received and did not hold
 */
public record AeronStatus(
        long heartbeatAgeMs, long attached, int underWay, int waiting, int onBypass, Map<String, Long> bypassed,
        long badAnswers) {}
