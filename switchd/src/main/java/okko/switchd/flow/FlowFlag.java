package okko.switchd.flow;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A wish for a flow; in the order of the bits of {@code enum ofp_flow_mod_flags} (OpenFlow 1.3, 7.3.4.1). */
public enum FlowFlag {
    /** Tell when the flow is gone. */
    SEND_FLOW_REM,
    /** Refuse it if one of the same priority overlaps. */
    CHECK_OVERLAP,
    /** Let the one in whose place it comes begin to count anew. */
    RESET_COUNTS,
    /** Packets need not be counted. */
    NO_PACKET_COUNTS,
    /** Bytes need not be counted. */
    NO_BYTE_COUNTS;

    /**
     * Finds a wish by its word.
     *
     * @param word of flow text
     * @return the wish; empty if the word is none
     */
    static Optional<FlowFlag> labelled(String word) {
        return Stream.of(values()).filter(flag -> flag.label().equals(word)).findAny();
    }

    /** {@return its bit on the wire} */
    public int bit() {
        return 1 << ordinal();
    }

    /** {@return the word for it in flow text} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
