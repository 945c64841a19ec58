package okko.eval.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counted at an interface, as {@code /proc/PID/net/dev} shows it to anybody, whatever namespace the
 * interface is in.
 *
 * @param received    packets
 * @param sent        packets
 * @param sentDropped packets that the other end did not take
 */
record LinkCounts(long received, long sent, long sentDropped) {

    private static final int RECEIVED = 1;
    private static final int SENT = 9;
    private static final int SENT_DROPPED = 11;

    /** Reads the counts of an interface in the namespace of a process. */
    static LinkCounts read(long pid, String name) throws IOException {
        return parse(Files.readString(Path.of("/proc", Long.toString(pid), "net", "dev")), name);
    }

    static LinkCounts parse(String text, String name) throws IOException {
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).trim().equals(name)) {
                String[] numbers = line.substring(colon + 1).trim().split("\\s+");
                return new LinkCounts(Long.parseLong(numbers[RECEIVED]), Long.parseLong(numbers[SENT]),
                        Long.parseLong(numbers[SENT_DROPPED]));
            }
        }
        throw new IOException("no interface " + name + " in its namespace");
    }
}
