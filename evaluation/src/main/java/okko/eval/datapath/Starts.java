package okko.eval.datapath;

import java.util.ArrayList;
import java.util.List;
import okko.eval.stat.Estimate;
import okko.eval.stat.Estimator;

/** Samples of a switch in one row, by start. What a start is like, all of its samples share: so starts are trials. */
final class Starts {

    private static final Estimator ESTIMATOR = new Estimator(1);

    private final List<List<Double>> samples = new ArrayList<>();

    void begin() {
        samples.add(new ArrayList<>());
    }

    void add(double mpps) {
        samples.getLast().add(mpps);
    }

    List<List<Double>> samples() {
        return samples.stream().map(List::copyOf).toList();
    }

    /** {@return the median of each start} */
    double[] medians() {
        return samples.stream()
                .mapToDouble(start -> Estimator.median(start.stream().mapToDouble(Double::doubleValue).toArray()))
                .toArray();
    }

    Estimate estimate() {
        return ESTIMATOR.estimateMedian(medians());
    }

    Estimate ratioTo(Starts other) {
        return ESTIMATOR.estimateRatio(medians(), other.medians());
    }
}
