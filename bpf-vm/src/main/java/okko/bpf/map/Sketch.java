package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * What Bloom filter and count-min sketch share: the hashes of an item, and for each thread a cell in which a look-up
 * leaves its answer. The begin of their own part of the memory:
 * <pre>
 *  offset        size  field
 *  256 + 64 * t  4     answer to the last look-up of thread t, which alone writes it
 * </pre>
 * An item has two hashes, the low and the high half of the 64-bit state that the hash of {@link Keys} ends with, begun
 * with the map's seed and mixed once more: without that, items that count up spread more evenly than chance would have
 * it. Its i-th hash, from 0, is {@code low + i * high} modulo 2^32; {@code hash * range / 2^32} is its place in a range
 * (Kirsch and Mitzenmacher, "Less Hashing, Same Performance", ESA 2006).
 */
record Sketch(MapStorage storage, int itemBytes, int threads) {

    static final int CELL_BYTES = MapHeader.CACHE_LINE_BYTES;

    static Sketch of(MapDefinition definition, int threads, MapStorage storage) {
        return new Sketch(storage, definition.valueBytes(), threads);
    }

    /** Where the type's contents begin, from the begin of the memory. */
    long endOffset() {
        return MapHeader.BYTES + (long) threads * CELL_BYTES;
    }

    /** Address of the type's contents. */
    long contents() {
        return storage.base() + endOffset();
    }

    long hashes(long item) {
        return mixed(Keys.state(UnsafeApi.getLong(storage.base() + MapHeader.SEED_OFFSET), item, itemBytes));
    }

    /** The finisher of splitmix64 (D. Stafford's variant 13): every bit of the state counts in every bit. */
    private static long mixed(long state) {
        long mixed = (state ^ state >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }

    /** Place of the i-th hash in a range of at most 2^32. */
    static long place(long hashes, int i, long range) {
        int hash = (int) hashes + i * (int) (hashes >>> Integer.SIZE);
        return Integer.toUnsignedLong(hash) * range >>> Integer.SIZE;
    }

    /** Leaves an answer in a thread's cell, and returns the cell's address. */
    long answer(int value, int thread) {
        long cell = storage.part() + (long) thread * CELL_BYTES;
        UnsafeApi.putInt(cell, value);
        return cell;
    }

    boolean ownsValueBytes(long address, int bytes) {
        long offset = address - storage.part();
        return offset >= 0 && offset < (long) threads * CELL_BYTES
                && offset % CELL_BYTES + Integer.toUnsignedLong(bytes) <= Integer.BYTES;
    }
}
