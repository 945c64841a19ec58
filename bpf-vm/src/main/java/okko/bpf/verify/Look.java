package okko.bpf.verify;

/** How closely a program is looked at: its loops, how much work they may be, and where its paths meet. */
enum Look {
    /** As all its rounds at once, and with few states: quick, and settles most programs. */
    QUICKLY(0, 1 << 15, Merge.Apart.OF_OTHER_KINDS),
    /** As all its rounds at once: knows nothing that is not so in every round. */
    ALL_AT_ONCE(0, 1 << 15, Merge.Apart.ALL),
    /** The first few rounds one by one, the rest at once: for loops whose first round is unlike the others. */
    FIRST_APART(4, 1 << 15, Merge.Apart.ALL),
    /** Round by round, as a run would go; only if it goes on for long, the rest at once. */
    ONE_BY_ONE(1_024, 1 << 16, Merge.Apart.ALL);

    private final int apart;
    private final long maxSteps;
    private final Merge.Apart states;

    Look(int apart, long maxSteps, Merge.Apart states) {
        this.apart = apart;
        this.maxSteps = maxSteps;
        this.states = states;
    }

    /** Rounds that are looked at one by one. */
    int apart() {
        return apart;
    }

    /**
     * Instructions times states times stack frames, in loops. Where loops nest, each round of the outer one settles the
     * inner ones anew. All looks together have a bound of their own, see {@link Effort}.
     */
    long maxSteps() {
        return maxSteps;
    }

    /** Which states are kept apart where paths meet. */
    Merge.Apart states() {
        return states;
    }
}
