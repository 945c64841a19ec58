package okko.eval.speed;

import java.util.Locale;

/**
 * The programs whose speed is compared with C: {@code src/main/bpf/bench}. Peers were timed on programs of the same
 * description, on 64 SYNs of 66, 74 and 78 bytes too, beside the same C built by {@code gcc -O2}.
 */
public enum SpeedProgram {
    /** Which system sent this SYN, by fields at fixed offsets. */
    FIXED("p0f, fixed layout", 3.3 / 1.6),
    /** Ethernet, VLAN, IPv4, TCP or UDP, folded into a number. */
    PARSE("header parse", 6.5 / 2.8),
    /** A walk over TCP options, each access checked against the end of the frame. */
    OPTIONS("p0f, option loop", 12.0 / 8.7),
    /** A count per connection in a hash table. */
    LOOKUP("4-tuple hash look-up", 20.9 / 14.6),
    /** A million iterations. */
    LOOP("million-iteration loop", 1.66 / 1.62);

    private final String title;
    private final double ubpfRatio;

    SpeedProgram(String title, double ubpfRatio) {
        this.title = title;
        this.ubpfRatio = ubpfRatio;
    }

    /** {@return the name of its files} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the name in tables} */
    public String title() {
        return title;
    }

    /**
     * {@return how many times as long as native code uBPF's JIT took, the fastest user-space machine without LLVM}
     */
    public double ubpfRatio() {
        return ubpfRatio;
    }
}
