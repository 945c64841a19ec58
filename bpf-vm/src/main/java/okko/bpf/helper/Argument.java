package okko.bpf.helper;

/** What a helper expects in one of r1 to r5. */
public enum Argument {
    /** The handle of a map, from a map load. */
    MAP,
    /** Readable, initialised memory of the map's key size. */
    MAP_KEY,
    /** Readable, initialised memory of the map's value size. */
    MAP_VALUE,
    /** Writable memory of the map's value size, which the helper fills. */
    MAP_VALUE_OUT,
    /** Readable, initialised memory whose size the next argument gives. */
    BYTES,
    /** As {@link #BYTES}, or 0 where the next argument is 0. */
    BYTES_OR_NULL,
    /** A number of bytes, known to be at least 1, for the argument before it. */
    SIZE,
    /** A number of bytes, perhaps 0, for the argument before it. */
    SIZE_OR_ZERO,
    /** A NUL-terminated string in the object's constant data. */
    FORMAT,
    /** The context that an XDP program was given in r1. */
    CONTEXT,
    /** A record that was reserved in a ring buffer, at its first byte; the call gives it away. */
    RECORD,
    /** Any number; a pointer would be a leak. */
    SCALAR,
    /** A number that is the same at every call, known to the verifier. */
    CONSTANT
}
