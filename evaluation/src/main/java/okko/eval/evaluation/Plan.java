package okko.eval.evaluation;

import okko.eval.experiment.Choice;
import okko.eval.run.Profile;

/**
 * What is asked for: all that two runs must have in common to be repetitions of each other.
 *
 * @param profile how much time to spend
 * @param seed    of the traffic's copies and of the order of turns
 * @param choice  what to measure
 */
public record Plan(Profile profile, long seed, Choice choice) {}
