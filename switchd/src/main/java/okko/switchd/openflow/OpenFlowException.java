package okko.switchd.openflow;

/** A message that cannot be understood or carried out; its sender is told by an error message. */
public final class OpenFlowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final OpenFlowError error;

    /**
     * Refuses a message.
     *
     * @param error  that the sender is told
     * @param reason one line for people: what, where, what was expected
     */
    public OpenFlowException(OpenFlowError error, String reason) {
        super(reason);
        this.error = error;
    }

    /** {@return what the sender is told} */
    public OpenFlowError error() {
        return error;
    }
}
