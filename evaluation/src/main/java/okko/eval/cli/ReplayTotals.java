package okko.eval.cli;

import java.util.Map;

/**
 * What became of the packets of a journal that were sent into a switch.
 *
 * @param port      that sent them
 * @param packets   sent
 * @param cut       packets that were not sent, because the recorder had kept only their first bytes
 * @param sinks     packets by the name of the port that they left by
 * @param drops     packets by the reason of their drop
 * @param in        packets received by all ports but processors'
 * @param out       packets sent by all ports but processors'
 * @param dropped   packets dropped, for all reasons
 * @param copies    packets that action lists with several outputs added
 * @param lent      packets that processors hold now, less those they held before
 * @param conserved whether {@code in + copies = out + dropped + lent}
 */
record ReplayTotals(String port, long packets, long cut, Map<String, Long> sinks, Map<String, Long> drops, long in,
        long out, long dropped, long copies, long lent, boolean conserved) {}
