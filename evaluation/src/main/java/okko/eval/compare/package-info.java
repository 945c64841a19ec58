/**
 * Two results beside each other, cell by cell: for continuous integration, and for whoever repeats a run. Pure
 * functions of {@link okko.eval.report.Results}. <b>Cold.</b>
 */
package okko.eval.compare;
