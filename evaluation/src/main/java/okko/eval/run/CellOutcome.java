package okko.eval.run;

import java.util.List;
import okko.eval.measure.Trial;
import okko.eval.setup.Setup;
import okko.eval.workload.Workload;

/** What became of one workload in one setup. */
public sealed interface CellOutcome {

    /** {@return the job} */
    Workload workload();

    /** {@return the place} */
    Setup setup();

    /**
     * It did what the oracle says, in the proof and in every trial.
     *
     * @param workload the job
     * @param setup    the place
     * @param proof    what was compared
     * @param trials   one per round
     */
    record Proved(Workload workload, Setup setup, Proof proof, List<Trial> trials) implements CellOutcome {}

    /**
     * It did not, or could not be run; so there is no number.
     *
     * @param workload the job
     * @param setup    the place
     * @param reason   one line
     */
    record Unproved(Workload workload, Setup setup, String reason) implements CellOutcome {}
}
