package okko.bpf.verify;

/** The fields of {@code struct xdp_md}, 4 bytes each; those that hold addresses are the program's way to the packet. */
enum ContextField {
    DATA(0),
    DATA_END(4),
    DATA_META(8),
    INGRESS_IFINDEX(12),
    RX_QUEUE_INDEX(16),
    EGRESS_IFINDEX(20);

    static final int BYTES = 4;

    private final int offset;

    ContextField(int offset) {
        this.offset = offset;
    }

    /** The field that begins at an offset, or {@code null}. */
    static ContextField at(int offset) {
        for (ContextField field : values()) {
            if (field.offset == offset) {
                return field;
            }
        }
        return null;
    }

    /** What a load of the field that begins at an offset gives; nothing useful where there is none. */
    static Value valueAt(int offset) {
        return switch (at(offset)) {
            case DATA, DATA_META -> Value.PacketPointer.FIRST_BYTE;   // there is no metadata: it ends where it begins
            case DATA_END -> Value.PacketPointer.END;
            case INGRESS_IFINDEX, RX_QUEUE_INDEX, EGRESS_IFINDEX -> Scalar.ofBytes(BYTES);
            case null -> Value.EXCUSED;
        };
    }
}
