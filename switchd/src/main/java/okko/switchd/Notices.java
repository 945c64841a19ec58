package okko.switchd;

import java.util.ArrayList;
import java.util.List;

/**
 * Wishes that could not be granted. What comes up while the switch is made is kept for whoever makes it; later it goes
 * to standard error at once. Any thread.
 */
final class Notices {

    private List<String> kept = new ArrayList<>();

    synchronized void tell(String line) {
        if (kept == null) {
            System.err.println("okko switchd: " + line);
        } else {
            kept.add(line);
        }
    }

    /** {@return what has been kept; from now on nothing is} */
    synchronized List<String> release() {
        List<String> lines = kept == null ? List.of() : kept;
        kept = null;
        return lines;
    }
}
