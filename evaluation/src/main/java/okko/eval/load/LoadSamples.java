package okko.eval.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** All trials of a search, and what they say about a goal. */
final class LoadSamples {

    private final List<LoadSample> inOrder = new ArrayList<>();
    private final TreeMap<Double, List<LoadSample>> byLoad = new TreeMap<>();

    void add(LoadSample sample) {
        inOrder.add(sample);
        byLoad.computeIfAbsent(sample.mpps(), ignored -> new ArrayList<>()).add(sample);
    }

    int size() {
        return inOrder.size();
    }

    List<LoadSample> inOrder() {
        return List.copyOf(inOrder);
    }

    List<LoadSample> at(double mpps) {
        return byLoad.getOrDefault(mpps, List.of());
    }

    /** {@return what arrived at a load, on average over its trials, in Mpps} */
    double receivedMpps(double mpps) {
        return at(mpps).stream().mapToDouble(sample -> sample.loss().receivedMpps()).average().orElse(0);
    }

    Bounds bounds(SearchGoal goal) {
        OptionalDouble lower = OptionalDouble.empty();
        for (Map.Entry<Double, List<LoadSample>> load : byLoad.entrySet()) {
            switch (LoadClass.of(goal, load.getValue())) {
                case LOWER_BOUND -> lower = OptionalDouble.of(load.getKey());
                case UPPER_BOUND -> {
                    // A load above that does well is no bound: who is promised this rate is not promised that one.
                    return new Bounds(lower, OptionalDouble.of(load.getKey()));
                }
                case UNDECIDED -> { }
            }
        }
        return new Bounds(lower, OptionalDouble.empty());
    }
}
