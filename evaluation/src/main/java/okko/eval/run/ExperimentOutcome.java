package okko.eval.run;

import java.util.List;

/**
 * An experiment that has been run.
 *
 * @param experiment that it was
 * @param outcomes   of its variants, in their order
 */
public record ExperimentOutcome(Experiment experiment, List<Outcome> outcomes) {}
