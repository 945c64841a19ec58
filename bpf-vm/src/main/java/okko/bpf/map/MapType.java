package okko.bpf.map;

import java.util.Locale;

/** Kinds of map, with the number that each ABI gives them. */
public enum MapType {
    /** Fixed number of zeroed values, addressed by an unsigned index of 4 or 8 bytes. */
    ARRAY(1, 2),
    /** Hash table with a fixed number of entries; refuses new ones when full. */
    HASH(4, 1),
    /** Hash table that makes room for a new entry by removing one that was not used for long. */
    LRU_HASH(0, 9),
    /** Prefixes of bits: a look-up finds the longest one that the key begins with. */
    LPM_TRIE(0, 11),
    /** An array with a copy of its values for each thread. */
    PER_THREAD_ARRAY(0, 6),
    /** A hash table with a copy of each value for each thread. */
    PER_THREAD_HASH(0, 5),
    /** First in, first out; no keys. */
    QUEUE(0, 22),
    /** Last in, first out; no keys. */
    STACK(0, 23),
    /** A set that may claim to hold what it does not, never the reverse. */
    BLOOM_FILTER(2, 30),
    /** Counts items, never too low. */
    COUNT_MIN(3, 0),
    /** Programs to go on with, by index: tail calls. */
    PROGRAM_ARRAY(0, 3),
    /** Records from programs to a control thread or another process, in order. */
    RING_BUFFER(0, 27);

    private final int okoNumber;
    private final int linuxNumber;

    MapType(int okoNumber, int linuxNumber) {
        this.okoNumber = okoNumber;
        this.linuxNumber = linuxNumber;
    }

    /** {@return the number in Oko's {@code ubpf_map_def}, or 0 if Oko has no such map} */
    public int okoNumber() {
        return okoNumber;
    }

    /** {@return the number in Linux's {@code enum bpf_map_type}, or 0 if Linux has no such map} */
    public int linuxNumber() {
        return linuxNumber;
    }

    /** {@return the name in listings and text cases} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether it remembers items only roughly; it has no keys, and a look-up takes an item} */
    public boolean isSketch() {
        return this == BLOOM_FILTER || this == COUNT_MIN;
    }

    /** {@return whether its memory is for one number of threads and of no use to another} */
    public boolean dependsOnThreads() {
        return isPerThread() || isSketch() || this == PROGRAM_ARRAY;
    }

    /** {@return whether each thread has a copy of the values} */
    public boolean isPerThread() {
        return this == PER_THREAD_ARRAY || this == PER_THREAD_HASH;
    }
}
