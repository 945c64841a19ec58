package okko.eval.run;

import java.util.List;

/**
 * An experiment that has been run.
 *
 * @param experiment that it was
 * @param method     how its variants were measured
 * @param outcomes   of its variants, in their order
 */
public record ExperimentOutcome(Experiment experiment, Method method, List<Outcome> outcomes) {}
