package okko.eval.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okko.eval.report.Results.CellResult;
import okko.eval.report.Results.Range;
import okko.eval.stat.Interval;

/**
 * What a run says, before any of its numbers is shown: which placement wins, by how much, and how sure that is.
 *
 * @param headline one sentence
 * @param verdicts one per workload that has a number in both places
 */
record Answer(String headline, List<Verdict> verdicts) {

    private static final String IN_SWITCH = "switch-bpf";
    private static final String EQUAL_CORES = "switch-bpf-2";
    private static final String IN_PROCESS = "process-bpf";
    /** With more of its cores at work than this before anything begins, a machine is not quiet. */
    private static final double BUSY_SHARE = 0.5;

    /** Which of the two places is faster. */
    enum Winner {
        SWITCH("in the switch is faster"),
        PROCESS("in a process is faster"),
        NONE("no difference"),
        UNSTABLE("unstable, so no winner");

        private final String words;

        Winner(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * The same compiled program in the switch and in a process that shares memory with it.
     *
     * @param workload   that it does
     * @param winner     of the two
     * @param ratio      throughput in the switch over that in the process
     * @param perCore    the same per core used
     * @param equalCores of two threads in the switch to one and a process; {@code null} if it was not measured
     */
    record Verdict(String workload, Winner winner, Range ratio, double perCore, Range equalCores) {}

    static Answer of(Results results) {
        List<Verdict> verdicts = results.workloads().stream().flatMap(workload -> verdict(results, workload).stream())
                .toList();
        return new Answer(headline(verdicts), verdicts);
    }

    private static Optional<Verdict> verdict(Results results, String workload) {
        Optional<CellResult> inSwitch = results.provedCell(workload, IN_SWITCH);
        Optional<CellResult> inProcess = results.provedCell(workload, IN_PROCESS);
        if (inSwitch.isEmpty() || inProcess.isEmpty() || inSwitch.get().ratioToReference() == null) {
            return Optional.empty();
        }
        Range ratio = inSwitch.get().ratioToReference();
        Range equalCores = results.provedCell(workload, EQUAL_CORES).map(CellResult::ratioToReference).orElse(null);
        return Optional.of(new Verdict(workload, winner(results, ratio), ratio,
                inSwitch.get().mppsPerCore() / inProcess.get().mppsPerCore(), equalCores));
    }

    private static Winner winner(Results results, Range ratio) {
        if (results.control() != null && !results.control().stable()) {
            return Winner.UNSTABLE;
        }
        if (!ratio.excludesOne()) {
            return Winner.NONE;
        }
        return ratio.low() > 1 ? Winner.SWITCH : Winner.PROCESS;
    }

    private static String headline(List<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return "No workload has a proved number both in the switch and in a process, so there is no answer.";
        }
        if (verdicts.getFirst().winner() == Winner.UNSTABLE) {
            return "UNSTABLE: this machine did not tell equal from unequal during the run, so there is no winner.";
        }
        long wins = count(verdicts, Winner.SWITCH);
        long losses = count(verdicts, Winner.PROCESS);
        String span = times(verdicts.stream().map(verdict -> verdict.ratio().median()).toList());
        if (wins == verdicts.size()) {
            return "In the switch wins: the same compiled program runs at " + span
                    + " the throughput that it has in an external process.";
        }
        if (losses == verdicts.size()) {
            return "In an external process wins: in the switch the same compiled program runs at " + span
                    + " the throughput that it has there.";
        }
        if (wins + losses == 0) {
            return "No difference: the trials do not tell the switch and an external process apart (" + span + ").";
        }
        return "Mixed: in the switch is faster for " + wins + " of " + verdicts.size() + " workloads, slower for "
                + losses + ", and for the rest the trials do not tell them apart; the same compiled program runs at "
                + span + " its throughput in an external process.";
    }

    private static long count(List<Verdict> verdicts, Winner winner) {
        return verdicts.stream().filter(verdict -> verdict.winner() == winner).count();
    }

    /** {@return what the headline does not say: the process has one core more} */
    String perCore() {
        return verdicts.isEmpty() ? "" : "A process also keeps a second core busy. Per core used, the switch gives "
                + times(verdicts.stream().map(Verdict::perCore).toList()) + " the throughput.";
    }

    /** {@return how two threads in the switch do beside one and a process; nothing if that was not measured} */
    String equalCores() {
        List<Double> ratios = verdicts.stream().filter(verdict -> verdict.equalCores() != null)
                .map(verdict -> verdict.equalCores().median()).toList();
        return ratios.isEmpty() ? "" : "With two cores on either side, two threads in the switch give " + times(ratios)
                + " the throughput of one thread and a process.";
    }

    /** {@return a warning if other work ran on the machine; nothing if it was quiet} */
    static String caution(Results results) {
        double load = Double.parseDouble(results.environment().loadBefore().split(" ")[0]);
        return load <= results.environment().cores() * BUSY_SHARE ? ""
                : "Take the numbers with care: the machine was busy with other work before the first trial (load "
                        + load + " on " + results.environment().cores() + " cores).";
    }

    /** {@return how sure the answer is, by the run's own controls} */
    static String sureness(Results results) {
        return results.control() == null
                ? "This run has no control: nothing was measured against itself, and nothing known to be slower."
                : results.control().sentence();
    }

    /** {@return what the ends of an interval are, for people} */
    static String meaning(String label) {
        return Arrays.stream(Interval.values()).filter(interval -> interval.label().equals(label)).findFirst()
                .map(Interval::description).orElse(label);
    }

    private static String times(List<Double> ratios) {
        String low = Numbers.ratio(ratios.stream().mapToDouble(ratio -> ratio).min().orElseThrow());
        String high = Numbers.ratio(ratios.stream().mapToDouble(ratio -> ratio).max().orElseThrow());
        return low.equals(high) ? low + " times" : low + " to " + high + " times";
    }
}
