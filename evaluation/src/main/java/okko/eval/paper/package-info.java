/**
 * What others published, each figure with its source; nothing else in the repository may hold such numbers.
 * <b>Cold.</b>
 */
package okko.eval.paper;
