package okko.bpf.engine;

/** What functions of all engines share: the context and the counting. <b>Hot.</b> */
public abstract class ProgramFunction implements BpfFunction {

    private static final long SAMPLE_MASK = RunStatistics.SAMPLE_INTERVAL - 1;

    private final RunContext context;
    private final Runnable onClose;
    private boolean isClosed;

    // Written by the function's thread alone; others may read values that are a little old.
    private long runs;
    private long sampledRuns;
    private long sampledNs;

    /**
     * Makes a function.
     *
     * @param context of the function alone
     * @param onClose called once, when the function will not run again
     */
    protected ProgramFunction(RunContext context, Runnable onClose) {
        this.context = context;
        this.onClose = onClose;
    }

    /**
     * Executes the program; the context has been begun.
     *
     * @param packet      address of the frame's first byte
     * @param lengthBytes of the frame
     * @return r0
     */
    protected abstract long execute(long packet, long lengthBytes);

    @Override
    public final long run(long packet, long lengthBytes) {
        context.begin(packet, lengthBytes);
        return (++runs & SAMPLE_MASK) == 0 ? timed(packet, lengthBytes) : guarded(packet, lengthBytes);
    }

    /** Runs as the tail of another program. */
    final long follow(RunContext before) {
        context.beginBehind(before);
        runs++;
        return guarded(context.packet(), context.lengthBytes());
    }

    private long timed(long packet, long lengthBytes) {
        long start = System.nanoTime();
        long r0 = guarded(packet, lengthBytes);
        sampledNs += System.nanoTime() - start;
        sampledRuns++;
        return r0;
    }

    private long guarded(long packet, long lengthBytes) {
        try {
            return execute(packet, lengthBytes);
        } catch (BpfFault stopped) {
            context.records().discardAll();
            throw stopped;
        }
    }

    @Override
    public final RunContext context() {
        return context;
    }

    @Override
    public final RunStatistics statistics() {
        return new RunStatistics(runs, sampledRuns, sampledNs);
    }

    @Override
    public final void close() {
        if (!isClosed) {
            isClosed = true;
            onClose.run();
        }
    }
}
