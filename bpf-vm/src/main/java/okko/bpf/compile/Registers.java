package okko.bpf.compile;

import java.lang.classfile.CodeBuilder;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;

/**
 * The registers of one function as {@code long} locals of its JVM method.
 * <pre>
 *  register   slots from the first parameter   set by
 *  r1 … r5     0 … 9                            the caller
 *  r10        10, 11                            the caller
 *  r0         12, 13                            zeroed at entry
 *  r6 … r9    14 … 21                           zeroed at entry
 * </pre>
 * Callers keep r6 to r9 across a call because each method has locals of its own. The zeroes satisfy the JVM's verifier,
 * which cannot follow all the paths that ours tells apart; the JIT removes them.
 */
final class Registers {

    /** r0, the result of functions and helpers. */
    static final Reg RESULT = new Reg(0);

    /** Helpers and functions take r1 to r5. */
    static final int ARGUMENTS = 5;

    private static final long LOW_HALF = 0xffff_ffffL;
    private static final int SLOTS_PER_LONG = 2;

    private final CodeBuilder code;
    private final int firstSlot;

    /** Lays the registers out, the first parameter being at {@code firstSlot}: 1 in an instance method, else 0. */
    Registers(CodeBuilder code, int firstSlot) {
        this.code = code;
        this.firstSlot = firstSlot;
    }

    /** {@return the method that the registers belong to} */
    CodeBuilder code() {
        return code;
    }

    /** Zeroes those of r1 to r5 that the caller does not set: all but the first {@code count}. */
    void zeroArgumentsAfter(int count) {
        for (int number = count + 1; number <= ARGUMENTS; number++) {
            zero(new Reg(number));
        }
    }

    /** Zeroes the registers that no caller sets. */
    void zeroOthers() {
        for (int number : new int[] {0, 6, 7, 8, 9}) {
            zero(new Reg(number));
        }
    }

    /** Sets a register to 0. */
    void zero(Reg register) {
        code.lconst_0();
        store(register);
    }

    /** Pushes 64 bits; a constant is sign-extended. */
    void load(Operand operand) {
        switch (operand) {
            case Reg register -> code.lload(slot(register));
            case Imm(int value) -> code.loadConstant((long) value);
        }
    }

    /** Pushes the low 32 bits. */
    void loadLow(Operand operand) {
        switch (operand) {
            case Reg register -> code.lload(slot(register)).l2i();
            case Imm(int value) -> code.loadConstant(value);
        }
    }

    /** Pops 64 bits into a register. */
    void store(Reg register) {
        code.lstore(slot(register));
    }

    /** Pops 32 bits into a register, whose upper half becomes 0. */
    void storeLow(Reg register) {
        code.i2l().loadConstant(LOW_HALF).land();
        store(register);
    }

    private int slot(Reg register) {
        int position = switch (register.number()) {
            case 0 -> 6;
            case 10 -> 5;
            case 1, 2, 3, 4, 5 -> register.number() - 1;
            default -> register.number() + 1;
        };
        return firstSlot + SLOTS_PER_LONG * position;
    }
}
