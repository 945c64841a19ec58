package okko.bpf.isa;

/** The three byte swap instructions (RFC 9669, section 4.2), on a little-endian machine. */
public enum ByteOrder {
    /** To little endian: truncates. */
    LE,
    /** To big endian: swaps. */
    BE,
    /** Swap without condition, cpu v4. */
    SWAP
}
