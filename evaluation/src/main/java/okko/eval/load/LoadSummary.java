package okko.eval.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import okko.eval.load.LoadResult.CurvePoint;
import okko.eval.load.LoadResult.LatencyPoint;
import okko.eval.load.LoadResult.RateBounds;
import okko.eval.load.LoadResult.ReceiveRate;
import okko.eval.load.LoadStart.Found;
import okko.eval.load.LoadStart.LatencySample;
import okko.eval.stat.Estimate;
import okko.eval.stat.Estimator;
import okko.eval.stat.NestedEstimator;
import org.HdrHistogram.Histogram;

/** Turns what the starts of a system measured into one result; from memory or from a journal, it is the same. */
public final class LoadSummary {

    private static final int HISTOGRAM_DIGITS = 3;

    private final NestedEstimator estimator;

    /**
     * Makes a summary.
     *
     * @param estimator for the receive rate
     */
    public LoadSummary(NestedEstimator estimator) {
        this.estimator = estimator;
    }

    /**
     * Summarises a system that was put under load.
     *
     * @param workload name of the job
     * @param setup    name of the place
     * @param starts   what each start measured, at least one
     * @return the result, proved
     * @throws IOException if what should be a histogram of delays is none
     */
    public LoadResult of(String workload, String setup, List<LoadStart> starts) throws IOException {
        Optional<String> instability = instability(starts);
        List<LatencyPoint> latency = new ArrayList<>();
        if (instability.isEmpty()) {
            for (int percent : LoadMethod.LATENCY_PERCENTS) {
                latency.add(latency(LatencyLogs.name(workload, setup, percent), percent, starts));
            }
        }
        return new LoadResult(workload, setup, true, false, instability.isEmpty(),
                instability.orElse(null), receiveRate(starts),
                instability.isEmpty() ? bounds("ndr", starts) : null,
                instability.isEmpty() ? bounds("pdr", starts) : null, curve(starts), latency, starts);
    }

    private static Optional<String> instability(List<LoadStart> starts) {
        if (starts.stream().allMatch(LoadStart::stable)) {
            return Optional.empty();
        }
        List<LoadSample> trials = starts.stream().flatMap(start -> start.stability().stream()).toList();
        long lossy = trials.stream().filter(sample -> sample.loss().lost() > 0).count();
        double worst = trials.stream().mapToDouble(sample -> sample.loss().ratio()).max().orElse(0);
        return Optional.of("UNSTABLE: at a tenth of its load %d of %d trials lost packets, the worst %.2f %%"
                .formatted(lossy, trials.size(), 100 * worst));
    }

    private ReceiveRate receiveRate(List<LoadStart> starts) {
        List<double[]> byStart = starts.stream().map(start -> start.overload().stream()
                .mapToDouble(sample -> sample.loss().receivedMpps()).toArray()).toList();
        Estimate estimate = estimator.estimateMedian(byStart);
        double offeredMpps = starts.stream().flatMap(start -> start.overload().stream())
                .mapToDouble(LoadSample::mpps).average().orElseThrow();
        return new ReceiveRate(offeredMpps, estimate.median(), estimate.low(), estimate.high(),
                estimate.interval().label(), byStart.stream()
                        .map(trials -> Arrays.stream(trials).boxed().toList()).toList());
    }

    private static RateBounds bounds(String goal, List<LoadStart> starts) {
        List<Found> found = starts.stream().flatMap(start -> start.bounds().stream())
                .filter(each -> each.goal().equals(goal)).toList();
        Optional<double[]> lower = ofAll(found, Found::lowerMpps);
        Optional<double[]> upper = ofAll(found, Found::upperMpps);
        return new RateBounds(lower.map(Estimator::median).orElse(null),
                lower.map(values -> Arrays.stream(values).min().orElseThrow()).orElse(null),
                upper.map(values -> Arrays.stream(values).max().orElseThrow()).orElse(null),
                ofAll(found, Found::conditionalMpps).map(Estimator::median).orElse(null),
                found.stream().map(Found::ending).toList());
    }

    /** {@return the values of all starts, or nothing if one start has none: then the others do not speak for all} */
    private static Optional<double[]> ofAll(List<Found> found, Function<Found, Double> value) {
        return found.stream().map(value).anyMatch(Objects::isNull) ? Optional.empty()
                : Optional.of(found.stream().mapToDouble(value::apply).toArray());
    }

    private static List<CurvePoint> curve(List<LoadStart> starts) {
        Map<Integer, List<LoadSample>> byPercent = new TreeMap<>();
        starts.stream().flatMap(start -> start.curve().stream()).forEach(each ->
                byPercent.computeIfAbsent(each.percent(), ignored -> new ArrayList<>()).add(each.sample()));
        List<CurvePoint> points = new ArrayList<>();
        byPercent.forEach((percent, samples) -> {
            double[] ratios = samples.stream().mapToDouble(sample -> sample.loss().ratio()).toArray();
            points.add(new CurvePoint(percent,
                    samples.stream().mapToDouble(LoadSample::mpps).average().orElseThrow(), Estimator.median(ratios),
                    Arrays.stream(ratios).min().orElseThrow(), Arrays.stream(ratios).max().orElseThrow(),
                    ratios.length));
        });
        return points;
    }

    private static LatencyPoint latency(String log, int percent, List<LoadStart> starts) throws IOException {
        List<LatencySample> samples = starts.stream().flatMap(start -> start.latency().stream())
                .filter(sample -> sample.percent() == percent).toList();
        Optional<String> reason = samples.stream().map(LatencySample::reason).filter(Objects::nonNull).findFirst();
        if (reason.isPresent()) {
            return LatencyPoint.without(percent, reason.get());
        }
        // Grows with what is added; those that are read have the room that they were written with.
        Histogram all = new Histogram(HISTOGRAM_DIGITS);
        for (LatencySample sample : samples) {
            all.add(HistogramText.decode(sample.histogram()));
        }
        return new LatencyPoint(percent, samples.stream().mapToDouble(LatencySample::mpps).average().orElseThrow(),
                samples.stream().mapToDouble(LatencySample::lossRatio).max().orElseThrow(), all.getTotalCount(),
                all.getValueAtPercentile(50), all.getValueAtPercentile(90),
                all.getValueAtPercentile(99), all.getValueAtPercentile(99.9), all.getValueAtPercentile(99.99),
                all.getMaxValue(), log, null);
    }
}
