package okko.eval.journal;

/** How far a run has come. */
public enum RunState {
    /** A process is at work on it. */
    RUNNING("running"),
    /** It stopped before its end, and can be gone on with. */
    INTERRUPTED("interrupted"),
    /** It has come to its end. */
    FINISHED("finished");

    private final String label;

    RunState(String label) {
        this.label = label;
    }

    /** {@return the name in listings} */
    public String label() {
        return label;
    }
}
