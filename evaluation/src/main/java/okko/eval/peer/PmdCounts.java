package okko.eval.peer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the thread of OVS that forwards packets took and what it could not decide on, as {@code ovs-appctl
 * dpif-netdev/pmd-stats-show} prints it. The latter are the first packets of a new port, which the OpenFlow tables do
 * not know yet.
 *
 * @param received  from all ports
 * @param undecided of these, dropped for want of a decision
 */
record PmdCounts(long received, long undecided) {

    static PmdCounts parse(String text) {
        return new PmdCounts(number(text, "packets received"), number(text, "miss with failed upcall"));
    }

    private static long number(String text, String key) {
        Matcher line = Pattern.compile("^\\s*" + Pattern.quote(key) + ":\\s*(\\d+)", Pattern.MULTILINE).matcher(text);
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }
}
