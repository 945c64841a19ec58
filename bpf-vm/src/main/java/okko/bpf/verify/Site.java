package okko.bpf.verify;

import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;

/**
 * One instruction in one visit of the verifier to its function or loop. In a visit each instruction is looked at once,
 * and every visit has another number; so this can name what the instruction makes, and no state has that name yet.
 *
 * @param visit 0 for the program itself, then one number per call that was followed and per round of a loop
 * @param pc    of the instruction
 */
record Site(long visit, int pc) {

    private static final int PC_BITS = 17;
    private static final int PART_BITS = 10;
    private static final int PCS = 1 << PC_BITS;
    private static final int PARTS = 1 << PART_BITS;
    private static final int RESULT = 0;
    private static final int OPERAND = 1;
    private static final int FIRST_REGISTER = 2;
    private static final int SHORTENED = 13;
    private static final int FIRST_SLOT = 16;
    private static final int FIRST_COUNTER = PARTS - 16;
    private static final int PARTS_PER_FRAME = Stack.SLOTS + 4;

    /** Names the instruction's result. */
    long ofResult() {
        return name(RESULT);
    }

    /** Names its second operand, if that had none. */
    long ofOperand() {
        return name(OPERAND);
    }

    /** Names the sum in its first operand, if that became too long. */
    long ofShortened() {
        return name(SHORTENED);
    }

    /** Names what a register holds where paths meet here. */
    long ofRegister(int register) {
        return name(FIRST_REGISTER + register);
    }

    /** Names what a stack slot holds where paths meet here. */
    long ofSlot(int frame, int slot) {
        return name(FIRST_SLOT + frame * PARTS_PER_FRAME + slot);
    }

    /** Names what a register of a caller holds where paths meet here. */
    long ofSaved(int frame, int register) {
        return name(FIRST_SLOT + frame * PARTS_PER_FRAME + Stack.SLOTS + register);
    }

    /** Names what a register holds that may count the rounds of the loop which begins here. */
    long ofCounter(int register) {
        return name(FIRST_COUNTER + register);
    }

    /** The pc of the instruction that a name was given at. */
    static int pcOf(long name) {
        return (int) (name - 1 >>> PART_BITS) & PCS - 1;
    }

    /** The register whose contents got a name at an instruction; {@code null} if it is what that computes or finds. */
    static Reg registerOf(long name, Instruction instruction) {
        int part = (int) (name - 1) & PARTS - 1;
        Operand named = switch (instruction) {
            case Branch branch when part == RESULT -> branch.right();
            case Branch branch when part == OPERAND -> branch.left();
            case Alu alu when part == OPERAND -> alu.src();
            case Store store when part == OPERAND -> store.value();
            default -> part >= FIRST_COUNTER ? new Reg(part - FIRST_COUNTER)
                    : part >= FIRST_REGISTER && part < FIRST_REGISTER + Reg.COUNT ? new Reg(part - FIRST_REGISTER)
                    : null;
        };
        return named instanceof Reg register ? register : null;
    }

    /** Whether a name was given to a counter, by another loop than that which begins at a pc. */
    static boolean isCounterOfAnother(long name, int head) {
        return (name - 1 & PARTS - 1) >= FIRST_COUNTER && pcOf(name) != head;
    }

    /** Never 0, which is the packet's length. */
    private long name(int part) {
        return ((visit << PC_BITS | pc) << PART_BITS | part) + 1;
    }
}
