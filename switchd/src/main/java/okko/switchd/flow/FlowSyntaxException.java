package okko.switchd.flow;

/** Flow text does not say a flow. The message is one line: where, what, and what was expected. */
public final class FlowSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the mistake.
     *
     * @param column  of the word, from 1
     * @param message what is wrong with it, and what was expected; control characters, which can only have come from
     *                the text, become question marks
     */
    public FlowSyntaxException(int column, String message) {
        super("column " + column + ": " + message.replaceAll("\\p{Cntrl}", "?"));
    }
}
