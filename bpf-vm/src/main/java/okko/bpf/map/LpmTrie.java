package okko.bpf.map;

import java.lang.invoke.VarHandle;
import org.agrona.UnsafeApi;

/**
 * Prefixes of bits. A key is a number of bits (4 bytes, host order) and data in network order, as in Linux; a look-up
 * finds the longest prefix that its key begins with, an update or removal exactly the prefix it names.
 *
 * <p>A {@link HashTable} holds the prefixes under their length and bits; a look-up asks it for each length in use,
 * longest first. Tables have few lengths, so this is one or a few steps where a binary trie descends level by level,
 * each level a cache miss. The lengths stand behind the table:
 * <pre>
 *  offset        size                  field
 *  end of table  8 * (bits / 64 + 1)   bit n is set: there may be prefixes of n bits
 *                4 * (bits + 1)        number of prefixes of n bits
 *
 *  bits = 8 * (key size - 4)
 * </pre>
 *
 * <p><b>Threads.</b> Whoever adds or removes holds the lock, and counts the change in the header before it becomes
 * visible. A look-up takes no lock. Each of its steps is exact, but not all at one instant: if two or more changes
 * fell between its steps (the long prefix came after it was asked for, then the short one went), the count moved
 * meanwhile and the look-up begins again; after a few attempts it takes the lock.
 */
