package okko.eval.peer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts of OVS's ports, as {@code ovs-ofctl dump-ports} prints them, read one port after the other within
 * microseconds.
 *
 * @param byNumber OpenFlow number of the port
 * @param atNs     when they were read, by {@link System#nanoTime}
 */
record OvsPorts(Map<Integer, Counts> byNumber, long atNs) {

    /** The bridge's own port has a name, not a number. */
    private static final Pattern PORT = Pattern.compile("port\\s+(\\d+):\\s+rx pkts=(\\d+), .*?drop=(\\d+).*"
            + "\\s+tx pkts=(\\d+), .*?drop=(\\d+)");

    /**
     * Packets of a port.
     *
     * @param received        by the switch
     * @param receivedDropped lost on the way in
     * @param sent            by the switch
     * @param sentDropped     that the port did not take
     */
    record Counts(long received, long receivedDropped, long sent, long sentDropped) {}

    static OvsPorts parse(String text, long atNs) throws IOException {
        Map<Integer, Counts> counts = new HashMap<>();
        Matcher port = PORT.matcher(text);
        while (port.find()) {
            counts.put(Integer.parseInt(port.group(1)), new Counts(Long.parseLong(port.group(2)),
                    Long.parseLong(port.group(3)), Long.parseLong(port.group(4)), Long.parseLong(port.group(5))));
        }
        if (counts.isEmpty()) {
            throw new IOException("ovs-ofctl dump-ports: no counts of packets in \"" + text.trim() + "\"");
        }
        return new OvsPorts(counts, atNs);
    }

    /** Packets that some port did not take, or lost on their way in. */
    long dropped() {
        return byNumber.values().stream().mapToLong(port -> port.receivedDropped + port.sentDropped).sum();
    }

    /** The counts of a port that there is. */
    Counts of(int number) throws IOException {
        Counts counts = byNumber.get(number);
        if (counts == null) {
            throw new IOException("ovs-ofctl dump-ports: no port " + number);
        }
        return counts;
    }
}
