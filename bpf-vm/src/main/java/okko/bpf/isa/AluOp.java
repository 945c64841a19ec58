package okko.bpf.isa;

/** Arithmetic with two operands, {@code dst = dst OP src}, and the move (RFC 9669, section 4.1). */
public enum AluOp {
    /** Addition, wrapping. */
    ADD("+="),
    /** Subtraction, wrapping. */
    SUB("-="),
    /** Multiplication, low half. */
    MUL("*="),
    /** Unsigned division; by zero gives 0. */
    DIV("/="),
    /** Signed division; by zero gives 0, the smallest value by -1 gives itself. */
    SDIV("s/="),
    /** Bitwise or. */
    OR("|="),
    /** Bitwise and. */
    AND("&="),
    /** Shift left; the count is taken modulo the width. */
    LSH("<<="),
    /** Logical shift right; the count is taken modulo the width. */
    RSH(">>="),
    /** Unsigned remainder; by zero leaves {@code dst} (its low half, zero-extended, in 32 bits). */
    MOD("%="),
    /** Signed remainder; by zero as {@link #MOD}, the smallest value by -1 gives 0. */
    SMOD("s%="),
    /** Bitwise exclusive or. */
    XOR("^="),
    /** Move. */
    MOV("="),
    /** Arithmetic shift right; the count is taken modulo the width. */
    ARSH("s>>=");

    private final String symbol;

    AluOp(String symbol) {
        this.symbol = symbol;
    }

    /** {@return how the disassembler writes it, {@code +=} for instance} */
    public String symbol() {
        return symbol;
    }

    /** {@return whether this is one of the four operations that divide} */
    public boolean divides() {
        return this == DIV || this == SDIV || this == MOD || this == SMOD;
    }
}
