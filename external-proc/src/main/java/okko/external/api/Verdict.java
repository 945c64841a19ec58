package okko.external.api;

import okko.ringshm.layout.PacketDescriptor;

/** What a processor wants done with a packet. */
public enum Verdict {
    /** It enters the switch again, with the ring's port as {@code in_port} and the result as {@code metadata}. */
    PASS(0),
    /** It ends; the switch counts it as {@code processor_drop}. */
    DROP(PacketDescriptor.FLAG_DROP),
    /** It leaves by a port that the processor has chosen, past the flow tables. */
    OUTPUT(PacketDescriptor.FLAG_OUTPUT);

    private final int flags;

    Verdict(int flags) {
        this.flags = flags;
    }

    /** {@return the verdict as flags of a {@link PacketDescriptor}} */
    public int flags() {
        return flags;
    }

    static Verdict of(int flags) {
        return switch (flags) {
            case PacketDescriptor.FLAG_DROP -> DROP;
            case PacketDescriptor.FLAG_OUTPUT -> OUTPUT;
            default -> PASS;
        };
    }
}
