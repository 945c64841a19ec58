package okko.eval.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One workload from start to finish: launch, prove, warm up, time, stop. A cell that fails is left out from then. */
final class WorkloadRun {

    /** Launch, proof and warm-up, besides the rounds. */
    private static final int PREPARATIONS = 3;

    private final List<Cell> cells;
    private final Profile profile;
    private final Random random;
    private final Progress progress;

    WorkloadRun(List<Cell> cells, Profile profile, Random random, Progress progress) {
        this.cells = cells;
        this.profile = profile;
        this.random = random;
        this.progress = progress;
    }

    static int stepsPerCell(Profile profile) {
        return PREPARATIONS + profile.rounds();
    }

    void run(Launcher launcher) {
        try {
            launch(launcher);
            for (Cell cell : alive()) {
                step(cell, "proof");
                cell.prove();
            }
            for (Cell cell : alive()) {
                step(cell, "warm-up");
                cell.warmUp(profile);
            }
            for (int round = 0; round < profile.rounds(); round++) {
                time(round);
            }
        } finally {
            cells.forEach(Cell::close);
        }
    }

    /** All at once: a JVM's start is mostly waiting for its own threads. */
    private void launch(Launcher launcher) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> launches = new ArrayList<>();
            for (Cell cell : cells) {
                step(cell, "launch");
                launches.add(CompletableFuture.runAsync(() -> cell.launch(launcher), threads));
            }
            launches.forEach(CompletableFuture::join);
        }
    }

    private void time(int round) {
        List<Cell> order = new ArrayList<>(alive());
        Collections.shuffle(order, random);
        for (int turn = 0; turn < order.size(); turn++) {
            step(order.get(turn), "round " + (round + 1) + " of " + profile.rounds());
            order.get(turn).time(round, turn, profile.trialMs());
        }
    }

    private List<Cell> alive() {
        return cells.stream().filter(Cell::isAlive).toList();
    }

    private void step(Cell cell, String doing) {
        progress.step(cell.workload(), cell.setup().label() + ": " + doing);
    }
}
