package okko.bpf.verify;

/**
 * One instruction in one call of its function: it runs at most once, so it can name what it makes.
 *
 * @param call 0 for the program itself, then one number per call that was followed
 * @param pc   of the instruction
 */
record Site(long call, int pc) {

    private static final int PC_BITS = 17;
    private static final int PART_BITS = 10;
    private static final int FIRST_REGISTER = 2;
    private static final int SHORTENED = 13;
    private static final int FIRST_SLOT = 16;
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

    /** Never 0, which is the packet's length. */
    private long name(int part) {
        return ((call << PC_BITS | pc) << PART_BITS | part) + 1;
    }
}
