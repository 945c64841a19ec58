package okko.eval.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okko.eval.load.LoadResult;
import okko.eval.measure.Environment;
import okko.eval.measure.Trial;

/**
 * One run of the evaluation, as {@code results.json} holds it; the names of the components are the keys. Whatever has
 * no value is left out of the file and {@code null} here.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param run           name of the run in the journal
 * @param profile       how much time was spent
 * @param seed          of the traffic's copies and of the order of turns
 * @param method        how the variants of figure "applications" were measured
 * @param environment   machine and build
 * @param traffic       that went through every cell
 * @param objects       SHA-256 of each BPF object, by file name
 * @param control       whether the machine told equal from unequal
 * @param cells         figure "applications": one per workload and setup
 * @param experiments   the other figures
 * @param load          figure "load": what each system does with offered load
 * @param published     figure "applications" beside what Oko published
 * @param publishedCaches figure "caches" beside what Oko published
 * @param publishedChains figure "chains" beside what Oko published
 * @param costs         what steps cost, as differences of times per packet
 */
public record Results(int schemaVersion, String run, String profile, long seed, MethodResult method,
        Environment environment, TrafficSummary traffic, Map<String, String> objects, Control control,
        List<CellResult> cells, List<ExperimentResult> experiments, List<LoadResult> load,
        List<Published> published, List<PublishedCache> publishedCaches, List<PublishedChain> publishedChains,
        List<Cost> costs) {

    /** Raised whenever a key changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 2;

    /**
     * Adds what was measured under offered load.
     *
     * @param offered one per system
     * @return a copy
     */
    public Results withLoad(List<LoadResult> offered) {
        return new Results(schemaVersion, run, profile, seed, method, environment, traffic, objects, control, cells,
                experiments, offered,
                published, publishedCaches, publishedChains, costs);
    }

    /** {@return whether every variant that this machine can run is proved} */
    public boolean allProved() {
        return Stream.concat(cells.stream(), experiments.stream().flatMap(each -> each.cells().stream()))
                .allMatch(cell -> cell.proved() || cell.skipped())
                && load.stream().allMatch(system -> system.proved() || system.skipped());
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
     * @param source  where they come from, in a line
     * @param sha256  over all frames, each behind its length
     * @param packets in one pass
     * @param flows   TCP connections, both directions as one
     * @param bytes   in one pass
     */
    public record TrafficSummary(String source, String sha256, int packets, int flows, long bytes) {}

    /**
     * A middle value and its range.
     *
     * @param median   of the trials
     * @param low      lower end
     * @param high     upper end
     * @param interval what the ends mean, a label of {@link okko.eval.stat.Interval}
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
     * @param interval what the ends mean, a label of {@link okko.eval.stat.Interval}
     * @param trials   each one, in the order of rounds
     */
    public record Rate(double median, double low, double high, String interval, List<Double> trials) {}

    /**
     * How variants were measured.
     *
     * @param starts       of fresh processes
     * @param trials       of each variant, over all starts
     * @param trialMs      shortest time of a trial
     * @param warmUpMs     longest warm-up in a start
     */
    public record MethodResult(int starts, int trials, int trialMs, int warmUpMs) {}

    /**
     * Whether the machine could tell equal from unequal while the run was made.
     *
     * @param stable   whether equal variants came out equal, and the slowed one slower; without it there is no winner
     * @param sentence the same for people, with the reason
     * @param twins    equal variants, A against A
     * @param slowed   the variant that is slower by a known amount
     */
    public record Control(boolean stable, String sentence, List<Twin> twins, Slowed slowed) {}

    /**
     * A variant against itself, as separate processes.
     *
     * @param setup  that was started twice
     * @param ratio  of the second to the first; 1 if the machine were perfect
     * @param stable whether the range contains 1 and is narrow enough
     * @param reason in words
     */
    public record Twin(String setup, Range ratio, boolean stable, String reason) {}

    /**
     * The negative control: what should be found.
     *
     * @param addedNs what was added to each packet's time, at least, in ns
     * @param foundNs difference of the times per packet that was measured, in ns
     * @param found   whether the range of the ratio excludes 1, and that of the difference is near what was added
     * @param reason  in words
     */
    public record Slowed(double addedNs, Range foundNs, boolean found, String reason) {}

    /**
     * What was compared before anything was timed.
     *
     * @param passes    over the traffic, from fresh state on
     * @param packets   that went in
     * @param dropped   that did not come out, since the processor dropped them
     * @param checksums sum of the packets' hashes at each sink, by sink, in hexadecimal
     */
    public record ProofResult(int passes, long packets, long dropped, Map<String, String> checksums) {}

    /**
     * One variant of an experiment. Without proof there is a reason and no number.
     *
     * @param workload         name of the job
     * @param setup            name of the place, or of the peer
     * @param label            its name in the experiment
     * @param parameters       what else tells it from the others, by name
     * @param copiesPerPacket  how often a packet's bytes are copied on the way to the program and back
     * @param proved           whether verdicts, checksums and conservation held, in every proof and in every trial
     * @param skipped          whether this machine cannot run it
     * @param reason           why it is not proved, or skipped
     * @param mpps             throughput
     * @param nsPerPacket      its inverse
     * @param coresBusy        processor time of all processes over wall time, median of the trials
     * @param mppsPerCore      throughput over {@code coresBusy}
     * @param ratioToReference throughput over that of the experiment's reference; of {@code process-bpf} on the same
     *                         workload in {@code cells}
     * @param verdicts         packets of the proof by verdict
     * @param proof            what was compared
     * @param warmUpMpps       throughput of each slice of warm-up, by start
     * @param trials           raw
     */
    public record CellResult(String workload, String setup, String label, Map<String, String> parameters,
            Integer copiesPerPacket, boolean proved, boolean skipped, String reason, Rate mpps, Double nsPerPacket,
            Double coresBusy, Double mppsPerCore, Range ratioToReference, Map<String, Long> verdicts,
            ProofResult proof, List<List<Double>> warmUpMpps, List<Trial> trials) {}

    /**
     * Variants that were measured together.
     *
     * @param id        such as {@code chains}
     * @param figure    that it belongs to
     * @param title     for people
     * @param question  that it answers
     * @param axis      parameter that a sweep varies; {@code null} where variants are bars
     * @param reference label of the variant that ratios refer to
     * @param method    how its variants were measured
     * @param cells     one per variant
     */
    public record ExperimentResult(String id, String figure, String title, String question, String axis,
            String reference, MethodResult method, List<CellResult> cells) {}

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

    /**
     * A published bar of the figure "caches" beside the one measured here; ratios are to the switch without programs,
     * with the same caches.
     *
     * @param name           of the row in the publication
     * @param program        value of the parameter {@code program} that corresponds to it here
     * @param cache          {@code all}, {@code megaflow} or {@code none}
     * @param publishedMpps  published throughput
     * @param publishedRatio published, to the switch without programs
     * @param publishedNs    published time per packet less that of the switch without programs
     * @param measuredRatio  the same ratio here; {@code null} where there is no number
     * @param measuredNs     the same difference here; {@code null} where there is no number
     * @param reading        what the comparison says
     */
    public record PublishedCache(String name, String program, String cache, double publishedMpps,
            double publishedRatio, double publishedNs, Range measuredRatio, Range measuredNs, String reading) {}

    /**
     * A published line of the figure "chains" beside the one measured here.
     *
     * @param name          of the cache in the publication
     * @param cache         that corresponds to it here
     * @param publishedMpps of chains of 1, 2, and so on programs
     * @param measuredMpps  medians of the same chains here; {@code null} for one without a number
     * @param publishedNs   time of each further program, slope of the published line
     * @param measuredNs    the same here; {@code null} where there are fewer than two numbers
     * @param reading       what the comparison says
     */
    public record PublishedChain(String name, String cache, List<Double> publishedMpps, List<Double> measuredMpps,
            double publishedNs, Range measuredNs, String reading) {}

    /**
     * What a step costs: a difference of times per packet, round by round.
     *
     * @param name  of the step
     * @param place that it is paid in: a setup
     * @param from  label of the variant without the step
     * @param to    label of the variant with it
     * @param ns    per packet
     */
    public record Cost(String name, String place, String from, String to, Range ns) {}
}
