/**
 * How fast descriptors cross between two processes, beside the same rings in C: {@code okko eval rings}. <b>Cold</b>,
 * but for the rounds that are timed; these use the product's own rings, pool and attachment.
 */
package okko.eval.rings;
