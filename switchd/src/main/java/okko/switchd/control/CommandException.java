package okko.switchd.control;

/** A command that the switch refuses; the message is one line. */
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param reason one line: what, where, what was expected
     */
    public CommandException(String reason) {
        super(reason);
    }
}
