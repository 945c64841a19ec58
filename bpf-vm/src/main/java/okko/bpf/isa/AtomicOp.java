package okko.bpf.isa;

/** Read-modify-write operations on memory (RFC 9669, section 5.3). */
public enum AtomicOp {
    /** Add. */
    ADD,
    /** Bitwise or. */
    OR,
    /** Bitwise and. */
    AND,
    /** Bitwise exclusive or. */
    XOR,
    /** Exchange; always fetches. */
    XCHG,
    /** Compare with r0 and exchange; always fetches, into r0. */
    CMPXCHG
}