record LpmTrie(
        MapDefinition definition, MapStorage storage, HashTable table, int valueBytes, int maxBits, long countsOffset)
        implements MappedMap {

    private static final int ATTEMPTS = 16;

    /** Who looks at the table. */
    private enum Reader { WITHOUT_LOCK, LOCK_OWNER }

    static LpmTrie of(MapDefinition definition, MapStorage storage) {
        var table = HashTable.of(definition, definition.valueBytes(), storage);
        int maxBits = (definition.keyBytes() - Keys.DATA_OFFSET) * Byte.SIZE;
        long countsOffset = table.endOffset() + (maxBits / Long.SIZE + 1) * (long) Long.BYTES;
        return new LpmTrie(definition, storage, table, definition.valueBytes(), maxBits, countsOffset);
    }

    @Override
    public long bytes() {
        return MapHeader.toCacheLine(countsOffset + (maxBits + 1L) * Integer.BYTES);
    }

    @Override
    public void initialise() {
        table.initialise();
    }

    @Override
    public long lookup(long key, int thread) {
        int bits = UnsafeApi.getInt(key);
        if (Integer.compareUnsigned(bits, maxBits) > 0) {
            return 0;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long changes = UnsafeApi.getLongAcquire(null, changes()); // pairs with countChange()
            long entry = longest(key, bits, Reader.WITHOUT_LOCK);
            VarHandle.loadLoadFence(); // pairs with countChange(): who saw a change sees it counted
            if (UnsafeApi.getLong(changes()) == changes) {
                return valueOf(entry);
            }
        }
        if (!storage.lock()) {
            return 0; // a stopped process holds the lock of a trie that never stays as it is: it is broken
        }
        try {
            return valueOf(longest(key, bits, Reader.LOCK_OWNER));
        } finally {
            storage.unlock();
        }
    }

    private long longest(long key, int bits, Reader reader) {
        long mask = (2L << bits) - 1; // of the highest word; a shift counts modulo 64
        for (int word = bits / Long.SIZE; word >= 0; word--, mask = -1) {
            long lengths = UnsafeApi.getLongAcquire(null, lengthsAt(word)) & mask; // pairs with countPrefix()
            while (lengths != 0) {
                int bit = Long.SIZE - 1 - Long.numberOfLeadingZeros(lengths);
                int length = word * Long.SIZE + bit;
                int hash = table.hash(key, length);
                long entry = reader == Reader.LOCK_OWNER
                        ? table.findLocked(key, length, hash)
                        : table.find(key, length, hash);
                if (entry != 0) {
                    return entry;
                }
                lengths ^= 1L << bit;
            }
        }
        return 0;
    }

    @Override
    public long update(long key, long value, long flags, int thread) {
        int bits = UnsafeApi.getInt(key);
        if (Long.compareUnsigned(flags, ONLY_REPLACE) > 0 || Integer.compareUnsigned(bits, maxBits) > 0) {
            return INVALID;
        }
        int hash = table.hash(key, bits);
        if (!storage.lock()) {
            return BUSY;
        }
        try {
            long entry = table.findLocked(key, bits, hash);
            if (entry == 0) {
                return flags == ONLY_REPLACE ? NO_ENTRY : add(key, bits, hash, value);
            }
            if (flags == ONLY_ADD) {
                return EXISTS;
            }
            Bytes.copy(value, valueOf(entry), valueBytes);
            return OK;
        } finally {
            storage.unlock();
        }
    }

    private long add(long key, int bits, int hash, long value) {
        int index = table.take();
        if (index < 0) {
            return NO_SPACE;
        }
        table.beforeChange();
        Bytes.copy(value, valueOf(table.entryAt(index)), valueBytes);
        countPrefix(bits, 1);
        countChange();
        table.link(index, key, bits, hash);
        return OK;
    }

    @Override
    public long delete(long key) {
        int bits = UnsafeApi.getInt(key);
        if (Integer.compareUnsigned(bits, maxBits) > 0) {
            return INVALID;
        }
        int hash = table.hash(key, bits);
        if (!storage.lock()) {
            return BUSY;
        }
        try {
            long entry = table.findLocked(key, bits, hash);
            if (entry == 0) {
                return NO_ENTRY;
            }
            int index = table.indexOf(entry);
            countChange();
            table.unlink(index);
            countPrefix(bits, -1);
            table.giveBack(index);
            return OK;
        } finally {
            storage.unlock();
        }
    }

    /** A process that dies here leaves a length that is asked for without need, never one that is not asked for. */
    private void countPrefix(int bits, int difference) {
        long at = storage.base() + countsOffset + (long) bits * Integer.BYTES;
        int count = UnsafeApi.getInt(at) + difference;
        UnsafeApi.putInt(at, count);
        long word = lengthsAt(bits / Long.SIZE);
        long lengths = UnsafeApi.getLong(word);
        long bit = 1L << bits;
        UnsafeApi.putLongRelease(null, word, count > 0 ? lengths | bit : lengths & ~bit); // pairs with longest()
    }

    private void countChange() {
        // Before the change: pairs with lookup(). Its release store comes after this one.
        UnsafeApi.putLongRelease(null, changes(), UnsafeApi.getLong(changes()) + 1);
    }

    /** {@inheritDoc} Takes the lock, so that the value is surely the prefix's own. */
    @Override
    public byte[] get(byte[] key) {
        try (var copy = ControlMemory.of(definition, key)) {
            int bits = UnsafeApi.getInt(copy.key());
            if (Integer.compareUnsigned(bits, maxBits) > 0) {
                return null;
            }
            if (!storage.lock()) {
                return copyOf(lookup(copy.key(), 0));
            }
            try {
                return copyOf(valueOf(longest(copy.key(), bits, Reader.LOCK_OWNER)));
            } finally {
                storage.unlock();
            }
        }
    }

    private byte[] copyOf(long value) {
        return value == 0 ? null : ControlMemory.bytesAt(value, valueBytes);
    }

    @Override
    public void forEach(EntryVisitor visitor) {
        table.forEach(index -> copyOf(valueOf(table.entryAt(index))), visitor);
    }

    @Override
    public boolean ownsValueBytes(long address, int bytes) {
        return table.ownsValueBytes(address, bytes, valueBytes);
    }

    @Override
    public int size() {
        return table.size();
    }

    private long valueOf(long entry) {
        return entry == 0 ? 0 : entry + table.valueOffset();
    }

    private long changes() {
        return storage.base() + MapHeader.CHANGES_OFFSET;
    }

    private long lengthsAt(int word) {
        return storage.base() + table.endOffset() + (long) word * Long.BYTES;
    }
}
