package okko.eval.run;

import java.util.List;
import okko.eval.workload.Workload;

/** Is told how the evaluation gets on. */
public interface Progress {

    /**
     * The evaluation begins.
     *
     * @param steps how often {@link #step} will be called, at most
     */
    void begin(int steps);

    /**
     * A step begins.
     *
     * @param workload the job
     * @param doing    what is done, in a few words
     */
    void step(Workload workload, String doing);

    /**
     * A workload is finished.
     *
     * @param workload the job
     * @param cells    its outcome
     */
    void finished(Workload workload, List<CellOutcome> cells);
}
