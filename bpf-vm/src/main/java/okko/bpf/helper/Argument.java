package okko.bpf.helper;

/** What a helper expects in one of r1 to r5. */
public enum Argument {
    /** The handle of a map, from a map load. */
    MAP,
    /** Readable, initialised memory of the map's key size. */
    MAP_KEY,
    /** Readable, initialised memory of the map's value size. */
    MAP_VALUE,
    /** Readable, initialised memory whose size the next argument gives. */
    BYTES,
    /** A number of bytes, known to be at least 1, for the argument before it. */
    SIZE,
    /** A NUL-terminated string in the object's constant data. */
    FORMAT,
    /** Any number; a pointer would be a leak. */
    SCALAR
}
