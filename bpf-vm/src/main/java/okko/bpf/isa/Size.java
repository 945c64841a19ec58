package okko.bpf.isa;

/** How many bytes a load, store or atomic instruction moves (RFC 9669, section 5). */
public enum Size {
    /** One byte. */
    B(1),
    /** Two bytes. */
    H(2),
    /** Four bytes. */
    W(4),
    /** Eight bytes. */
    DW(8);

    private final int bytes;

    Size(int bytes) {
        this.bytes = bytes;
    }

    /** {@return the size in bytes: 1, 2, 4 or 8} */
    public int bytes() {
        return bytes;
    }
}
