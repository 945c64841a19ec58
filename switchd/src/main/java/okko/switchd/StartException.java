package okko.switchd;

import java.util.List;

/** The switch cannot start: everything that was found wrong. Nothing is left behind. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    /**
     * Holds what was found.
     *
     * @param findings where, what, what was expected; the first line stands for itself, others may be its details
     */
    public StartException(List<String> findings) {
        super(String.join(System.lineSeparator(), findings));
        this.findings = List.copyOf(findings);
    }

    /** {@return what was found, line by line} */
    public List<String> findings() {
        return findings;
    }
}
