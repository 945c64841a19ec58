/**
 * How fast programs run, and beside what: rounds over packets in rotation, the same C compiled by gcc in a process of
 * its own, five programs to compare with other virtual machines. <b>Cold</b>, but for the passes that are timed.
 */
package okko.eval.speed;
