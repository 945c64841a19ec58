package okko.bpf.isa;

/** The comparison of a conditional jump (RFC 9669, section 4.3). */
public enum Condition {
    /** Equal. */
    EQ("=="),
    /** Not equal. */
    NE("!="),
    /** Some common bit is set. */
    SET("&"),
    /** Greater, unsigned. */
    GT(">"),
    /** Greater or equal, unsigned. */
    GE(">="),
    /** Less, unsigned. */
    LT("<"),
    /** Less or equal, unsigned. */
    LE("<="),
    /** Greater, signed. */
    SGT("s>"),
    /** Greater or equal, signed. */
    SGE("s>="),
    /** Less, signed. */
    SLT("s<"),
    /** Less or equal, signed. */
    SLE("s<=");

    private final String symbol;

    Condition(String symbol) {
        this.symbol = symbol;
    }

    /** {@return how the disassembler writes it, {@code ==} for instance} */
    public String symbol() {
        return symbol;
    }
}
