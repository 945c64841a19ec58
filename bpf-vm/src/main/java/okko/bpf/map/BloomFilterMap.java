package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * A set that never denies an item it holds (B. Bloom, CACM 13(7), 1970). Its own part of the memory, behind the cells
 * of {@link Sketch}:
 * <pre>
 *  offset        size      field
 *  end of cells  bits / 8  bits; whoever adds, by an atomic or; bit b is bit (b mod 64) of the word b / 64
 *
 *  bits = max entries * k / ln 2, up to a multiple of 64; k = hash functions, 5 if that is 0
 * </pre>
 * With so many bits, half of them are set when max entries items were added: then a fraction of 2^-k of all other
 * items is taken for one of them. In Oko max entries is the number of bits; its programs so get a larger filter, which
 * errs less often.
 *
 * <p><b>Threads.</b> No locks: a bit that is set stays set, so bits may become visible in any order. An item is held
 * for all who learn by other means that it was added.
 *
 * @param definition    of type {@link MapType#BLOOM_FILTER}
 * @param sketch        hashes and answers
 * @param hashFunctions how many bits an item has
 * @param bits          how many there are
 * @param storage       where the contents are
 */
record BloomFilterMap(MapDefinition definition, Sketch sketch, int hashFunctions, long bits, MapStorage storage)
        implements MappedMap {

    static final int DEFAULT_HASH_FUNCTIONS = 5; // as in Linux

    private static final long MOST_BITS = 1L << Integer.SIZE; // as many as there are hashes

    static BloomFilterMap of(MapDefinition definition, int threads, MapStorage storage) {
        int hashFunctions = definition.hashFunctions() == 0 ? DEFAULT_HASH_FUNCTIONS : definition.hashFunctions();
        long wanted = (long) Math.ceil((double) definition.maxEntries() * hashFunctions / Math.log(2));
        if (wanted > MOST_BITS) {
            throw new IllegalArgumentException("a Bloom filter can have " + MOST_BITS + " bits, this one needs "
                    + wanted + ": " + definition);
        }
        return new BloomFilterMap(
                definition, Sketch.of(definition, threads, storage), hashFunctions, wanted + Long.SIZE - 1 & -Long.SIZE,
                storage);
    }

    @Override
    public long bytes() {
        return sketch.endOffset() + bits / Byte.SIZE;
    }

    @Override
    public void initialise() {
        // Zeroed memory is an empty set.
    }

    @Override
    public long lookup(long item, int thread) {
        return sketch.answer(holds(item) ? 1 : 0, thread);
    }

    @Override
    public long peek(long item) {
        return holds(item) ? OK : NO_ENTRY;
    }

    private boolean holds(long item) {
        long hashes = sketch.hashes(item);
        for (int i = 0; i < hashFunctions; i++) {
            long bit = Sketch.place(hashes, i, bits);
            if ((UnsafeApi.getLong(word(bit)) >>> bit & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long push(long item, long flags) {
        if (flags != ANY) {
            return INVALID;
        }
        long hashes = sketch.hashes(item);
        for (int i = 0; i < hashFunctions; i++) {
            long bit = Sketch.place(hashes, i, bits);
            long mask = 1L << bit;
            if ((UnsafeApi.getLong(word(bit)) & mask) == 0) { // or else the line would move between cores for nothing
                UnsafeApi.getAndBitwiseOrLong(null, word(bit), mask);
            }
        }
        return OK;
    }

    private long word(long bit) {
        return sketch.contents() + bit / Long.SIZE * Long.BYTES;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        return INVALID;
    }

    @Override
    public long delete(long key) {
        return INVALID;
    }

    /** {@inheritDoc} The key is an item; the value is the 32-bit number 1 if the set may hold it, or else 0. */
    @Override
    public byte[] get(byte[] item) {
        try (var copy = ControlMemory.ofItem(definition, item)) {
            return ControlMemory.bytesOf(holds(copy.key()) ? 1 : 0);
        }
    }

    /** {@inheritDoc} The key does not count; the value is added. */
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

    /** {@inheritDoc} A Bloom filter does not know its items. */
    @Override
    public void forEach(EntryVisitor visitor) {
        // Nothing to show.
    }

    /** {@return an estimate of how many different items were added: {@code -bits / k * ln(1 - set bits / bits)}} */
    @Override
    public int size() {
        long set = 0;
        for (long bit = 0; bit < bits; bit += Long.SIZE) {
            set += Long.bitCount(UnsafeApi.getLong(word(bit)));
        }
        double free = Math.max(bits - set, 1);
        return (int) Math.round(-bits * Math.log(free / bits) / hashFunctions);
    }
}
