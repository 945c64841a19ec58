package okko.external.bpf;

import java.util.List;

/** An object file holds no program that may run; the message says why in one line. */
public final class ProgramRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> details;

    ProgramRefusedException(String message, List<String> details) {
        super(message);
        this.details = List.copyOf(details);
    }

    /** {@return the verifier's findings, one per line of text; empty if the file itself is at fault} */
    public List<String> details() {
        return details;
    }
}
