package okko.ringshm.layout;

/**
 * The region of one attachment: what follows the {@link RegionDescriptor}. Made anew for every attachment.
 *
 * <pre>
 *  offset         size       field           unit         written by
 *      64            4       capacity        descriptors  switch; of each ring, a power of two
 *     128            8       processor beat  ns           processor; CLOCK_MONOTONIC at its last sign of life
 *     256         ring size  to processor    -            a {@link RingDescriptor}; packets, the switch produces
 *     256 +       ring size  from processor  -            a {@link RingDescriptor}; packets, the processor produces
 *       ring size
 *     256 +       ring size  empty buffers   -            a {@link RingDescriptor}; for packets that the processor
 *   2 * ring size                                         originates, the switch produces
 * </pre>
 *
 * The beat begins as the time of the attachment, set by the switch before it hands the region over.
 */
public final class AttachmentDescriptor {

    /** Offset of the rings' capacity, bytes. */
    public static final int CAPACITY_OFFSET = 64;

    /** Offset of the processor's sign of life, bytes. */
    public static final int PROCESSOR_BEAT_OFFSET = 128;

    /** Offset of the ring that brings packets to the processor, bytes. */
    public static final int TO_PROCESSOR_OFFSET = 256;

    private AttachmentDescriptor() {}

    /**
     * Finds the ring of packets from the processor to the switch.
     *
     * @param capacity of each ring, descriptors
     * @return its offset, bytes
     */
    public static int fromProcessorOffset(int capacity) {
        return TO_PROCESSOR_OFFSET + RingDescriptor.sizeBytes(capacity);
    }

    /**
     * Finds the ring of empty buffers from the switch to the processor.
     *
     * @param capacity of each ring, descriptors
     * @return its offset, bytes
     */
    public static int emptyBuffersOffset(int capacity) {
        return fromProcessorOffset(capacity) + RingDescriptor.sizeBytes(capacity);
    }

    /**
     * Measures the region.
     *
     * @param capacity of each ring, descriptors
     * @return bytes
     */
    public static int regionBytes(int capacity) {
        return emptyBuffersOffset(capacity) + RingDescriptor.sizeBytes(capacity);
    }
}
