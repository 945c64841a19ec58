package okko.external.journal;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.rollcycles.RollCycleArithmetic;

/**
 * How the journal's files are named and its records numbered: a cycle is the second in which its file was begun, and
 * lasts until the next file is. Time alone does not roll it, see {@link ChronicleStore}.
 */
final class SegmentCycle implements RollCycle {

    /** Of file names; times are UTC. */
    static final String FORMAT = "yyyyMMdd-HHmmss";

    private static final int LENGTH_MS = 1_000;
    /** Records in a page of the index, which takes 8 bytes for each of them, and records from one to the next. */
    private static final int INDEX_COUNT = 4096;
    private static final int INDEX_SPACING = 64;

    private final RollCycleArithmetic arithmetic = RollCycleArithmetic.of(INDEX_COUNT, INDEX_SPACING);

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public int lengthInMillis() {
        return LENGTH_MS;
    }

    @Override
    public int defaultIndexCount() {
        return arithmetic.indexCount();
    }

    @Override
    public int defaultIndexSpacing() {
        return arithmetic.indexSpacing();
    }

    @Override
    public long toIndex(int cycle, long sequenceNumber) {
        return arithmetic.toIndex(cycle, sequenceNumber);
    }

    @Override
    public long toSequenceNumber(long index) {
        return arithmetic.toSequenceNumber(index);
    }

    @Override
    public int toCycle(long index) {
        return arithmetic.toCycle(index);
    }

    @Override
    public long maxMessagesPerCycle() {
        return arithmetic.maxMessagesPerCycle();
    }
}
