package okko.eval.peer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the thread of OVS that forwards packets counted, as {@code ovs-appctl dpif-netdev/pmd-stats-show} prints it.
 *
 * @param simpleHits       packets whose port has no rule on anything but the port, looked up by little more than that
 * @param emcHits          packets found in the exact-match cache
 * @param smcHits          packets found in the signature-match cache
 * @param megaflowHits     packets found among megaflows
 * @param subtablesPerHit  megaflow masks that were tried for such a packet, on average
 * @param misses           packets that the OpenFlow tables were asked about
 * @param cyclesPerPacket  of the processor's clock, the work on received packets alone
 */
public record OvsStats(long simpleHits, long emcHits, long smcHits, long megaflowHits, double subtablesPerHit,
        long misses, double cyclesPerPacket) {

    static OvsStats parse(String text) {
        return new OvsStats((long) number(text, "simple match hits"), (long) number(text, "emc hits"),
                (long) number(text, "smc hits"), (long) number(text, "megaflow hits"),
                number(text, "avg. subtable lookups per megaflow hit"),
                (long) number(text, "miss with success upcall"), number(text, "avg processing cycles per packet"));
    }

    /** OVS leaves lines out that it has nothing for. */
    private static double number(String text, String key) {
        Pattern pattern = Pattern.compile("^\\s*" + Pattern.quote(key) + ":\\s*([0-9.]+)", Pattern.MULTILINE);
        Matcher line = pattern.matcher(text);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }
}
