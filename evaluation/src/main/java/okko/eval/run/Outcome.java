package okko.eval.run;

import java.util.List;
import okko.eval.measure.Trial;
import okko.eval.subject.Evidence;

/** What became of a variant. */
public sealed interface Outcome {

    /** {@return the variant} */
    Variant variant();

    /**
     * It did what it has to, in every proof and in every trial.
     *
     * @param variant    that was measured
     * @param evidence   of the first start; the later ones agreed
     * @param warmUpMpps throughput of the slices of warm-up, by start, million packets per second
     * @param trials     one per round, over all starts
     */
    record Proved(Variant variant, Evidence evidence, List<List<Double>> warmUpMpps, List<Trial> trials)
            implements Outcome {}

    /**
     * It did not, or broke; so there is no number.
     *
     * @param variant that failed
     * @param reason  one line
     */
    record Unproved(Variant variant, String reason) implements Outcome {}

    /**
     * This machine cannot run it.
     *
     * @param variant that was left out
     * @param reason  what is missing, one line
     */
    record Skipped(Variant variant, String reason) implements Outcome {}
}
