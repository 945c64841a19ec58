package okko.ringshm.pool;

import java.util.Arrays;

/**
 * The free buffers that one thread has at hand: a stack, since the buffer used last is the likeliest to be in the
 * cache. What one thread has too many of, the others get by the exchange. Confined to the thread.
 */
final class FreeList {

    // Number of buffers and the buffers are in one array, and no cache line of them is in any other object: another
    // thread's list may lie next to it.
    private static final int PADDING = 32;
    private static final int COUNT = PADDING;
    private static final int FIRST = PADDING + 1;

    private final ChunkExchange exchange;
    private final int[] cells;

    /**
     * Starts empty.
     *
     * @param capacity buffers, two chunks or more; when it is full, a chunk goes to the exchange
     * @param exchange with the other threads
     */
    FreeList(int capacity, ChunkExchange exchange) {
        this.exchange = exchange;
        cells = new int[FIRST + capacity + PADDING];
    }

    /** {@return a buffer, {@link PacketPool#NO_BUFFER} if there is none here and in the exchange} */
    int take() {
        int count = cells[COUNT];
        if (count == 0) {
            count = takeChunk();
            if (count == 0) {
                return PacketPool.NO_BUFFER;
            }
        }
        cells[COUNT] = count - 1;
        return cells[FIRST + count - 1];
    }

    private int takeChunk() {
        if (!exchange.take(cells, FIRST)) {
            return 0;
        }
        return exchange.chunkSize();
    }

    /** Adds a buffer. */
    void add(int buffer) {
        int count = cells[COUNT];
        cells[FIRST + count] = buffer;
        cells[COUNT] = count + 1;
        if (FIRST + count + 1 == cells.length - PADDING) {
            giveChunk(count + 1);
        }
    }

    /** Gives away what has lain here longest. */
    private void giveChunk(int count) {
        int chunk = exchange.chunkSize();
        exchange.give(cells, FIRST);
        System.arraycopy(cells, FIRST + chunk, cells, FIRST, count - chunk);
        cells[COUNT] = count - chunk;
    }

    /** {@return how many buffers the thread can take; about so many while others are at work} */
    int available() {
        return cells[COUNT] + exchange.freeCount();
    }

    /** {@return the buffers here; not while the thread is at work} */
    int[] buffers() {
        return Arrays.copyOfRange(cells, FIRST, FIRST + cells[COUNT]);
    }
}
