package okko.eval.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One experiment from start to finish. In each start of fresh processes: launch, prove, warm up, time in rounds, stop.
 * In a round every variant has one turn; their order is drawn from the seed, so that it can be drawn again. A variant
 * that fails is left out from then.
 */
public final class ExperimentRun {

    /** Launch, proof and warm-up, besides the rounds. */
    private static final int PREPARATIONS = 3;

    private static final int LAUNCHES_AT_ONCE = 6;

    private final Experiment experiment;
    private final Method method;
    private final long seed;
    private final TrialLog log;
    private final Progress progress;
    private final List<VariantRun> variants;

    /**
     * Prepares the run.
     *
     * @param experiment to run
     * @param method     how
     * @param seed       of the order of turns
     * @param log        is told every measurement, and asked for those made before
     * @param progress   is told how it gets on
     */
    public ExperimentRun(Experiment experiment, Method method, long seed, TrialLog log, Progress progress) {
        this.experiment = experiment;
        this.method = method;
        this.seed = seed;
        this.log = log;
        this.progress = progress;
        variants = experiment.variants().stream().map(variant -> new VariantRun(experiment.id(), variant, log))
                .toList();
    }

    /**
     * Counts the steps.
     *
     * @param experiment to be run
     * @param method     how
     * @return how many steps there will be, at most
     */
    public static int steps(Experiment experiment, Method method) {
        return experiment.variants().size() * method.starts() * (PREPARATIONS + method.rounds());
    }

    /**
     * Runs it.
     *
     * @return the outcome of each variant, in the experiment's order
     * @throws IOException if a measurement cannot be kept
     */
    public List<Outcome> run() throws IOException {
        for (int start = 0; start < method.starts(); start++) {
            int firstRound = start * method.rounds();
            int thisStart = start;
            if (alive().stream().allMatch(variant -> variant.isLogged(thisStart, firstRound, method.rounds()))) {
                alive().forEach(variant -> variant.takeFromLog(thisStart, firstRound, method.rounds()));
            } else {
                measure(start, firstRound);
            }
        }
        List<Outcome> outcomes = variants.stream().map(VariantRun::outcome).toList();
        progress.finished(experiment, outcomes);
        return outcomes;
    }

    private void measure(int start, int firstRound) throws IOException {
        try {
            launch();
            for (VariantRun variant : alive()) {
                step(variant, "proof");
                variant.prove();
            }
            for (VariantRun variant : alive()) {
                step(variant, "warm-up");
                variant.warmUp(start, method.warmUpSlices());
            }
            for (int round = firstRound; round < firstRound + method.rounds(); round++) {
                time(start, round);
            }
        } finally {
            variants.forEach(VariantRun::close);
        }
    }

    /** Several at once: a JVM's start is mostly waiting for its own threads. Not all: each has a minute to start. */
    private void launch() {
        try (ExecutorService threads = Executors.newFixedThreadPool(LAUNCHES_AT_ONCE)) {
            List<CompletableFuture<Void>> launches = new ArrayList<>();
            for (VariantRun variant : alive()) {
                step(variant, "launch");
                launches.add(CompletableFuture.runAsync(variant::launch, threads));
            }
            launches.forEach(CompletableFuture::join);
        }
    }

    private void time(int start, int round) throws IOException {
        List<VariantRun> order = new ArrayList<>(alive());
        Collections.shuffle(order, new Random(Objects.hash(seed, experiment.id(), round)));
        for (int turn = 0; turn < order.size(); turn++) {
            step(order.get(turn), "round " + (round + 1) + " of " + method.trials());
            order.get(turn).time(start, round, turn, method.trialMs());
        }
    }

    private List<VariantRun> alive() {
        return variants.stream().filter(VariantRun::isAlive).toList();
    }

    private void step(VariantRun variant, String doing) {
        progress.step(experiment.id(), variant.label() + ": " + doing);
    }
}
