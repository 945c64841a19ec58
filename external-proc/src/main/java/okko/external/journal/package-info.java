/**
 * The recorder: a processor that writes the packets it is shown, with their verdicts, to a journal on disk, and the way
 * to read one. Stands beside the packet's way: what it is lent goes back at once, and no packet waits for a disk.
 *
 * <pre>
 *  processor's thread                 writer's thread
 *  Recorder ──copy──► HandOver ──► WriterAgent ──► ChronicleStore ──► files ──► Journal ──► JournalExport
 *            full: counted                  fails: counted, tried again
 * </pre>
 *
 * <p>The journal is a Chronicle Queue; its types stay inside of this package. {@code docs/journal.md} is the manual.
 */
package okko.external.journal;
