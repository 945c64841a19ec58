package okko.bpf.isa;

/** Bits that an arithmetic or jump instruction works on; a 32-bit result is zero-extended (RFC 9669, section 4.1). */
public enum Width {
    /** Classes ALU and JMP32. */
    W32,
    /** Classes ALU64 and JMP. */
    W64
}
