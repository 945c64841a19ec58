package okko.bpf.verify;

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
    private static final int FIRST_REGISTER = 2;
    private static final int SHORTENED = 13;
    private static final int FIRST_SLOT = 16;
    private static final int FIRST_COUNTER = PARTS - 16;
    private static final int PARTS_PER_FRAME = Stack.SLOTS + 4;

    /** Names the instruction's result. */
    long ofResult() {
        return name(0);
    }

    /** Names its second operand, if that had none. */
    long ofOperand() {
        return name(1);
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

    /** Whether a name was given to a counter, by another loop than that which begins at a pc. */
    static boolean isCounterOfAnother(long name, int head) {
        return (name - 1 & PARTS - 1) >= FIRST_COUNTER && (name - 1 >>> PART_BITS & PCS - 1) != head;
    }

    /** Never 0, which is the packet's length. */
    private long name(int part) {
        return ((visit << PC_BITS | pc) << PART_BITS | part) + 1;
    }
}
