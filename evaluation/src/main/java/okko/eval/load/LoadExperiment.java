package okko.eval.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import okko.eval.load.LoadLog.Place;
import okko.eval.run.Experiment;
import okko.eval.run.Outcome;
import okko.eval.run.Progress;
import okko.eval.stat.NestedEstimator;

/**
 * Puts the variants of an experiment under load. In each start of fresh processes: launch, prove, warm up; a low load,
 * which must be carried; the highest load, for the receive rate; the search; the loss curve; latency at loads that are
 * carried. All but the search is done in turns of one trial, whose order is drawn from the seed; a search depends on
 * its own trials, so it is done as one, and the order of the systems is drawn.
 */
public final class LoadExperiment {

    /** Launch, proof, warm-up and search, each once in a start. */
    private static final int SINGLE_STEPS = 4;

    private final Experiment experiment;
    private final LoadMethod method;
    private final long seed;
    private final LoadLog log;
    private final Progress progress;
    private final List<LoadedVariant> variants;

    /**
     * Prepares the run.
     *
     * @param experiment to run
     * @param setting    how
     * @param log        is told what each start measured, and asked for starts that were measured before
     * @param progress   is told how it gets on
     */
    public LoadExperiment(Experiment experiment, Setting setting, LoadLog log, Progress progress) {
        this.experiment = experiment;
        method = setting.method();
        seed = setting.seed();
        this.log = log;
        this.progress = progress;
        variants = experiment.variants().stream()
                .map(variant -> new LoadedVariant(variant, method, setting.pacing())).toList();
    }

    /**
     * How variants are put under load.
     *
     * @param method how much time to spend
     * @param seed   of the order of turns, and of the estimates
     * @param pacing offers packets to a running system
     */
    public record Setting(LoadMethod method, long seed, Pacing pacing) {}

    /**
     * Counts the steps.
     *
     * @param experiment to be run
     * @param method     how
     * @return how many steps there will be, at most
     */
    public static int stepCount(Experiment experiment, LoadMethod method) {
        int trials = method.stabilityTrials() + method.overloadTrials()
                + method.curveTrials() * method.curvePercents().size() + LoadMethod.LATENCY_PERCENTS.size();
        return experiment.variants().size() * method.starts() * (SINGLE_STEPS + trials);
    }

    /**
     * Counts the steps that one system took in a start.
     *
     * @param start that is over
     * @return as many as {@link #stepCount} counted for it; fewer if it did not carry a low load
     */
    public static int stepsOf(LoadStart start) {
        return SINGLE_STEPS + start.stability().size() + start.overload().size() + start.curve().size()
                + start.latency().size();
    }

    /**
     * Runs it.
     *
     * @return one result per variant, in the experiment's order
     * @throws IOException if a measurement cannot be kept
     */
    public List<LoadResult> run() throws IOException {
        for (int start = 0; start < method.starts(); start++) {
            if (!takeFromLog(start)) {
                measure(start);
            }
        }
        LoadSummary summary = new LoadSummary(new NestedEstimator(seed));
        List<LoadResult> results = new ArrayList<>();
        for (LoadedVariant variant : variants) {
            results.add(variant.result(summary));
        }
        progress.finished(experiment, outcomes());
        return results;
    }

    /**
     * Tells what became of the variants, for who keeps that.
     *
     * @return one outcome per variant, in the experiment's order; without trials, since what was measured is in the
     *         log, and without evidence if the log knew all of it before
     */
    public List<Outcome> outcomes() {
        return variants.stream().map(LoadedVariant::outcome).toList();
    }

    /** Whether an earlier attempt has measured all of a start; half a start would no longer be interleaved. */
    private boolean takeFromLog(int start) {
        List<LoadedVariant> alive = alive();
        List<Optional<LoadStart>> logged = alive.stream().map(variant -> log.find(place(variant, start))).toList();
        if (logged.stream().anyMatch(Optional::isEmpty)) {
            return false;
        }
        for (int i = 0; i < alive.size(); i++) {
            alive.get(i).take(logged.get(i).get());
        }
        return true;
    }

    private void measure(int start) throws IOException {
        Random random = new Random(Objects.hash(seed, experiment.id(), start));
        try {
            launch();
            take(turns(LoadedVariant::isAlive, "proof", LoadedVariant::prove));
            take(turns(LoadedVariant::isAlive, "warm-up", LoadedVariant::warmUp));
            for (int round = 0; round < method.stabilityTrials(); round++) {
                take(shuffled(turns(LoadedVariant::isAlive, "low load", LoadedVariant::offerLittle), random));
            }
            for (int round = 0; round < method.overloadTrials(); round++) {
                take(shuffled(turns(LoadedVariant::isAlive, "highest load", LoadedVariant::offerMost), random));
            }
            take(shuffled(turns(LoadedVariant::isStable, "search for NDR and PDR", LoadedVariant::search), random));
            for (int round = 0; round < method.curveTrials(); round++) {
                take(shuffled(method.curvePercents().stream().flatMap(percent -> turns(LoadedVariant::isAlive,
                        "load of " + percent + " %", variant -> variant.offer(percent))), random));
            }
            take(shuffled(LoadMethod.LATENCY_PERCENTS.stream().flatMap(percent -> turns(LoadedVariant::isStable,
                    "latency at " + percent + " %", variant -> variant.time(percent))), random));
            for (LoadedVariant variant : alive()) {
                log.keep(place(variant, start), variant.finish());
            }
        } finally {
            variants.forEach(LoadedVariant::close);
        }
    }

    /** All at once: a JVM's start is mostly waiting for its own threads. */
    private void launch() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> launches = new ArrayList<>();
            for (LoadedVariant variant : alive()) {
                step(variant, "launch");
                launches.add(CompletableFuture.runAsync(variant::launch, threads));
            }
            launches.forEach(CompletableFuture::join);
        }
    }

    private Stream<Turn> turns(Predicate<LoadedVariant> who, String doing, Consumer<LoadedVariant> action) {
        return variants.stream().filter(who).map(variant -> new Turn(variant, doing, action));
    }

    private static Stream<Turn> shuffled(Stream<Turn> turns, Random random) {
        List<Turn> order = new ArrayList<>(turns.toList());
        Collections.shuffle(order, random);
        return order.stream();
    }

    private void take(Stream<Turn> turns) {
        turns.forEachOrdered(turn -> {
            // It may have failed in a turn before this one.
            if (turn.variant.isAlive()) {
                step(turn.variant, turn.doing);
                turn.action.accept(turn.variant);
            }
        });
    }

    private List<LoadedVariant> alive() {
        return variants.stream().filter(LoadedVariant::isAlive).toList();
    }

    private Place place(LoadedVariant variant, int start) {
        return new Place(experiment.id(), variant.label(), start);
    }

    private void step(LoadedVariant variant, String doing) {
        progress.step(experiment.id(), variant.label() + ": " + doing);
    }

    /** What one system does next. */
    private record Turn(LoadedVariant variant, String doing, Consumer<LoadedVariant> action) {}
}
