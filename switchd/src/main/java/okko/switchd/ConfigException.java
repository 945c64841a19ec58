package okko.switchd;

import java.util.List;

/** A configuration that cannot be used: everything that is wrong with it. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    /**
     * Holds what was found.
     *
     * @param findings one line each: where, what, what was expected; at least one
     */
    public ConfigException(List<String> findings) {
        super(String.join(System.lineSeparator(), findings));
        this.findings = List.copyOf(findings);
    }

    /** {@return one line per finding} */
    public List<String> findings() {
        return findings;
    }
}
