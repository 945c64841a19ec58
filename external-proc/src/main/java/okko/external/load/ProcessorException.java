package okko.external.load;

import java.util.List;

/** The processor that the user named cannot be had; the message says why in one line. */
public final class ProcessorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> details;

    ProcessorException(String message, List<String> details) {
        super(message);
        this.details = List.copyOf(details);
    }

    /** {@return further lines; may be empty} */
    public List<String> details() {
        return details;
    }
}
