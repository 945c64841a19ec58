package okko.bpf.helper;

/** What a helper leaves in r0. */
public enum Result {
    /** A number. */
    SCALAR,
    /** The address of a value of the map argument, or 0. */
    MAP_VALUE_OR_NULL
}
