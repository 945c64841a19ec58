package okko.switchd.port;

/** What a descriptor from a processor turns out to be. All but the first two are counted as bad, each by itself. */
enum Returned {
    /** A packet that it was lent. */
    PACKET("packet"),
    /** A buffer that it was lent empty. */
    EMPTY_BUFFER("empty_buffer"),
    /** It names no buffer of the pool. */
    NO_SUCH_BUFFER("no_such_buffer"),
    /** It names a buffer that is not lent to this processor, or not any more. */
    NOT_LENT("not_lent"),
    /** It names a buffer that is lent to this processor, but as it was lent before. */
    OLD_GENERATION("old_generation"),
    /** Its frame is not inside the buffer, or, from a processor that cannot write, not inside the frame it was lent. */
    FRAME_OUTSIDE("frame_outside"),
    /** Its flags are unknown, or contradict each other. */
    UNKNOWN_FLAGS("unknown_flags");

    private final String label;

    Returned(String label) {
        this.label = label;
    }

    /** {@return the name in listings} */
    String label() {
        return label;
    }
}
