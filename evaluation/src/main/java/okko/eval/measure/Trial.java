package okko.eval.measure;

/**
 * One timed replay.
 *
 * @param round     0 for the first
 * @param turn      place of the cell in the round's random order, 0 for the first
 * @param packets   that went through
 * @param elapsedNs wall time
 * @param cpuNs     processor time of all processes of the cell meanwhile
 * @param mpps      throughput, million packets per second
 * @param coresBusy {@code cpuNs} over the wall time between its two readings
 */
public record Trial(int round, int turn, long packets, long elapsedNs, long cpuNs, double mpps, double coresBusy) {}
