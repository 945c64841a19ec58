package okko.eval.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;
import okko.eval.report.Results;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.ExperimentResult;
import okko.eval.report.Results.Range;
import okko.eval.stat.Estimate;
import okko.eval.stat.IndependentRatio;

/**
 * Two results, cell by cell.
 *
 * @param a                name of the first
 * @param b                name of the second
 * @param thresholdPercent by how much a cell has to differ to count, in percent of A
 * @param warnings         why the two may not be comparable; one line each
 * @param cells            every cell of either
 */
public record Comparison(String a, String b, double thresholdPercent, List<String> warnings,
        List<CellComparison> cells) {

    /**
     * Compares.
     *
     * @param first            result A
     * @param second           result B
     * @param thresholdPercent by how much a cell has to differ to count, 0 or more and less than 100
     * @return the comparison
     */
    public static Comparison of(Side first, Side second, double thresholdPercent) {
        Map<Key, CellResult> a = cells(first.results);
        Map<Key, CellResult> b = cells(second.results);
        Set<Key> keys = new LinkedHashSet<>(a.keySet());
        keys.addAll(b.keySet());
        IndependentRatio ratios = new IndependentRatio(first.results.seed());
        List<CellComparison> compared = keys.stream()
                .map(key -> compare(key, a.get(key), b.get(key), ratios, thresholdPercent / 100)).toList();
        return new Comparison(first.name, second.name, thresholdPercent, warnings(first, second), compared);
    }

    /**
     * One of the two.
     *
     * @param name    of the run or the file
     * @param results of it
     */
    public record Side(String name, Results results) {}

    /** {@return how many cells are slower than the threshold allows, or no longer proved} */
    public long regressions() {
        return cells.stream().filter(CellComparison::regression).count();
    }

    /** {@return whether no cell differs by more than the threshold either way, and all that was proved is again} */
    public boolean isReproduced() {
        return cells.stream().noneMatch(cell -> cell.regression() || cell.improvement()
                || cell.verdict() == Verdict.ONLY_IN_A);
    }

    private record Key(String experiment, String label) {}

    private static Map<Key, CellResult> cells(Results results) {
        Map<Key, CellResult> cells = new LinkedHashMap<>();
        results.cells().forEach(cell -> cells.put(new Key("applications/" + cell.workload(), cell.label()), cell));
        for (ExperimentResult experiment : results.experiments()) {
            experiment.cells().forEach(cell -> cells.put(new Key(experiment.id(), cell.label()), cell));
        }
        return cells;
    }

    private static CellComparison compare(Key key, CellResult a, CellResult b, IndependentRatio ratios,
            double threshold) {
        Double aMpps = median(a);
        Double bMpps = median(b);
        if (a == null || b == null) {
            return new CellComparison(key.experiment, key.label, aMpps, bMpps, null, null,
                    a == null ? Verdict.ONLY_IN_B : Verdict.ONLY_IN_A, false, false);
        }
        if (aMpps == null || bMpps == null) {
            // A cell that this machine cannot run has not become worse.
            boolean regression = aMpps != null && !b.skipped();
            return new CellComparison(key.experiment, key.label, aMpps, bMpps, null, null, Verdict.NOT_PROVED,
                    regression, false);
        }
        Estimate ratio = ratios.estimate(byStart(b), byStart(a));
        boolean repeated = b.mpps().low() <= aMpps && aMpps <= b.mpps().high();
        return new CellComparison(key.experiment, key.label, aMpps, bMpps,
                new Range(ratio.median(), ratio.low(), ratio.high(), ratio.interval().label()), repeated,
                verdict(ratio), ratio.high() < 1 - threshold, ratio.low() > 1 + threshold);
    }

    private static Double median(CellResult cell) {
        return cell == null || !cell.proved() ? null : cell.mpps().median();
    }

    private static Verdict verdict(Estimate ratio) {
        if (ratio.low() > 1) {
            return Verdict.FASTER;
        }
        return ratio.high() < 1 ? Verdict.SLOWER : Verdict.NO_DIFFERENCE;
    }

    private static List<double[]> byStart(CellResult cell) {
        Map<Integer, List<Trial>> starts = new TreeMap<>();
        cell.trials().forEach(trial -> starts.computeIfAbsent(trial.start(), _ -> new ArrayList<>()).add(trial));
        return starts.values().stream().map(trials -> trials.stream().mapToDouble(Trial::mpps).toArray()).toList();
    }

    private static List<String> warnings(Side first, Side second) {
        List<String> warnings = new ArrayList<>();
        Environment a = first.results.environment();
        Environment b = second.results.environment();
        differ(warnings, "CPU", a.cpu(), b.cpu());
        differ(warnings, "cores", a.cores(), b.cores());
        differ(warnings, "JDK", a.jdk(), b.jdk());
        differ(warnings, "kernel", a.kernel(), b.kernel());
        differ(warnings, "profile", first.results.profile(), second.results.profile());
        differ(warnings, "traffic", first.results.traffic().sha256(), second.results.traffic().sha256());
        for (Side side : List.of(first, second)) {
            if (side.results.control() != null && !side.results.control().stable()) {
                warnings.add(side.name + " is UNSTABLE: " + side.results.control().sentence());
            }
        }
        return warnings;
    }

    private static void differ(List<String> warnings, String what, Object a, Object b) {
        if (!Objects.equals(a, b)) {
            warnings.add(what + " differs: A has " + a + ", B has " + b);
        }
    }
}
