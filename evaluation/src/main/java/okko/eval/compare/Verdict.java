package okko.eval.compare;

import com.fasterxml.jackson.annotation.JsonValue;

/** What may be said of a cell in two results. */
public enum Verdict {
    /** The interval of the ratio lies above 1. */
    FASTER("faster"),
    /** The interval of the ratio lies below 1. */
    SLOWER("slower"),
    /** The interval contains 1: the trials do not tell the two apart. */
    NO_DIFFERENCE("no difference"),
    /** The second result has no such cell. */
    ONLY_IN_A("only in A"),
    /** The first result has no such cell. */
    ONLY_IN_B("only in B"),
    /** One of the two has no number. */
    NOT_PROVED("not proved");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** {@return the name in tables and files} */
    @JsonValue
    public String label() {
        return label;
    }
}
