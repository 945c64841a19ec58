/**
 * What may be said about a handful of trials: medians, ratios, and the range around them. Pure functions. <b>Cold.</b>
 *
 * <p>Few trials get the honest range, lowest to highest; from ten on, a percentile bootstrap (Efron and Tibshirani, "An
 * Introduction to the Bootstrap", chapter 13), nested where processes were started more than once. Before a winner is
 * named, {@link okko.eval.stat.Gate} asks what the run makes of two equal systems, and
 * {@link okko.eval.stat.NegativeControl} what it makes of two that are known to differ.
 */
package okko.eval.stat;
