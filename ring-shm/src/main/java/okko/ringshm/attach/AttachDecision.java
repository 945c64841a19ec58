package okko.ringshm.attach;

import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.region.SharedRegion;

/** What the switch says to a processor that wants to attach. */
public sealed interface AttachDecision {

    /**
     * It may.
     *
     * @param ringCapacity of each ring, descriptors; a valid one by {@link RingDescriptor#isValidCapacity}
     * @param trust        how it gets at the packets
     * @param pool         region of the pool that it is given: the switch's, or one of its own if it is isolated; stays
     *                     the listener's
     */
    record Accepted(int ringCapacity, TrustMode trust, SharedRegion pool) implements AttachDecision {

        /** Checks the capacity. */
        public Accepted {
            if (!RingDescriptor.isValidCapacity(ringCapacity)) {
                throw new IllegalArgumentException("capacity must be a power of two from " + RingDescriptor.MIN_CAPACITY
                        + " to " + RingDescriptor.MAX_CAPACITY + ": ringCapacity=" + ringCapacity);
            }
        }
    }

    /**
     * It may not.
     *
     * @param reason one line, that the processor's user will read
     */
    record Refused(String reason) implements AttachDecision {}
}
