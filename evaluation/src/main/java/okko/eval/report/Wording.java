package okko.eval.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Range;
import okko.eval.stat.Interval;

/** The sentences that numbers are turned into. */
final class Wording {

    /** With more of its cores at work than this before anything begins, a machine is not quiet. */
    private static final double BUSY_SHARE = 0.5;

    private Wording() {}

    static String interval(String label) {
        return Arrays.stream(Interval.values()).filter(interval -> interval.label().equals(label)).findFirst()
                .map(Interval::description).orElse(label);
    }

    /** {@return which place wins, and by how much; the first thing that a reader sees} */
    static String answer(Results results) {
        List<Range> ratios = results.workloads().stream()
                .flatMap(workload -> results.provedCell(workload, "switch-bpf").stream())
                .map(CellResult::ratioToReference).filter(ratio -> ratio != null).toList();
        if (ratios.isEmpty()) {
            return "No workload has a proved number both in the switch and in a process, so there is no answer.";
        }
        long wins = ratios.stream().filter(ratio -> ratio.low() > 1).count();
        long losses = ratios.stream().filter(ratio -> ratio.high() < 1).count();
        String span = span(ratios);
        if (wins == ratios.size()) {
            return "In the switch wins: the same compiled program runs at " + span
                    + " the throughput that it has in an external process.";
        }
        if (losses == ratios.size()) {
            return "In an external process wins: in the switch the same compiled program runs at " + span
                    + " the throughput that it has there.";
        }
        return "Mixed: in the switch is faster for " + wins + " of " + ratios.size() + " workloads, slower for "
                + losses + ", and for the rest the trials do not tell them apart; the same compiled program "
                + "runs at " + span
                + " its throughput in an external process.";
    }

    /** {@return what the answer does not say: the process has one core more} */
    static String perCore(Results results) {
        List<Double> ratios = results.workloads().stream()
                .filter(workload -> results.provedCell(workload, "switch-bpf").isPresent()
                        && results.provedCell(workload, "process-bpf").isPresent())
                .map(workload -> results.provedCell(workload, "switch-bpf").orElseThrow().mppsPerCore()
                        / results.provedCell(workload, "process-bpf").orElseThrow().mppsPerCore()).toList();
        if (ratios.isEmpty()) {
            return "";
        }
        double low = ratios.stream().mapToDouble(ratio -> ratio).min().orElseThrow();
        double high = ratios.stream().mapToDouble(ratio -> ratio).max().orElseThrow();
        return "A process also keeps a second core busy. Per core, the switch gives " + times(low, high)
                + " the throughput.";
    }

    /** {@return a warning if other work ran on the machine; nothing if it was quiet} */
    static String caution(Results results) {
        double load = Double.parseDouble(results.environment().loadBefore().split(" ")[0]);
        return load <= results.environment().cores() * BUSY_SHARE ? ""
                : "Take the numbers with care: the machine was busy with other work before the first trial (load "
                        + load + " on " + results.environment().cores() + " cores).";
    }

    private static String span(List<Range> ratios) {
        return times(ratios.stream().mapToDouble(Range::median).min().orElseThrow(),
                ratios.stream().mapToDouble(Range::median).max().orElseThrow());
    }

    private static String times(double low, double high) {
        String from = String.format(Locale.ROOT, "%.2f", low);
        String to = String.format(Locale.ROOT, "%.2f", high);
        return from.equals(to) ? from + " times" : from + " to " + to + " times";
    }
}
