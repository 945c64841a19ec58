package okko.eval.load;

import java.util.List;

/**
 * Everything that was measured of one system in one start.
 *
 * @param closedMpps throughput when each packet waits for the one before, which the loads are derived from
 * @param stability  trials at a tenth of that
 * @param stable     whether most of those lost nothing; if not, there is no search and no latency
 * @param overload   trials at the highest load
 * @param bounds     what the search found, by goal
 * @param search     its trials
 * @param curve      trials of the loss curve
 * @param latency    by load
 */
public record LoadStart(double closedMpps, List<LoadSample> stability, boolean stable, List<LoadSample> overload,
        List<Found> bounds, List<LoadSample> search, List<CurveSample> curve, List<LatencySample> latency) {

    /**
     * What a search found for a goal.
     *
     * @param goal            its label
     * @param ending          why the search stopped, in words
     * @param lowerMpps       highest load that keeps to it; {@code null} if none did
     * @param upperMpps       lowest load that does not; {@code null} if all did
     * @param conditionalMpps what arrives at the lower bound; {@code null} with it
     */
    public record Found(String goal, String ending, Double lowerMpps, Double upperMpps, Double conditionalMpps) {

        static Found of(GoalResult result) {
            return new Found(result.goal().label(), result.ending().description(),
                    result.lowerMpps().isPresent() ? result.lowerMpps().getAsDouble() : null,
                    result.upperMpps().isPresent() ? result.upperMpps().getAsDouble() : null,
                    result.conditionalMpps().isPresent() ? result.conditionalMpps().getAsDouble() : null);
        }
    }

    /**
     * A trial of the loss curve.
     *
     * @param percent of the receive rate
     * @param sample  the trial
     */
    public record CurveSample(int percent, LoadSample sample) {}

    /**
     * Packets timed at a load.
     *
     * @param percent   of the lower bound of the partial-drop rate
     * @param mpps      offered load; {@code null} if there is a reason
     * @param lossRatio share of the packets that were lost, and so have no delay; {@code null} with it
     * @param histogram delays in ns, HdrHistogram's compressed form in base 64; {@code null} with it
     * @param reason    why there is none
     */
    public record LatencySample(int percent, Double mpps, Double lossRatio, String histogram, String reason) {}
}
