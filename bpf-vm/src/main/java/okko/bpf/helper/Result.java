package okko.bpf.helper;

/** What a helper leaves in r0. */
public enum Result {
    /** A number. */
    SCALAR,
    /** The address of a value of the map argument, or 0. */
    MAP_VALUE_OR_NULL,
    /** The address of a record, whose size is the second argument, or 0; it must be given back before the run ends. */
    RECORD_OR_NULL
}
