package okko.switchd.external;

import okko.switchd.packet.ProcessorState;

/**
 * A ring port's processor as its supervisor sees it.
 *
 * @param port           name of the port, and of the processor
 * @param state          label of a {@link ProcessorState}
 * @param pid            number of its process; 0 if there is none
 * @param uid            user of its process; 0 if there is none
 * @param heartbeatAgeMs since its last sign of life; 0 if there is none
 * @param attached       how often a processor has attached to this port
 * @param died           how many of them have died
 */
public record ProcessorStatus(
        String port, String state, int pid, int uid, long heartbeatAgeMs, long attached, long died) {}
