package okko.switchd.port;

/**
 * What the generator can say of a run, measured by a datapath thread from the first packet handed out until the last
 * one was released again.
 *
 * @param passes    whole passes over the capture
 * @param packets   handed out
 * @param bytes     handed out
 * @param elapsedNs wall-clock time
 * @param cpuNs     processor time of the datapath threads that replayed, idle polling included
 * @param missing   packets that were still held elsewhere when patience ended; 0 after an orderly run
 * @param offered   packets that were due, handed out or not
 * @param losses    packets that were due and are not among those handed out; none where no rate was asked for
 */
public record ReplayOutcome(long passes, long packets, long bytes, long elapsedNs, long cpuNs, int missing,
        long offered, Losses losses) {

    /** Of a queue without frames. */
    public static final ReplayOutcome NOTHING = new ReplayOutcome(Long.MAX_VALUE, 0, 0, 0, 0, 0, 0, Losses.NONE);

    /**
     * Adds what another queue of the port did meanwhile.
     *
     * @param other outcome of that queue
     * @return outcome of both
     */
    public ReplayOutcome plus(ReplayOutcome other) {
        return new ReplayOutcome(Math.min(passes, other.passes), packets + other.packets, bytes + other.bytes,
                Math.max(elapsedNs, other.elapsedNs), cpuNs + other.cpuNs, missing + other.missing,
                offered + other.offered, losses.plus(other.losses));
    }
}
