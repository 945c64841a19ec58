package okko.switchd;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;
import org.agrona.ErrorHandler;

/** Prints each kind of error of an agent once: an error that comes with every packet must not fill a disk. */
final class DistinctErrors implements ErrorHandler {

    private final String role;
    private final PrintStream err;
    private final Set<String> seen = new HashSet<>();

    DistinctErrors(String role, PrintStream err) {
        this.role = role;
        this.err = err;
    }

    @Override
    public void onError(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        String place = trace.length == 0 ? "" : trace[0].toString();
        if (seen.add(error.getClass().getName() + place)) {
            err.println("okko switchd: " + role + ": " + error + " (further ones from this place are not shown)");
            error.printStackTrace(err);
        }
    }
}
