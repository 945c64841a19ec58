/**
 * Reads clocks, counters and the machine's description; computes no statistics. <b>Cold</b>: between trials,
 * never in one.
 */
package okko.eval.measure;
