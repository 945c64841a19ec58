package okko.bpf.elf;

/** An object file cannot be used; the message is one line: what, where, what was expected. */
public final class ElfException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the reason.
     *
     * @param reason one line, without the name of the file
     */
    public ElfException(String reason) {
        super(reason);
    }
}
