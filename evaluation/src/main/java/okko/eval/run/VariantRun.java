package okko.eval.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.measure.StealClock;
import okko.eval.measure.Trial;
import okko.eval.run.TrialLog.Place;
import okko.eval.run.TrialLog.Preparation;
import okko.eval.subject.Evidence;
import okko.eval.subject.Slice;
import okko.eval.subject.Subject;

/** One variant while its experiment runs, over all starts; the first fault ends it. */
final class VariantRun {

    private final String experiment;
    private final Variant variant;
    private final TrialLog log;
    private final Optional<String> obstacle;
    private final List<List<Double>> warmUps = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    private Subject subject;
    private Evidence evidence;
    private Evidence startEvidence;
    private String fault;

    VariantRun(String experiment, Variant variant, TrialLog log) {
        this.experiment = experiment;
        this.variant = variant;
        this.log = log;
        obstacle = variant.plan().obstacle();
    }

    String label() {
        return variant.label();
    }

    boolean isAlive() {
        return fault == null && obstacle.isEmpty();
    }

    /** Whether an earlier attempt has measured all of a start. */
    boolean isLogged(int start, int firstRound, int rounds) {
        if (log.preparation(place(start)).isEmpty()) {
            return false;
        }
        for (int round = firstRound; round < firstRound + rounds; round++) {
            if (log.trial(place(start), round).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    void takeFromLog(int start, int firstRound, int rounds) {
        Preparation preparation = log.preparation(place(start)).orElseThrow();
        evidence = preparation.evidence();
        warmUps.add(preparation.warmUpMpps());
        for (int round = firstRound; round < firstRound + rounds; round++) {
            trials.add(log.trial(place(start), round).orElseThrow());
        }
    }

    void launch() {
        attempt("launch", () -> subject = variant.plan().start());
    }

    void prove() {
        attempt("proof", () -> {
            startEvidence = subject.prove();
            if (evidence != null && !evidence.equals(startEvidence)) {
                throw new IOException("this start answers otherwise than the one before: " + startEvidence
                        + ", before: " + evidence);
            }
            evidence = startEvidence;
        });
    }

    /** Works until the rate is steady, or has had time enough. */
    void warmUp(int start, int mostSlices) throws IOException {
        List<Double> slices = new ArrayList<>();
        attempt("warm-up", () -> WarmUp.run(subject, mostSlices, slices));
        if (isAlive()) {
            warmUps.add(List.copyOf(slices));
            log.prepared(place(start), new Preparation(startEvidence, List.copyOf(slices)));
        }
    }

    /** Makes a trial, unless an earlier attempt has made it. */
    void time(int start, int round, int turn, int durationMs) throws IOException {
        Optional<Trial> made = log.trial(place(start), round);
        if (made.isPresent()) {
            trials.add(made.get());
            return;
        }
        int before = trials.size();
        attempt("trial " + (round + 1), () -> {
            Optional<Long> stolenBefore = StealClock.stolenMs();
            Slice slice = subject.run(durationMs);
            Long stolenMs = stolenBefore.flatMap(was -> StealClock.stolenMs().map(is -> is - was)).orElse(null);
            Long gcMs = slice.disturbance().map(disturbance -> disturbance.gcMs()).orElse(null);
            Long compileMs = slice.disturbance().map(disturbance -> disturbance.compileMs()).orElse(null);
            trials.add(new Trial(start, round, turn, slice.packets(), slice.elapsedNs(), slice.cpuNs(), slice.mpps(),
                    slice.coresBusy(), stolenMs, gcMs, compileMs));
        });
        if (trials.size() > before) {
            log.timed(place(start), trials.getLast());
        }
    }

    Outcome outcome() {
        if (obstacle.isPresent()) {
            return new Outcome.Skipped(variant, obstacle.get());
        }
        return fault == null
                ? new Outcome.Proved(variant, evidence, List.copyOf(warmUps), List.copyOf(trials))
                : new Outcome.Unproved(variant, fault);
    }

    void close() {
        if (subject != null) {
            subject.close();
            subject = null;
        }
    }

    private Place place(int start) {
        return new Place(experiment, variant.label(), start);
    }

    private void attempt(String what, Step step) {
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
}
