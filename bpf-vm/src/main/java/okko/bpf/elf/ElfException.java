package okko.bpf.elf;

import java.util.Locale;

/** An object file cannot be used; the message is one line: what, where, what was expected. */
public final class ElfException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Describes the reason.
     *
     * @param format    of one line, without the name of the file, as {@link String#format} reads it
     * @param arguments of the format
     */
    ElfException(String format, Object... arguments) {
        super(String.format(Locale.ROOT, format, arguments));
    }
}
