/**
 * Runs of the evaluation that are kept: what was asked for, and every measurement from the moment it was made.
 * <b>Cold.</b>
 *
 * <pre>
 *  RunJournal    a directory with one directory per run; finds, begins and reopens them
 *    RunLog      a run while it is measured: every record is in the file when the call returns
 *    PastRun     a run as it is on disk, finished or not
 *      RunQueue  records in a Chronicle Queue, as JSON; one file per attempt
 * </pre>
 */
package okko.eval.journal;
