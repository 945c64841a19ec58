package okko.switchd.external;

/** What was asked for cannot be done with a processor; the message is one line for whoever asked. */
public final class ProcessorException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param message one line
     */
    public ProcessorException(String message) {
        super(message);
    }
}
