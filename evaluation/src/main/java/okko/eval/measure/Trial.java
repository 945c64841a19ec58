package okko.eval.measure;

/**
 * One timed slice of work.
 *
 * @param start     fresh processes that it was made with, 0 for the first
 * @param round     0 for the first of all starts; rounds go on from one start to the next
 * @param turn      place of the variant in the round's random order, 0 for the first
 * @param packets   that went through
 * @param elapsedNs wall time
 * @param cpuNs     processor time of all processes of the variant meanwhile
 * @param mpps      throughput, million packets per second
 * @param coresBusy {@code cpuNs} over the wall time between its two readings
 * @param stealMs   time that the hypervisor kept all processors of the machine from it; {@code null} if unknown
 * @param gcMs      time of garbage collections in the measured switch; {@code null} if unknown
 * @param compileMs time that its compiler's threads worked; {@code null} if unknown
 */
public record Trial(int start, int round, int turn, long packets, long elapsedNs, long cpuNs, double mpps,
        double coresBusy, Long stealMs, Long gcMs, Long compileMs) {}
