package okko.bpf.verify;

/**
 * The work of one look at a program and of those before it, and how much of it there may be: a step is one instruction
 * in one state, and so is each active function and each eight stack slots in use. The more was done, the fewer states
 * are kept apart.
 */
final class Effort {

    /** States kept apart where paths meet; further ones are joined. */
    static final int STATES_PER_PC = 16;

    /** So many slots of a stack that hold something cost as much as all registers. */
    private static final int SLOTS_PER_STEP = 8;

    /** In a program that is long, or looked at over and over. */
    private static final int FEW_STATES_PER_PC = 4;

    /** When so many states wait, memory is what is short: one per instruction must do. */
    private static final int MANY_WAITING = 16_384;

    /** After so many steps fewer states are kept apart. */
    private static final long MANY_STEPS = 1 << 16;

    /** Of all looks: just beyond what a program without calls and loops can cost, at one state per instruction. */
    static final long MAX_STEPS = 300_000;

    /** Of all looks, in loops. */
    static final long MAX_STEPS_IN_LOOPS = 3L << 14;

    /** After so many steps in loops, they are no longer gone round one by one. */
    private static final long MANY_STEPS_IN_LOOPS = 1 << 15;

    private final long maxStepsInLoops;
    private final long stepsBefore;
    private final long stepsInLoopsBefore;
    private long steps;
    private long stepsInLoops;
    private int loopsOpen;
    private int waiting;

    /** That of the first look. */
    Effort(Look look) {
        this(look.maxSteps(), 0, 0);
    }

    private Effort(long maxStepsInLoops, long stepsBefore, long stepsInLoopsBefore) {
        this.maxStepsInLoops = maxStepsInLoops;
        this.stepsBefore = stepsBefore;
        this.stepsInLoopsBefore = stepsInLoopsBefore;
    }

    /** That of a look after this one. */
    Effort next(Look look) {
        return new Effort(look.maxSteps(), steps(), stepsInLoops());
    }

    /** That of the same look, made once more. */
    Effort again() {
        return new Effort(maxStepsInLoops, stepsBefore, stepsInLoopsBefore);
    }

    /** Counts one instruction in some states, of the first of which the stack is taken for that of all. */
    void step(int states, int functions, State first) {
        long taken = (long) states * (functions + first.stackSlots() / SLOTS_PER_STEP);
        steps += taken;
        stepsInLoops += loopsOpen > 0 ? taken : 0;
        waiting -= states;
    }

    /** Counts states that were put somewhere to wait, or taken away if the number is negative. */
    void await(int states) {
        waiting += states;
    }

    void enterLoop() {
        loopsOpen++;
    }

    void leaveLoop() {
        loopsOpen--;
    }

    /** Taken so far, by this look and those before it. */
    long steps() {
        return stepsBefore + steps;
    }

    /** Those of them that were taken in loops. */
    long stepsInLoops() {
        return stepsInLoopsBefore + stepsInLoops;
    }

    /** Whether there is so much work in loops that their rounds cannot be looked at one by one. */
    boolean isGreatInLoops() {
        return stepsInLoops >= MANY_STEPS_IN_LOOPS;
    }

    /** How many states may be kept apart now where paths meet. */
    int statesApart() {
        return waiting > MANY_WAITING || steps() > 2 * MANY_STEPS ? 1
                : steps() > MANY_STEPS ? FEW_STATES_PER_PC : STATES_PER_PC;
    }

    /** Why no more may be done; {@code null} if more may be. */
    Reason excess() {
        if (steps() > MAX_STEPS) {
            return new Reason(
                    "a program that can be verified in " + MAX_STEPS + " steps",
                    "that many were taken before this instruction",
                    "call functions from fewer places, or split the program");
        }
        if (stepsInLoops > maxStepsInLoops || stepsInLoops() > MAX_STEPS_IN_LOOPS) {
            long most = stepsInLoops > maxStepsInLoops ? maxStepsInLoops : MAX_STEPS_IN_LOOPS;
            return new Reason(
                    "loops that can be verified in " + most + " steps",
                    "that many were taken before this instruction",
                    "nest fewer loops, keep their counters in registers, or split the program");
        }
        return null;
    }
}
