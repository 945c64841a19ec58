/**
 * An evaluation from what was asked for to its results: puts together what {@code experiment} knows to measure, what
 * {@code run} does with it, and what {@code report} makes of it. <b>Cold.</b>
 */
package okko.eval.evaluation;
