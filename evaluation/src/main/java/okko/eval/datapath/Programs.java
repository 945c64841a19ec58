package okko.eval.datapath;

/**
 * BPF programs of a row, all of them the trivial one that never matches.
 *
 * @param loaded  how many are loaded
 * @param inRules how many of these are asked by a rule, each by its own, in order of priority
 */
record Programs(int loaded, int inRules) {

    /** No use of programs at all. */
    static final Programs NONE = new Programs(0, 0);

    /** {@return programs that rules ask, one after the other} */
    static Programs chain(int length) {
        return new Programs(length, length);
    }
}
