package okko.switchd.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import okko.switchd.flow.Meter;

/** A meter that measures. Shared by all datapath threads, without a lock; the only thing that they all write to. */
public final class MeterState {

    private static final VarHandle PACKETS;
    private static final VarHandle BYTES;

    static {
        try {
            var lookup = MethodHandles.lookup();
            PACKETS = lookup.findVarHandle(MeterState.class, "packets", long.class);
            BYTES = lookup.findVarHandle(MeterState.class, "bytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final TokenBucket[] bands;

    private long packets;
    private long bytes;

    /**
     * Starts with full buckets.
     *
     * @param meter all of whose bands drop
     * @param nowNs the time
     */
    public MeterState(Meter meter, long nowNs) {
        bands = meter.bands().stream()
                .map(band -> new TokenBucket(meter.unit(), band, nowNs))
                .toArray(TokenBucket[]::new);
    }

    private MeterState(MeterState other) {
        bands = Arrays.stream(other.bands).map(TokenBucket::copy).toArray(TokenBucket[]::new);
    }

    /** {@return one that is as full, and goes its own way} */
    public MeterState copy() {
        return new MeterState(this);
    }

    /**
     * Lets a packet pass or not.
     *
     * @param frameBytes length of its frame
     * @param nowNs      the time
     * @return false if it is too much for one of the bands
     */
    public boolean admits(int frameBytes, long nowNs) {
        PACKETS.getAndAdd(this, 1L);
        BYTES.getAndAdd(this, (long) frameBytes);
        for (TokenBucket band : bands) {
            if (!band.admits(frameBytes, nowNs)) {
                return false;
            }
        }
        return true;
    }

    /** {@return packets that it was asked about} */
    public long packets() {
        return (long) PACKETS.getOpaque(this);
    }

    /** {@return bytes of their frames} */
    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    /**
     * What was too much for a band.
     *
     * @param packets how many
     * @param bytes   of their frames
     */
    public record Excess(long packets, long bytes) {}

    /** {@return what was too much for each band, in their order} */
    public List<Excess> excess() {
        return Arrays.stream(bands).map(band -> new Excess(band.excessPackets(), band.excessBytes())).toList();
    }
}
