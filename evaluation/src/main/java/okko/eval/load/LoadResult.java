package okko.eval.load;

import java.util.List;

/**
 * What one system does with offered load, as {@code results.json} holds it; what has no value is {@code null}.
 *
 * @param workload name of the job
 * @param setup    name of the place
 * @param proved   whether output was as expected in every start, and all packets accounted for in every trial
 * @param skipped  whether this machine cannot run it
 * @param stable   whether most trials at a tenth of its load lost nothing, in every start; if not, it has no NDR, no
 *                 PDR and no latency
 * @param reason   why it is not proved, is skipped, or is not stable
 * @param mrr      receive rate at the highest offered load
 * @param ndr      load that is carried without loss
 * @param pdr      load that is carried with a loss of half a percent
 * @param curve    loss over load
 * @param latency  delays over load
 * @param starts   raw
 */
public record LoadResult(String workload, String setup, boolean proved, boolean skipped, boolean stable,
        String reason, ReceiveRate mrr, RateBounds ndr, RateBounds pdr, List<CurvePoint> curve,
        List<LatencyPoint> latency, List<LoadStart> starts) {

    /**
     * Makes the result of a system that has no numbers.
     *
     * @param workload name of the job
     * @param setup    name of the place
     * @param skipped  whether this machine cannot run it; if it can, it failed
     * @param reason   why, in a line
     * @return the result
     */
    public static LoadResult without(String workload, String setup, boolean skipped, String reason) {
        return new LoadResult(workload, setup, false, skipped, false, reason, null, null, null, List.of(),
                List.of(), List.of());
    }

    /**
     * A receive rate, million packets per second.
     *
     * @param offeredMpps highest offered load, on average over the starts
     * @param median      of the trials
     * @param low         lower end
     * @param high        upper end
     * @param interval    what the ends mean
     * @param trials      each one, by start
     */
    public record ReceiveRate(double offeredMpps, double median, double low, double high, String interval,
            List<List<Double>> trials) {}

    /**
     * A rate that lies between two loads, million packets per second.
     *
     * @param mpps            lower bound, median of the starts; {@code null} if a start did not carry the lowest load
     * @param low             lowest lower bound of any start; {@code null} with it
     * @param high            highest upper bound of any start; {@code null} if a start carried all that was offered
     * @param conditionalMpps what arrives at the lower bound, median of the starts; {@code null} with it
     * @param endings         why the search stopped, by start
     */
    public record RateBounds(Double mpps, Double low, Double high, Double conditionalMpps, List<String> endings) {}

    /**
     * Loss at a load.
     *
     * @param percent     of the receive rate
     * @param offeredMpps on average over the trials
     * @param lossRatio   median of the trials
     * @param low         least
     * @param high        most
     * @param trials      how many
     */
    public record CurvePoint(int percent, double offeredMpps, double lossRatio, double low, double high,
            int trials) {}

    /**
     * Delays at a load, over all starts, from when a packet was due until it arrived.
     *
     * @param percent     of the partial-drop rate
     * @param offeredMpps on average over the starts
     * @param lossRatio   share of the packets that were lost, and so have no delay, in the worst start
     * @param count       packets that arrived
     * @param p50Ns       half of them were faster
     * @param p90Ns       9 of 10 were
     * @param p99Ns       99 of 100
     * @param p999Ns      999 of 1,000
     * @param p9999Ns     9,999 of 10,000
     * @param maxNs       the slowest
     * @param log         file beside the results with the histogram of each start, in HdrHistogram's log format;
     *                    {@link LatencyLogs} writes it
     * @param reason      why there are no numbers
     */
    public record LatencyPoint(int percent, Double offeredMpps, Double lossRatio, Long count, Long p50Ns, Long p90Ns,
            Long p99Ns, Long p999Ns, Long p9999Ns, Long maxNs, String log, String reason) {

        static LatencyPoint without(int percent, String reason) {
            return new LatencyPoint(percent, null, null, null, null, null, null, null, null, null, null, reason);
        }
    }
}
