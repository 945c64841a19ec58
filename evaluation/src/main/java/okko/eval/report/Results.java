package okko.eval.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;

/**
 * One evaluation, as {@code results.json} holds it; the names of the components are the keys. Whatever has no value is
 * left out of the file and {@code null} here.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param profile       how much time was spent
 * @param seed          of the traffic's copies and of the order of trials
 * @param environment   machine and build
 * @param traffic       that went through every cell
 * @param objects       SHA-256 of each BPF object, by file name
 * @param cells         one per workload and setup
 * @param published     the cells' ratios beside published ones
 */
public record Results(int schemaVersion, String profile, long seed, Environment environment, TrafficSummary traffic,
        Map<String, String> objects, List<CellResult> cells, List<Published> published) {

    /** Raised whenever a key changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    /** {@return whether every cell is proved} */
    public boolean allProved() {
        return cells.stream().allMatch(CellResult::proved);
    }

    /** {@return the workloads, in order, each once} */
    public List<String> workloads() {
        return cells.stream().map(CellResult::workload).distinct().toList();
    }

    /**
     * Finds the cells of a workload.
     *
     * @param workload its name
     * @return its cells, in order
     */
    public List<CellResult> cellsOf(String workload) {
        return cells.stream().filter(cell -> cell.workload().equals(workload)).toList();
    }

    /**
     * Finds a cell that has numbers.
     *
     * @param workload name of the job
     * @param setup    name of the place
     * @return the cell, if it is there and proved
     */
    public Optional<CellResult> provedCell(String workload, String setup) {
        return cellsOf(workload).stream().filter(cell -> cell.setup().equals(setup) && cell.proved()).findFirst();
    }

    /**
     * The packets.
     *
     * @param sha256  over all frames, each behind its length
     * @param packets in one pass
     * @param flows   TCP connections, both directions as one
     * @param bytes   in one pass
     */
    public record TrafficSummary(String sha256, int packets, int flows, long bytes) {}

    /**
     * A middle value and its range.
     *
     * @param median   of the trials
     * @param low      lower end
     * @param high     upper end
     * @param interval what the ends mean: {@code min-max} or {@code bootstrap-95}
     */
    public record Range(double median, double low, double high, String interval) {

        /** {@return whether 1 is outside of the range, so that a ratio says something} */
        public boolean excludesOne() {
            return low > 1 || high < 1;
        }
    }

    /**
     * A throughput, million packets per second.
     *
     * @param median   of the trials
     * @param low      lower end
     * @param high     upper end
     * @param interval what the ends mean: {@code min-max} or {@code bootstrap-95}
     * @param trials   each one, in the order of rounds
     */
    public record Rate(double median, double low, double high, String interval, List<Double> trials) {}

    /**
     * What was compared before anything was timed.
     *
     * @param passes    over the traffic, from fresh state on
     * @param packets   that went in
     * @param dropped   that did not come out: 0
     * @param checksums sum of the packets' hashes at each sink, by sink, in hexadecimal
     */
    public record ProofResult(int passes, long packets, long dropped, Map<String, String> checksums) {}

    /**
     * One workload in one setup. Without proof there is a reason and no number.
     *
     * @param workload          name of the job
     * @param setup             name of the place
     * @param copiesPerPacket   how often a packet's bytes are copied on the way to the program and back
     * @param proved            whether verdicts, checksums and conservation held, in the proof and in every trial
     * @param reason            why not
     * @param mpps              throughput
     * @param nsPerPacket       its inverse
     * @param coresBusy         processor time of all processes over wall time, median of the trials
     * @param mppsPerCore       throughput over {@code coresBusy}
     * @param ratioToProcessBpf throughput over that of {@code process-bpf} on the same workload
     * @param verdicts          packets of the proof by verdict
     * @param proof             what was compared
     * @param trials            raw
     */
    public record CellResult(String workload, String setup, Integer copiesPerPacket, boolean proved, String reason,
            Rate mpps,
            Double nsPerPacket, Double coresBusy, Double mppsPerCore, Range ratioToProcessBpf,
            Map<String, Long> verdicts, ProofResult proof, List<Trial> trials) {}

    /**
     * A published result beside the one measured here. Only ratios can be compared: the machines differ.
     *
     * @param application    name in the publication
     * @param workload       that corresponds to it here
     * @param processMpps    published, in a process that shares memory with the switch
     * @param inSwitchMpps   published, in the switch
     * @param publishedRatio of these two
     * @param measuredRatio  {@code switch-bpf} to {@code process-bpf}; {@code null} where one of them has no number
     * @param reading        what the comparison says
     */
    public record Published(String application, String workload, double processMpps, double inSwitchMpps,
            double publishedRatio, Range measuredRatio, String reading) {}
}
