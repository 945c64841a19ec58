package okko.external.cli;

import java.io.PrintWriter;

/** Where the user reads what becomes of a processor: one line at a time, each begins with the processor's name. */
final class Console {

    private final PrintWriter out;
    private final PrintWriter errors;
    private final String prefix;

    Console(PrintWriter out, PrintWriter errors, String name) {
        this.out = out;
        this.errors = errors;
        prefix = "okko proc " + name + ": ";
    }

    /** To standard output: what goes as it should. */
    void say(String line) {
        out.println(prefix + line);
        out.flush();
    }

    /** To standard error: what does not. */
    void tell(String line) {
        errors.println(prefix + line);
        errors.flush();
    }

    /** To standard error: a line that belongs to the one before. */
    void tellMore(String line) {
        errors.println(line);
        errors.flush();
    }
}
