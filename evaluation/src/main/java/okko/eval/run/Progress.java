package okko.eval.run;

import java.util.List;

/** Is told how a run gets on. */
public interface Progress {

    /**
     * The run begins.
     *
     * @param steps how often {@link #step} will be called, at most
     */
    void begin(int steps);

    /**
     * A step begins.
     *
     * @param experiment its id
     * @param doing      what is done, in a few words
     */
    void step(String experiment, String doing);

    /**
     * An experiment is finished.
     *
     * @param experiment that was run
     * @param outcomes   of its variants, in order
     */
    void finished(Experiment experiment, List<Outcome> outcomes);
}
