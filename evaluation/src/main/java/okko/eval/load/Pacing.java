package okko.eval.load;

import java.io.IOException;
import okko.eval.subject.Subject;

/** Finds out how packets are offered to a system that runs. */
@FunctionalInterface
public interface Pacing {

    /**
     * Makes a running system one that load can be offered to.
     *
     * @param subject that runs; stays with its owner, who closes it
     * @return the same, to be asked for trials
     * @throws IOException if it knows no rates, saying so in a line
     */
    PacedSubject pace(Subject subject) throws IOException;
}
