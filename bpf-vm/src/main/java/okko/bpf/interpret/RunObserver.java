package okko.bpf.interpret;

/** Sees each step of an interpreter's runs: what proofs about a program are held against. */
@FunctionalInterface
public interface RunObserver {

    /**
     * Called before each instruction that a run executes, on the interpreter's thread. Of a program that tail calls
     * lead to, nothing is told.
     *
     * @param pc        of the instruction
     * @param registers r0 to r10, and behind them what is the interpreter's own; only to be read, and only now
     */
    void before(int pc, long[] registers);
}
