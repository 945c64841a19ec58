package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * Counts items: never too few, and with width w and d rows more than {@code e / w} of all too many with a probability
 * of at most {@code e^-d} (Cormode and Muthukrishnan, J. Algorithms 55, 2005). Its own part of the memory, behind the
 * cells of {@link Sketch}:
 * <pre>
 *  offset                             size  field
 *  end of cells + 4 * (width * r + c)  4     counter c of row r; whoever adds, atomically; 2^32 - 1 stays
 *
 *  width = max entries; rows = hash functions, 4 if that is 0; row r counts an item at the place of its r-th hash
 * </pre>
 *
 * <p><b>Threads.</b> No locks: a counter only grows, so a reader sees at least what was counted before it by those it
 * has heard of.
 *
 * @param definition of type {@link MapType#COUNT_MIN}
 * @param sketch     hashes and answers
 * @param rows       how many counters an item has
 * @param width      counters of a row
 * @param storage    where the contents are
 */
record CountMinMap(MapDefinition definition, Sketch sketch, int rows, int width, MapStorage storage)
        implements MappedMap {

    static final int DEFAULT_ROWS = 4;

    private static final int MOST = -1; // 2^32 - 1, unsigned

    static CountMinMap of(MapDefinition definition, int threads, MapStorage storage) {
        int rows = definition.hashFunctions() == 0 ? DEFAULT_ROWS : definition.hashFunctions();
        return new CountMinMap(
                definition, Sketch.of(definition, threads, storage), rows, definition.maxEntries(), storage);
    }

    @Override
    public long bytes() {
        return sketch.endOffset() + (long) rows * width * Integer.BYTES;
    }

    @Override
    public void initialise() {
        // Zeroed memory has counted nothing.
    }

    @Override
    public long lookup(long item, int thread) {
        return sketch.answer(count(item), thread);
    }

    private int count(long item) {
        long hashes = sketch.hashes(item);
        int least = MOST;
        for (int row = 0; row < rows; row++) {
            int counter = UnsafeApi.getInt(counter(hashes, row));
            least = Integer.compareUnsigned(counter, least) < 0 ? counter : least;
        }
        return least;
    }

    @Override
    public long push(long item, long flags) {
        if (flags != ANY) {
            return INVALID;
        }
        long hashes = sketch.hashes(item);
        for (int row = 0; row < rows; row++) {
            long counter = counter(hashes, row);
            int seen;
            do {
                seen = UnsafeApi.getInt(counter);
            } while (seen != MOST && !UnsafeApi.compareAndSetInt(null, counter, seen, seen + 1));
        }
        return OK;
    }

    private long counter(long hashes, int row) {
        return sketch.contents() + ((long) row * width + Sketch.place(hashes, row, width)) * Integer.BYTES;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        return INVALID;
    }

    @Override
    public long delete(long key) {
        return INVALID;
    }

    /** {@inheritDoc} The key is an item; the value is its count, 32 bits. */
    @Override
    public byte[] get(byte[] item) {
        try (var copy = ControlMemory.ofItem(definition, item)) {
            return ControlMemory.bytesOf(count(copy.key()));
        }
    }

    /** {@inheritDoc} The key does not count; the value is an item to be counted once more. */
    @Override
    public long put(byte[] key, byte[] item) {
        try (var copy = ControlMemory.of(definition, key, item)) {
            return push(copy.value(), ANY);
        }
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        return sketch.ownsValueBytes(address, bytes);
    }

    /** {@inheritDoc} A sketch does not know its items. */
    @Override
    public void forEach(EntryVisitor visitor) {
        // Nothing to show.
    }

    /** {@return how many items were counted, each as often as it was; at most 2^31 - 1} */
    @Override
    public int size() {
        long sum = 0;
        for (int column = 0; column < width; column++) {
            sum += Integer.toUnsignedLong(UnsafeApi.getInt(sketch.contents() + (long) column * Integer.BYTES));
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }
}
