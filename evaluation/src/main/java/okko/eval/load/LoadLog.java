package okko.eval.load;

import java.io.IOException;
import java.util.Optional;

/** Keeps what was measured as soon as a start is over, and tells what an earlier attempt measured. */
public interface LoadLog {

    /** Keeps nothing and knows nothing. */
    LoadLog NONE = new LoadLog() {
        @Override
        public Optional<LoadStart> find(Place place) {
            return Optional.empty();
        }

        @Override
        public void keep(Place place, LoadStart measured) {
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
     * Looks up a start.
     *
     * @param place of it
     * @return what was measured, if all of it was
     */
    Optional<LoadStart> find(Place place);

    /**
     * Keeps a start.
     *
     * @param place    of it
     * @param measured to keep
     * @throws IOException if it cannot be kept
     */
    void keep(Place place, LoadStart measured) throws IOException;
}
