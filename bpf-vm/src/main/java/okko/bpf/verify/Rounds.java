package okko.bpf.verify;

/** How a loop is looked at first, and how much work its program's loops may be. */
enum Rounds {
    /** As all its rounds at once: quick, and knows nothing that is not so in every round. */
    ALL_AT_ONCE(0, 1 << 17),
    /** The first few rounds one by one, the rest at once: for loops whose first round is unlike the others. */
    FIRST_APART(4, 1 << 15),
    /** Round by round, as a run would go; only if it goes on for long, the rest at once. */
    ONE_BY_ONE(1_024, 1 << 16);

    private final int apart;
    private final long maxSteps;

    Rounds(int apart, long maxSteps) {
        this.apart = apart;
        this.maxSteps = maxSteps;
    }

    /** Rounds that are looked at one by one. */
    int apart() {
        return apart;
    }

    /**
     * Instructions times states times stack frames, in loops. Where loops nest, each round of the outer one settles the
     * inner ones anew; this bounds what comes of it to about a second.
     */
    long maxSteps() {
        return maxSteps;
    }
}
