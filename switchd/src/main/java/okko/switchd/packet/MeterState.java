package okko.switchd.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A token bucket: lets packets pass at a rate, and bursts of a size. Shared by all datapath threads, without a lock.
 *
 * <p>It is kept as the one moment at which the bucket would be full again (virtual scheduling, ITU-T I.371, A.1): a
 * packet moves that moment on by the time that the rate needs for it, and is too much if the moment would be further
 * away than the burst.
 */
public final class MeterState {

    /** What is measured. */
    public enum Unit {
        /** 1,000 bits of frames per second. */
        KILOBITS,
        /** Packets per second. */
        PACKETS
    }

    // Moments are in 1/32 ns since this was made, so that the cost of a short packet at a high rate is exact enough;
    // 63 bits last for nine years.
    private static final int TICKS_PER_NS = 32;
    private static final long TICKS_PER_S = 1_000_000_000L * TICKS_PER_NS;
    private static final long BITS_PER_BYTE = 8;
    private static final long BITS_PER_KILOBIT = 1_000;

    private static final VarHandle FULL_AT;
    private static final VarHandle PACKETS;
    private static final VarHandle BYTES;
    private static final VarHandle EXCESS_PACKETS;
    private static final VarHandle EXCESS_BYTES;

    static {
        try {
            var lookup = MethodHandles.lookup();
            FULL_AT = lookup.findVarHandle(MeterState.class, "fullAt", long.class);
            PACKETS = lookup.findVarHandle(MeterState.class, "packets", long.class);
            BYTES = lookup.findVarHandle(MeterState.class, "bytes", long.class);
            EXCESS_PACKETS = lookup.findVarHandle(MeterState.class, "excessPackets", long.class);
            EXCESS_BYTES = lookup.findVarHandle(MeterState.class, "excessBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Unit unit;
    private final double ticksPerToken;
    private final long burstTicks;
    private final long startNs;

    private long fullAt;
    private long packets;
    private long bytes;
    private long excessPackets;
    private long excessBytes;

    /**
     * Starts with a full bucket.
     *
     * @param unit  of rate and burst
     * @param rate  tokens per second, 1 or more
     * @param burst tokens that the bucket holds; 0 for those of one second
     * @param nowNs the time
     */
    public MeterState(Unit unit, long rate, long burst, long nowNs) {
        if (rate < 1 || burst < 0) {
            throw new IllegalArgumentException("rate must be 1 or more, burst 0 or more: rate=" + rate + ", burst="
                    + burst);
        }
        this.unit = unit;
        ticksPerToken = (double) TICKS_PER_S / rate;
        burstTicks = burst == 0 ? TICKS_PER_S : (long) Math.min(ticksPerToken * burst, Long.MAX_VALUE / 4.0);
        startNs = nowNs;
    }

    /**
     * Lets a packet pass or not.
     *
     * @param frameBytes length of its frame
     * @param nowNs      the time
     * @return false if it is too much
     */
    public boolean admits(int frameBytes, long nowNs) {
        PACKETS.getAndAdd(this, 1L);
        BYTES.getAndAdd(this, (long) frameBytes);
        long now = (nowNs - startNs) * TICKS_PER_NS;
        long cost = cost(frameBytes);
        while (true) {
            long full = (long) FULL_AT.getOpaque(this);
            long newFull = Math.max(full, now) + cost;
            if (newFull - now > burstTicks) {
                EXCESS_PACKETS.getAndAdd(this, 1L);
                EXCESS_BYTES.getAndAdd(this, (long) frameBytes);
                return false;
            }
            if (FULL_AT.weakCompareAndSetPlain(this, full, newFull)) { // nothing else is published through it
                return true;
            }
        }
    }

    private long cost(int frameBytes) {
        return switch (unit) {
            case PACKETS -> (long) ticksPerToken;
            case KILOBITS -> (long) (ticksPerToken * (frameBytes * BITS_PER_BYTE) / BITS_PER_KILOBIT);
        };
    }

    /** {@return packets that it was asked about} */
    public long packets() {
        return (long) PACKETS.getOpaque(this);
    }

    /** {@return bytes of their frames} */
    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    /** {@return of the packets, those that were too much} */
    public long excessPackets() {
        return (long) EXCESS_PACKETS.getOpaque(this);
    }

    /** {@return bytes of their frames} */
    public long excessBytes() {
        return (long) EXCESS_BYTES.getOpaque(this);
    }
}
