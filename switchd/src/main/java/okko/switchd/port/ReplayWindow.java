package okko.switchd.port;

import java.util.function.LongSupplier;

/**
 * How many packets may be between the source and the sinks. Where packets leave the switch and come in again, by a veth
 * pair for instance, their buffers are back long before they are, and hold back nobody; this does. A packet that is
 * lost out there takes its place with it.
 *
 * <p>For a port with one receive queue; asked on its thread, once per batch.
 */
public final class ReplayWindow {

    /** Buffers that are under way are limit enough. */
    public static final ReplayWindow UNLIMITED = new ReplayWindow(Integer.MAX_VALUE, () -> 0);

    private final int packets;
    private final LongSupplier arrived;

    /**
     * Limits what is under way.
     *
     * @param packets at most, 1 or more
     * @param arrived how many packets have come to the sinks since the run began; called on the source's thread
     */
    public ReplayWindow(int packets, LongSupplier arrived) {
        if (packets < 1) {
            throw new IllegalArgumentException("a window holds 1 packet at least: packets=" + packets);
        }
        this.packets = packets;
        this.arrived = arrived;
    }

    /**
     * Counts.
     *
     * @param sent packets of the run so far
     * @return how many of them have come to no sink yet; 0 without a limit
     */
    long underWay(long sent) {
        return packets == Integer.MAX_VALUE ? 0 : sent - arrived.getAsLong();
    }

    /**
     * Says how many more may go.
     *
     * @param sent packets of the run so far
     * @return packets, not less than 0
     */
    int room(long sent) {
        return (int) Math.max(0, packets - underWay(sent));
    }
}
