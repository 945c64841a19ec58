/**
 * Runs the evaluation: starts the processes of a workload, proves that they all do the same, and only then times them,
 * in turn. <b>Cold</b>; the hot loops are in the processes that it starts.
 *
 * <p>All cells of a workload stay alive side by side, and one at a time is given work: rounds in random order, so that
 * whatever the machine does meanwhile falls on all of them alike.
 */
package okko.eval.run;
