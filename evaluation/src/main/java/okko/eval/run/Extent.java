package okko.eval.run;

/** Which points of a sweep are measured. */
public enum Extent {
    /** The ends, and a few between them. */
    FEW,
    /** All. */
    ALL
}
