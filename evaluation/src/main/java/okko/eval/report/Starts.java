package okko.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import okko.eval.measure.Trial;
import okko.eval.report.Results.Range;
import okko.eval.stat.Estimate;

/** Trials as statistics want them: a list of starts, in each the values of its rounds. */
final class Starts {

    private static final double NS_PER_US = 1e3;

    private Starts() {}

    /** {@return million packets per second} */
    static List<double[]> mpps(List<Trial> trials) {
        return values(trials, Trial::mpps);
    }

    /** {@return ns per packet} */
    static List<double[]> nsPerPacket(List<Trial> trials) {
        return values(trials, trial -> NS_PER_US / trial.mpps());
    }

    /**
     * Subtracts round by round, so that what disturbed a whole round is in no difference.
     *
     * @return ns per packet that the first takes more than the second
     */
    static List<double[]> nsMore(List<Trial> slower, List<Trial> faster) {
        List<double[]> more = nsPerPacket(slower);
        List<double[]> less = nsPerPacket(faster);
        for (int start = 0; start < more.size(); start++) {
            for (int round = 0; round < more.get(start).length; round++) {
                more.get(start)[round] -= less.get(start)[round];
            }
        }
        return more;
    }

    static Range range(Estimate estimate) {
        return new Range(estimate.median(), estimate.low(), estimate.high(), estimate.interval().label());
    }

    private static List<double[]> values(List<Trial> trials, ToDoubleFunction<Trial> value) {
        TreeMap<Integer, List<Trial>> starts = new TreeMap<>();
        trials.forEach(trial -> starts.computeIfAbsent(trial.start(), _ -> new ArrayList<>()).add(trial));
        return new ArrayList<>(starts.values().stream().map(start -> start.stream().mapToDouble(value).toArray())
                .toList());
    }
}
