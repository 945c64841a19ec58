package okko.bpf.asm;

/** A text is no program. */
public final class AssemblyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * Describes the error.
     *
     * @param line   of the text, from 1
     * @param reason what is wrong
     */
    AssemblyException(int line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
    }

    /** {@return the line of the text, from 1} */
    public int line() {
        return line;
    }
}
