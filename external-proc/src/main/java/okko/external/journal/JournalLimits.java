package okko.external.journal;

/**
 * How large a journal becomes and when it begins a new file.
 *
 * @param maxBytes  of all its files together, 8 MiB or more
 * @param segmentNs age at which a file is done with even if it is not full, 1 s or more
 */
record JournalLimits(long maxBytes, long segmentNs) {

    /** Smallest journal. */
    static final long MIN_BYTES = 8L << 20;

    /** The oldest of so many files is deleted for a new one: what a full journal forgets at once. */
    private static final int SEGMENTS = 8;

    JournalLimits {
        if (maxBytes < MIN_BYTES || segmentNs < 1) {
            throw new IllegalArgumentException("maxBytes=" + maxBytes + ", segmentNs=" + segmentNs);
        }
    }

    /** Size of a file, of the same form as {@link ChronicleStore#naturalBytes} has it. */
    long segmentBytes() {
        long blocks = Math.max(2, maxBytes / SEGMENTS / ChronicleStore.BLOCK_BYTES - 1);
        return blocks * ChronicleStore.BLOCK_BYTES + ChronicleStore.OVERLAP_BYTES;
    }
}
