package okko.eval.datapath;

/**
 * BPF programs of a row, all of them the trivial one that never matches.
 *
 * @param loaded  how many are loaded
 * @param inRules how many of these are asked by a rule, each by its own, in order of priority
 */
public record Programs(int loaded, int inRules) {

    /** No use of programs at all. */
    public static final Programs NONE = new Programs(0, 0);

    /**
     * Plans a chain.
     *
     * @param length of it, 1 or more
     * @return programs that rules ask, one after the other
     */
    public static Programs chain(int length) {
        return new Programs(length, length);
    }
}
