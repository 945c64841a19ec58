package okko.eval.datapath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import okko.eval.datapath.DatapathResults.IdleCost;
import okko.eval.run.Launcher;
import okko.eval.stat.Estimator;

/**
 * What a program costs that is loaded and never asked: three switches side by side, one of them with the program, given
 * work in turns of a few milliseconds in random order. Two are equal, so that their ratio tells what is no difference.
 * A start's ratios have their median taken; starts are what differs by chance, so there are many.
 */
final class IdleRun {

    private static final int ROUNDS = 25;
    private static final int TURN_MS = 40;
    private static final double GOAL_RATIO = 0.99;

    private final Launcher launcher;
    private final BenchFiles files;
    private final Effort effort;
    private final Consumer<String> steps;
    private final Random random = new Random(1);

    /** Who takes turns. */
    private enum Side {
        WITHOUT(Programs.NONE), ALSO_WITHOUT(Programs.NONE), WITH(new Programs(1, 0));

        private final Programs programs;

        Side(Programs programs) {
            this.programs = programs;
        }
    }

    IdleRun(Launcher launcher, BenchFiles files, Effort effort, Consumer<String> steps) {
        this.launcher = launcher;
        this.files = files;
        this.effort = effort;
        this.steps = steps;
    }

    static int starts(Effort effort) {
        return Effort.IDLE_STARTS_PER_START * effort.starts();
    }

    IdleCost run() throws IOException {
        double[] with = new double[starts(effort)];
        double[] alone = new double[with.length];
        for (int start = 0; start < with.length; start++) {
            steps.accept("idle program: start " + (start + 1));
            Map<Side, double[]> mpps = takeTurns();
            with[start] = medianRatio(mpps.get(Side.WITH), mpps.get(Side.WITHOUT));
            alone[start] = medianRatio(mpps.get(Side.ALSO_WITHOUT), mpps.get(Side.WITHOUT));
        }
        Estimator estimator = new Estimator(1);
        return new IdleCost(estimator.estimateMedian(with), estimator.estimateMedian(alone), with.length, GOAL_RATIO);
    }

    private Map<Side, double[]> takeTurns() throws IOException {
        Map<Side, RowSwitch> switches = new EnumMap<>(Side.class);
        Map<Side, double[]> mpps = new EnumMap<>(Side.class);
        try {
            for (Side side : Side.values()) {
                Row row = Rows.plain().with("idle", "1,000 flows", side.programs);
                switches.put(side, RowSwitch.start(launcher, row, files, RowSwitch.Sink.NULL));
                switches.get(side).warmUp();
                mpps.put(side, new double[ROUNDS]);
            }
            List<Side> order = new ArrayList<>(List.of(Side.values()));
            for (int round = 0; round < ROUNDS; round++) {
                Collections.shuffle(order, random);
                for (Side side : order) {
                    mpps.get(side)[round] = switches.get(side).time(TURN_MS).mpps();
                }
            }
        } finally {
            switches.values().forEach(RowSwitch::close);
        }
        return mpps;
    }

    private static double medianRatio(double[] numerators, double[] denominators) {
        double[] ratios = new double[numerators.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = numerators[i] / denominators[i];
        }
        return Estimator.median(ratios);
    }
}
