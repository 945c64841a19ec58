package okko.switchd.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import okko.switchd.flow.Meter;

/**
 * Lets packets pass at a rate, and bursts of a size. Shared by all datapath threads, without a lock.
 *
 * <p>It is kept as the one moment at which the bucket would be full again (virtual scheduling, ITU-T I.371, A.1): a
 * packet moves that moment on by the time that the rate needs for it, and is too much if the moment would be further
 * away than the burst.
 */
final class TokenBucket {

    // Moments are in 1/32 ns since this was made, so that the cost of a short packet at a high rate is exact enough;
    // 63 bits last for nine years.
    private static final int TICKS_PER_NS = 32;
    private static final long TICKS_PER_S = 1_000_000_000L * TICKS_PER_NS;
    private static final long BITS_PER_BYTE = 8;
    private static final long BITS_PER_KILOBIT = 1_000;
    private static final long MAX_BURST_TICKS = Long.MAX_VALUE / 4;

    private static final VarHandle FULL_AT;
    private static final VarHandle EXCESS_PACKETS;
    private static final VarHandle EXCESS_BYTES;

    static {
        try {
            var lookup = MethodHandles.lookup();
            FULL_AT = lookup.findVarHandle(TokenBucket.class, "fullAt", long.class);
            EXCESS_PACKETS = lookup.findVarHandle(TokenBucket.class, "excessPackets", long.class);
            EXCESS_BYTES = lookup.findVarHandle(TokenBucket.class, "excessBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Meter.Unit unit;
    private final double ticksPerToken;
    private final long burstTicks;
    private final long startNs;

    private long fullAt;
    private long excessPackets;
    private long excessBytes;

    /** Starts full. */
    TokenBucket(Meter.Unit unit, Meter.Band band, long nowNs) {
        this.unit = unit;
        ticksPerToken = (double) TICKS_PER_S / Integer.toUnsignedLong(band.rate());
        burstTicks = band.burst() == 0
                ? TICKS_PER_S
                : (long) Math.min(ticksPerToken * Integer.toUnsignedLong(band.burst()), MAX_BURST_TICKS);
        startNs = nowNs;
    }

    private TokenBucket(TokenBucket other) {
        unit = other.unit;
        ticksPerToken = other.ticksPerToken;
        burstTicks = other.burstTicks;
        startNs = other.startNs;
        fullAt = (long) FULL_AT.getOpaque(other);
    }

    /** {@return one that is as full, and has counted nothing} */
    TokenBucket copy() {
        return new TokenBucket(this);
    }

    /** Lets a packet pass; says false, and counts it, if it is too much. */
    boolean admits(int frameBytes, long nowNs) {
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

    /** {@return packets that were too much} */
    long excessPackets() {
        return (long) EXCESS_PACKETS.getOpaque(this);
    }

    /** {@return bytes of their frames} */
    long excessBytes() {
        return (long) EXCESS_BYTES.getOpaque(this);
    }
}
