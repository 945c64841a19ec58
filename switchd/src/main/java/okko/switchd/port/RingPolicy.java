package okko.switchd.port;

/**
 * What a ring port grants its processor, and what it does when the processor cannot take a packet.
 *
 * @param quota        most buffers that the processor may hold, with packets and empty; 1 or more
 * @param emptyBuffers of the quota, buffers that it is lent empty, for packets that it originates; fewer than the quota
 * @param whenSlow     what becomes of a packet that it cannot take
 */
public record RingPolicy(int quota, int emptyBuffers, WhenSlow whenSlow) {

    /** What becomes of a packet that finds the ring full, the quota used up, or the processor silent or absent. */
    public sealed interface WhenSlow {

        /** {@return the policy in one word for listings} */
        String label();
    }

    /** Fail closed: it is dropped, under a reason that says which of these it was. */
    public record Drop() implements WhenSlow {

        /** The policy's name in configurations. */
        public static final String NAME = "drop";

        @Override
        public String label() {
            return NAME;
        }
    }

    /**
     * Fail open: it enters the pipeline again at once, as if the processor had returned it.
     *
     * @param result that it is given, 0 to 255
     */
    public record Bypass(int result) implements WhenSlow {

        /** The policy's name in configurations. */
        public static final String NAME = "bypass";

        @Override
        public String label() {
            return NAME + "=" + result;
        }
    }

    /** Checks that there is something to lend packets in. */
    public RingPolicy {
        if (quota < 1 || emptyBuffers < 0 || emptyBuffers >= quota) {
            throw new IllegalArgumentException("a processor's empty buffers are part of its quota: quota=" + quota
                    + ", emptyBuffers=" + emptyBuffers);
        }
    }

    /** {@return most packets that the processor may hold} */
    int packetQuota() {
        return quota - emptyBuffers;
    }
}
