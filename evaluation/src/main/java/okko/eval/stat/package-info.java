/**
 * What may be said about a handful of trials: medians, ratios, and the range around them. Pure functions. <b>Cold.</b>
 *
 * <p>Few trials get the honest range, lowest to highest; from ten on, a percentile bootstrap (Efron and Tibshirani, "An
 * Introduction to the Bootstrap", chapter 13).
 */
package okko.eval.stat;
