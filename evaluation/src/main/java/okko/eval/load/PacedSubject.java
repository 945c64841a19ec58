package okko.eval.load;

import java.io.IOException;

/** A system to which packets can be offered at a rate, and that can say how long each was under way. */
public interface PacedSubject extends LoadTrial {

    /**
     * Offers packets and times each from when it was due, sent or not, until it arrived: a system that keeps packets
     * from being sent cannot hide their waiting (no coordinated omission).
     *
     * @param mpps       offered load, million packets per second
     * @param durationMs for which packets are due
     * @return the delays, or why they cannot be told
     * @throws IOException if there is no answer, or packets are unaccounted for, saying which
     */
    Delays delaysAt(double mpps, long durationMs) throws IOException;
}
