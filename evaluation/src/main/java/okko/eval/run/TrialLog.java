package okko.eval.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import okko.eval.measure.Trial;
import okko.eval.subject.Evidence;

/** Keeps what was measured, at once, so that a crash loses nothing; and tells what an earlier attempt measured. */
public interface TrialLog {

    /** Keeps nothing and knows nothing. */
    TrialLog NONE = new TrialLog() {
        @Override
        public Optional<Preparation> preparation(Place place) {
            return Optional.empty();
        }

        @Override
        public Optional<Trial> trial(Place place, int round) {
            return Optional.empty();
        }

        @Override
        public void prepared(Place place, Preparation preparation) {
            // Nowhere to keep it.
        }

        @Override
        public void timed(Place place, Trial trial) {
            // Nowhere to keep it.
        }
    };

    /**
     * Where in a run something was measured.
     *
     * @param experiment its id
     * @param variant    its label
     * @param start      0 for the first
     */
    record Place(String experiment, String variant, int start) {}

    /**
     * What comes before the trials of a start.
     *
     * @param evidence   what was compared
     * @param warmUpMpps throughput of each slice of warm-up, million packets per second
     */
    record Preparation(Evidence evidence, List<Double> warmUpMpps) {}

    /**
     * Looks up a start.
     *
     * @param place of it
     * @return what came before its trials, if it got so far
     */
    Optional<Preparation> preparation(Place place);

    /**
     * Looks up a trial.
     *
     * @param place of it
     * @param round of it, counted over all starts
     * @return the trial, if it was made
     */
    Optional<Trial> trial(Place place, int round);

    /**
     * Keeps what came before the trials of a start.
     *
     * @param place       of the start
     * @param preparation to keep
     * @throws IOException if it cannot be kept
     */
    void prepared(Place place, Preparation preparation) throws IOException;

    /**
     * Keeps a trial.
     *
     * @param place of it
     * @param trial to keep
     * @throws IOException if it cannot be kept
     */
    void timed(Place place, Trial trial) throws IOException;
}
