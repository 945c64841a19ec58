package okko.eval.load;

import java.io.IOException;

/** A system to which packets can be offered at a rate. */
@FunctionalInterface
public interface LoadTrial {

    /**
     * Offers packets and waits until all are accounted for.
     *
     * @param mpps       offered load, million packets per second
     * @param durationMs for which packets are due
     * @return what became of them
     * @throws IOException if there is no answer, or packets are unaccounted for, saying which
     */
    Loss at(double mpps, long durationMs) throws IOException;
}
