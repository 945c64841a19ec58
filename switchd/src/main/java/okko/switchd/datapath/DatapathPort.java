package okko.switchd.datapath;

import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;

/**
 * A port, or one of its receive queues, as a datapath thread sees it.
 *
 * @param number OpenFlow number, 1 to 65,535
 * @param name   as people call it
 * @param source its receiving half
 * @param sink   its sending half
 */
public record DatapathPort(int number, String name, Source source, Sink sink) {

    /** Highest number: descriptors in a ring have 16 bits for it. */
    public static final int MAX_NUMBER = 0xffff;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public DatapathPort {
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("port number must be 1 to 65535: number=" + number);
        }
    }
}
