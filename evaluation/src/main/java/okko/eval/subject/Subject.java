package okko.eval.subject;

import java.io.IOException;

/** A system while it is measured, from its start to its end; for one thread. */
public interface Subject extends AutoCloseable {

    /**
     * Sends known traffic through the system, from fresh state on, and compares what comes out with what has to.
     *
     * @return what was compared
     * @throws IOException if anything differs, or the system does not answer; the message says what, in a line
     */
    Evidence prove() throws IOException;

    /**
     * Puts the system under full load.
     *
     * @param durationMs shortest time
     * @return what it did
     * @throws IOException if packets are unaccounted for, verdicts differ, or the system does not answer
     */
    Slice run(long durationMs) throws IOException;

    /** Stops all processes of the system and waits until they are gone. */
    @Override
    void close();
}
