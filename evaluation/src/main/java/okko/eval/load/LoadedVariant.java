package okko.eval.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.load.LoadStart.CurveSample;
import okko.eval.load.LoadStart.Found;
import okko.eval.load.LoadStart.LatencySample;
import okko.eval.run.Outcome;
import okko.eval.run.Variant;
import okko.eval.run.WarmUp;
import okko.eval.stat.Estimator;
import okko.eval.subject.Evidence;
import okko.eval.subject.Subject;

/** One system while it is put under load, over all starts; the first fault ends it. */
final class LoadedVariant {

    /** Share of the closed loop's throughput at which a system that works loses nothing. */
    private static final double LOW_SHARE = 0.1;
    /** The highest load, as a multiple of it: far enough above for all to lose, and for the end of the loss curve. */
    private static final double HIGH_SHARE = 1.5;
    /** The lowest load that is searched. */
    private static final double LOWEST_SHARE = 0.05;
    /** Of less, bounds that are close together would lie within the same packet per second. */
    private static final double SLOWEST_MPPS = 0.02;

    private final Variant variant;
    private final LoadMethod method;
    private final Pacing pacing;
    private final Optional<String> obstacle;
    private final List<LoadStart> starts = new ArrayList<>();
    private Subject subject;
    private PacedSubject paced;
    private Evidence evidence;
    private Measurements now;
    private String fault;

    LoadedVariant(Variant variant, LoadMethod method, Pacing pacing) {
        this.variant = variant;
        this.method = method;
        this.pacing = pacing;
        obstacle = variant.plan().obstacle();
    }

    String label() {
        return variant.label();
    }

    boolean isAlive() {
        return fault == null && obstacle.isEmpty();
    }

    /** Whether it carries a low load in this start, so that a search makes sense. */
    boolean isStable() {
        return isAlive() && now.isStable();
    }

    void take(LoadStart measured) {
        starts.add(measured);
    }

    void launch() {
        now = new Measurements();
        attempt("launch", () -> {
            subject = variant.plan().start();
            paced = pacing.pace(subject);
        });
    }

    void prove() {
        attempt("proof", () -> evidence = subject.prove());
    }

    void warmUp() {
        attempt("warm-up", () -> {
            List<Double> slicesMpps = new ArrayList<>();
            WarmUp.run(subject, method.warmUpSlices(), slicesMpps);
            now.closedMpps = slicesMpps.getLast();
            if (now.closedMpps < SLOWEST_MPPS) {
                throw new IOException("too slow to be searched: %.3f Mpps".formatted(now.closedMpps));
            }
        });
    }

    void offerLittle() {
        attempt("low load", () -> now.stability.add(sample(LOW_SHARE * now.closedMpps)));
    }

    void offerMost() {
        attempt("highest load", () -> now.overload.add(sample(HIGH_SHARE * now.closedMpps)));
    }

    void search() {
        LoadRange range = new LoadRange(LOWEST_SHARE * now.closedMpps, HIGH_SHARE * now.closedMpps);
        MultiGoalSearch search = new MultiGoalSearch(method.goals(), range, method.mostTrials());
        attempt("search", () -> now.found = search.search(paced));
    }

    void offer(int percent) {
        attempt("loss curve", () -> now.curve.add(new CurveSample(percent,
                sample(now.receivedMpps() * percent / 100))));
    }

    void time(int percent) {
        attempt("latency", () -> now.latency.add(latency(percent)));
    }

    /** {@return what this start measured} */
    LoadStart finish() {
        LoadStart measured = now.frozen();
        starts.add(measured);
        return measured;
    }

    LoadResult result(LoadSummary summary) throws IOException {
        if (!isAlive()) {
            return LoadResult.without(variant.workload(), variant.setup(), obstacle.isPresent(),
                    obstacle.orElse(fault));
        }
        return summary.of(variant.workload(), variant.setup(), starts);
    }

    Outcome outcome() {
        if (obstacle.isPresent()) {
            return new Outcome.Skipped(variant, obstacle.get());
        }
        return fault == null ? new Outcome.Proved(variant, evidence, List.of(), List.of())
                : new Outcome.Unproved(variant, fault);
    }

    void close() {
        if (subject != null) {
            subject.close();
            subject = null;
        }
    }

    private LoadSample sample(double mpps) throws IOException {
        return new LoadSample(mpps, method.trialMs(), paced.at(mpps, method.trialMs()));
    }

    private LatencySample latency(int percent) throws IOException {
        Optional<Double> pdrMpps = now.lowerMpps("pdr");
        if (pdrMpps.isEmpty()) {
            return new LatencySample(percent, null, null, null, "there is no partial-drop rate to take a share of");
        }
        double mpps = pdrMpps.get() * percent / 100;
        return switch (paced.delaysAt(mpps, method.latencyMs())) {
            case Delays.Measured measured -> new LatencySample(percent, mpps, measured.loss().ratio(),
                    HistogramText.encode(measured.ns()), null);
            case Delays.Unknown unknown -> new LatencySample(percent, null, null, null, unknown.reason());
        };
    }

    private void attempt(String what, Step step) {
        if (!isAlive()) {
            return;
        }
        try {
            step.run();
        } catch (IOException e) {
            fault = what + ": " + e.getMessage();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** What one start has measured so far. */
    private static final class Measurements {

        private final List<LoadSample> stability = new ArrayList<>();
        private final List<LoadSample> overload = new ArrayList<>();
        private final List<CurveSample> curve = new ArrayList<>();
        private final List<LatencySample> latency = new ArrayList<>();
        private double closedMpps;
        private SearchResult found = new SearchResult(List.of(), List.of());

        boolean isStable() {
            long lossless = stability.stream().filter(sample -> sample.loss().lost() == 0).count();
            return 2 * lossless >= stability.size();
        }

        double receivedMpps() {
            return Estimator.median(overload.stream().mapToDouble(sample -> sample.loss().receivedMpps()).toArray());
        }

        Optional<Double> lowerMpps(String goal) {
            return found.goals().stream().filter(result -> result.goal().label().equals(goal))
                    .flatMap(result -> result.lowerMpps().stream().boxed()).findFirst();
        }

        LoadStart frozen() {
            return new LoadStart(closedMpps, List.copyOf(stability), isStable(), List.copyOf(overload),
                    found.goals().stream().map(Found::of).toList(), found.samples(), List.copyOf(curve),
                    List.copyOf(latency));
        }
    }
}
