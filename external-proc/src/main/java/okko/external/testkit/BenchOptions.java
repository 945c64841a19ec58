package okko.external.testkit;

import java.util.Map;
import java.util.TreeMap;
import okko.external.api.PacketFeed.Access;

/**
 * How a test bench shows packets.
 *
 * @param settings     of the processor, as by {@code --set}
 * @param batchPackets most packets in a batch, 1 to 64
 * @param emptyBuffers buffers for packets of the processor's own in each batch, 0 to 64
 * @param access       read-only as in an attachment of trust {@code monitor}, or writable
 * @param inPort       OpenFlow number of the port that all packets come from
 * @param metadata     that all packets come with, 0 to 255
 */
public record BenchOptions(
        Map<String, String> settings, int batchPackets, int emptyBuffers, Access access, int inPort, int metadata) {

    private static final int MAX_BATCH = 64;

    /** Batches of 32 from port 1, writable, with 32 empty buffers; no settings. */
    public static final BenchOptions DEFAULT = new BenchOptions(Map.of(), 32, 32, Access.WRITABLE, 1, 0);

    /** Checks the numbers. */
    public BenchOptions {
        settings = Map.copyOf(settings);
        if (batchPackets < 1 || batchPackets > MAX_BATCH || emptyBuffers < 0 || emptyBuffers > MAX_BATCH) {
            throw new IllegalArgumentException("1 to 64 packets and 0 to 64 empty buffers in a batch: batchPackets="
                    + batchPackets + ", emptyBuffers=" + emptyBuffers);
        }
    }

    /**
     * Adds a setting.
     *
     * @param key   of the setting
     * @param value of the setting
     * @return options with it
     */
    public BenchOptions with(String key, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(key, value);
        return new BenchOptions(more, batchPackets, emptyBuffers, access, inPort, metadata);
    }

    /**
     * Chooses the size of batches.
     *
     * @param packets most in a batch
     * @return options with it
     */
    public BenchOptions withBatches(int packets) {
        return new BenchOptions(settings, packets, emptyBuffers, access, inPort, metadata);
    }

    /**
     * Chooses how many packets can be originated with each batch.
     *
     * @param buffers empty ones
     * @return options with it
     */
    public BenchOptions withEmptyBuffers(int buffers) {
        return new BenchOptions(settings, batchPackets, buffers, access, inPort, metadata);
    }

    /** {@return options by which packets may only be read, as in an attachment of trust {@code monitor}} */
    public BenchOptions readOnly() {
        return new BenchOptions(settings, batchPackets, emptyBuffers, Access.READ_ONLY, inPort, metadata);
    }

    /**
     * Chooses where packets come from.
     *
     * @param port        OpenFlow number of their port
     * @param itsMetadata that they come with
     * @return options with it
     */
    public BenchOptions from(int port, int itsMetadata) {
        return new BenchOptions(settings, batchPackets, emptyBuffers, access, port, itsMetadata);
    }
}
