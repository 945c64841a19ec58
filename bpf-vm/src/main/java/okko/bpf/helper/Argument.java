package okko.bpf.helper;

import static okko.bpf.map.MapType.ARRAY;
import static okko.bpf.map.MapType.BLOOM_FILTER;
import static okko.bpf.map.MapType.COUNT_MIN;
import static okko.bpf.map.MapType.HASH;
import static okko.bpf.map.MapType.LPM_TRIE;
import static okko.bpf.map.MapType.LRU_HASH;
import static okko.bpf.map.MapType.PER_THREAD_ARRAY;
import static okko.bpf.map.MapType.PER_THREAD_HASH;
import static okko.bpf.map.MapType.QUEUE;
import static okko.bpf.map.MapType.STACK;

import java.util.Set;
import okko.bpf.map.MapType;

/**
 * What a helper expects in one of r1 to r5. A helper's code relies on all of it: the verifier proves it,
 * the interpreter checks it, and the code itself looks at none of it again.
 */
public enum Argument {
    /** The handle of a map in which a key or an item can be looked up. */
    MAP(ARRAY, HASH, LRU_HASH, LPM_TRIE, PER_THREAD_ARRAY, PER_THREAD_HASH, BLOOM_FILTER, COUNT_MIN),
    /** The handle of a map with a copy of its values for each thread. */
    PER_THREAD_MAP(PER_THREAD_ARRAY, PER_THREAD_HASH),
    /** The handle of a map that items are pushed on. */
    QUEUE_MAP(QUEUE, STACK, BLOOM_FILTER),
    /** The handle of a program array. */
    PROGRAM_ARRAY(MapType.PROGRAM_ARRAY),
    /** The handle of a ring buffer. */
    RING_BUFFER(MapType.RING_BUFFER),
    /** Readable, initialised memory of what a look-up reads, {@code MapDefinition.lookupKeyBytes()}. */
    MAP_KEY,
    /** Readable, initialised memory of the map's value size. */
    MAP_VALUE,
    /**
     * Writable memory of the map's value size, which the helper fills, whatever it returns. Of a Bloom filter readable,
     * initialised memory: it is asked for, and stays.
     */
    MAP_VALUE_OUT,
    /** Readable, initialised memory whose size the next argument gives; anything where that may be, and is, 0. */
    BYTES,
    /** As {@link #BYTES}, or 0 where the next argument is 0. */
    BYTES_OR_NULL,
    /** Writable memory whose size the next argument gives, and which the helper fills, whatever it returns. */
    BYTES_OUT,
    /** A number of bytes, known to be at least 1, for the argument before it. */
    SIZE,
    /** A number of bytes, perhaps 0, for the argument before it. */
    SIZE_OR_ZERO,
    /**
     * A NUL-terminated string in constant data, at most {@link Printf#MAX_FORMAT_BYTES} long with its NUL, or that many
     * bytes of it; the registers behind it hold the numbers that it asks for.
     */
    FORMAT,
    /** A number that the helper may print: no address, but perhaps nothing, if the register was never set. */
    PRINTED,
    /** What the program was given in r1: {@code RunContext.HANDLE} in XDP programs, else the packet's address. */
    CONTEXT,
    /** A record that was reserved in a ring buffer, at its first byte; the call gives it away. */
    RECORD,
    /** Any number; a pointer would be a leak. */
    SCALAR,
    /** A number from 0 to 2^31 - 1 that is the same at every call, known to the verifier. */
    CONSTANT;

    private final Set<MapType> mapTypes;

    Argument(MapType... mapTypes) {
        this.mapTypes = Set.of(mapTypes);
    }

    /** {@return which kinds of map the handle may stand for; empty if the argument is no map} */
    public Set<MapType> mapTypes() {
        return mapTypes;
    }

    /** {@return whether the argument is the handle of a map} */
    public boolean isMap() {
        return !mapTypes.isEmpty();
    }
}
