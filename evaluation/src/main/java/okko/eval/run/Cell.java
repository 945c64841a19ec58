package okko.eval.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.measure.Replay;
import okko.eval.measure.Trial;
import okko.eval.setup.CellPlan;
import okko.eval.setup.Setup;
import okko.eval.workload.Workload;

/** One workload in one setup while it is evaluated; the first fault ends it. */
final class Cell {

    /** The rate counts as steady when a slice is within this share of the one before, twice in a row. */
    private static final double STEADY_SHARE = 0.04;
    private static final int STEADY_SLICES = 2;

    private final Workload workload;
    private final Setup setup;
    private final CellPlan plan;
    private final Proof proof;
    private final List<Trial> trials = new ArrayList<>();
    private MeasuredSwitch measured;
    private String fault;

    Cell(Workload workload, Setup setup, CellPlan plan, Proof proof) {
        this.workload = workload;
        this.setup = setup;
        this.plan = plan;
        this.proof = proof;
    }

    Workload workload() {
        return workload;
    }

    Setup setup() {
        return setup;
    }

    boolean isAlive() {
        return fault == null;
    }

    void launch(Launcher launcher) {
        attempt("launch", () -> measured = launcher.launch(plan));
    }

    void prove() {
        attempt("proof", () -> check("proof", proof.findFault(measured.replayPasses(proof.passes()))));
    }

    /** Replays slices until their rate is steady, or there have been enough. */
    void warmUp(Profile profile) {
        attempt("warm-up", () -> {
            double lastMpps = 0;
            int steadySlices = 0;
            int slices = profile.mostWarmUpSlices();
            for (int slice = 0; slice < slices && steadySlices < STEADY_SLICES && isAlive(); slice++) {
                Replay replay = measured.replayFor(Profile.WARM_UP_SLICE_MS);
                check("warm-up", proof.findFaultLater(replay));
                boolean steady = Math.abs(replay.mpps() - lastMpps) <= STEADY_SHARE * lastMpps;
                steadySlices = steady ? steadySlices + 1 : 0;
                lastMpps = replay.mpps();
            }
        });
    }

    void time(int round, int turn, int durationMs) {
        String what = "trial " + (round + 1);
        attempt(what, () -> {
            long startNs = System.nanoTime();
            long startCpuNs = measured.cpuNs();
            Replay replay = measured.replayFor(durationMs);
            long cpuNs = measured.cpuNs() - startCpuNs;
            double coresBusy = (double) cpuNs / (System.nanoTime() - startNs);
            check(what, proof.findFaultLater(replay));
            trials.add(new Trial(round, turn, replay.packets(), replay.elapsedNs(), cpuNs, replay.mpps(), coresBusy));
        });
    }

    CellOutcome outcome() {
        return fault == null ? new CellOutcome.Proved(workload, setup, proof, List.copyOf(trials))
                : new CellOutcome.Unproved(workload, setup, fault);
    }

    void close() {
        if (measured != null) {
            measured.close();
        }
    }

    private void check(String what, Optional<String> found) {
        found.ifPresent(message -> fault = what + ": " + message);
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
