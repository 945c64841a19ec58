package okko.switchd.port;

/**
 * What the generator can say of a run, measured by the datapath thread from the first packet handed out until the last
 * one was released again.
 *
 * @param passes    whole passes over the capture
 * @param packets   handed out
 * @param bytes     handed out
 * @param elapsedNs wall-clock time
 * @param cpuNs     processor time of the datapath thread, idle polling included
 * @param missing   packets that were still held elsewhere when patience ended; 0 after an orderly run
 */
public record ReplayOutcome(long passes, long packets, long bytes, long elapsedNs, long cpuNs, int missing) {}
