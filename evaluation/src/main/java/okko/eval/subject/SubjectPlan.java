package okko.eval.subject;

import java.io.IOException;
import java.util.Optional;

/** How to start a system, as often as fresh processes are wanted. */
public interface SubjectPlan {

    /**
     * Says what this machine lacks.
     *
     * @return why the system cannot be started here, in a line; empty where it can
     */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /**
     * Starts the system; several may be started at once, by different threads.
     *
     * @return the system, ready for load
     * @throws IOException if something does not start, saying what and why in a line; nothing is left running then
     */
    Subject start() throws IOException;
}
