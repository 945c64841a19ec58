package okko.bpf.helper;

/** What a helper leaves in r0. */
public enum Result {
    /** A number. */
    SCALAR,
    /**
     * The address of {@code MapDefinition.lookupValueBytes()} of the map argument, which the program may access as the
     * map's values, or 0.
     */
    MAP_VALUE_OR_NULL,
    /**
     * The address of a record, whose size is the second argument, or 0. The record's bytes are not initialised. It must
     * be given back by {@link Argument#RECORD} before the run ends, by an exit or a tail call.
     */
    RECORD_OR_NULL,
    /** The address of the packet's first byte; the program knows the length otherwise. */
    PACKET
}
