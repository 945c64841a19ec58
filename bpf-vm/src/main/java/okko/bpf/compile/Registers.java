package okko.bpf.compile;

import java.lang.classfile.CodeBuilder;
import java.util.Arrays;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;

/**
 * The registers of one function as {@code long} locals of a JVM method: first those that the method's parameters set,
 * then the others by number.
 *
 * <p>A local holds of its register the halves that somebody reads, see {@link Demand}; its upper half may differ from
 * the register's where nobody does. Callers keep r6 to r9 across a call because each method has locals of its own.
 */
final class Registers {

    /** r0, the result of functions and helpers. */
    static final Reg RESULT = new Reg(0);

    /** Helpers take r1 to r5. */
    static final int ARGUMENTS = 5;

    private static final long LOW_HALF = 0xffff_ffffL;
    private static final int SLOTS_PER_LONG = 2;

    private final CodeBuilder code;
    private final int[] slots = new int[Reg.COUNT];
    private final int end;

    /** Lays the registers out, the first one at {@code firstSlot}; {@code parameters} is a bit per register. */
    Registers(CodeBuilder code, int firstSlot, int parameters) {
        this.code = code;
        int slot = firstSlot;
        for (int wanted = 1; wanted >= 0; wanted--) {
            for (int number = 0; number < Reg.COUNT; number++) {
                if ((parameters >> number & 1) == wanted) {
                    slots[number] = slot;
                    slot += SLOTS_PER_LONG;
                }
            }
        }
        end = slot;
    }

    /** {@return the method that the registers belong to} */
    CodeBuilder code() {
        return code;
    }

    /** {@return the first local behind the registers} */
    int endSlot() {
        return end;
    }

    /** {@return the registers of a set of bits} */
    static Reg[] of(int bits) {
        return Arrays.stream(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
                .filter(number -> (bits >> number & 1) != 0)
                .mapToObj(Reg::new)
                .toArray(Reg[]::new);
    }

    /** Sets a register to 0. */
    void zero(Reg register) {
        code.lconst_0();
        store(register);
    }

    /** Pushes 64 bits; a constant is sign-extended. */
    void load(Operand operand) {
        switch (operand) {
            case Reg register -> code.lload(slots[register.number()]);
            case Imm(int value) -> code.loadConstant((long) value);
        }
    }

    /** Pushes the low 32 bits. */
    void loadLow(Operand operand) {
        switch (operand) {
            case Reg register -> code.lload(slots[register.number()]).l2i();
            case Imm(int value) -> code.loadConstant(value);
        }
    }

    /** Pops 64 bits into a register. */
    void store(Reg register) {
        code.lstore(slots[register.number()]);
    }

    /** Pops 32 bits into a register, whose upper half becomes 0. */
    void storeLow(Reg register) {
        code.i2l().loadConstant(LOW_HALF).land();
        store(register);
    }

    /** Pops 32 bits into a register, for which their sign is 0 or nobody reads the upper half. */
    void storeLowAlone(Reg register) {
        code.i2l();
        store(register);
    }
}
