package okko.switchd.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Some numbers that one thread writes and anyone reads, on cache lines of their own: what other threads count next to
 * them, in memory, costs this one nothing.
 */
public final class Counts {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /** Of 8 bytes: a cache line on each side. */
    private static final int PADDING = 8;

    private final long[] cells;

    /**
     * Starts at zero.
     *
     * @param size how many numbers
     */
    public Counts(int size) {
        cells = new long[PADDING + size + PADDING];
    }

    /**
     * Counts; on the writing thread.
     *
     * @param which 0 to size - 1
     * @param count to add
     */
    public void add(int which, long count) {
        int at = PADDING + which;
        // Opaque: a reader sees some whole recent value; nothing else is published through it.
        CELL.setOpaque(cells, at, cells[at] + count);
    }

    /**
     * Sets a number; on the writing thread.
     *
     * @param which 0 to size - 1
     * @param value to set it to
     */
    public void set(int which, long value) {
        CELL.setOpaque(cells, PADDING + which, value);
    }

    /**
     * Reads a number.
     *
     * @param which 0 to size - 1
     * @return its value, a recent one
     */
    public long get(int which) {
        return (long) CELL.getOpaque(cells, PADDING + which);
    }
}
