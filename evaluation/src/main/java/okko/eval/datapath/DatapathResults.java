package okko.eval.datapath;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import okko.eval.measure.Environment;
import okko.eval.peer.OvsStats;
import okko.eval.stat.Estimate;

/**
 * How fast the switch forwards, as {@code datapath.json} holds it.
 *
 * @param schemaVersion of the file
 * @param environment   machine and build
 * @param frameBytes    length of every frame, without frame check sequence
 * @param sampleSeconds length of a sample
 * @param starts        fresh starts of each switch per row
 * @param peer          name and versions of the peer; {@code null} if it did not take part
 * @param peerAbsence   why there is no peer; {@code null} if there is one
 * @param rows          in the order of the benchmark
 * @param chains        what a further filter in a chain costs, by caches
 * @param idleProgram   what a loaded program costs that no rule asks; {@code null} if that was not measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatapathResults(int schemaVersion, Environment environment, int frameBytes, double sampleSeconds,
        int starts, String peer, String peerAbsence, List<RowResult> rows, List<ChainCost> chains,
        IdleCost idleProgram) {

    /** Of this form. */
    static final int SCHEMA_VERSION = 1;

    /** How many times the peer's rate the goal is. */
    static final double GOAL_RATIO = 2;

    /**
     * Adds why there is no peer.
     *
     * @param reason in a line, or {@code null} if there is one
     * @return a copy
     */
    public DatapathResults withPeerAbsence(String reason) {
        return new DatapathResults(schemaVersion, environment, frameBytes, sampleSeconds, starts, peer, reason, rows,
                chains, idleProgram);
    }

    /**
     * One row.
     *
     * @param name    of the row
     * @param title   for people
     * @param flows   frames of the traffic, each of another flow
     * @param masks   of the rules on addresses
     * @param cache   caches of our switch
     * @param filters that a packet passes
     * @param proved  whether all packets, bytes and counts were right; there are no numbers if not
     * @param fault   what was not right; {@code null} if all was
     * @param okko    our switch; {@code null} if it was not proved
     * @param ovs     the peer; {@code null} if it did not take part in this row
     * @param ovsFault why it did not, though it should have; {@code null} otherwise
     * @param ratio   our rate to the peer's, start by start; {@code null} without one of them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RowResult(String name, String title, int flows, int masks, String cache, int filters, boolean proved,
            String fault, Okko okko, Ovs ovs, String ovsFault, Estimate ratio) {}

    /**
     * Our switch in a row.
     *
     * @param mpps           median of the starts' medians, million packets per second
     * @param nsPerPacket    the same in nanoseconds per packet, the source included
     * @param cpuNsPerPacket processor time of the datapath thread per packet, over all samples
     * @param hits           what the caches found, over all samples
     * @param samples        of each start
     */
    public record Okko(Estimate mpps, double nsPerPacket, double cpuNsPerPacket, CacheCounts hits,
            List<List<Double>> samples) {}

    /**
     * The peer in a row.
     *
     * @param caches  that it used
     * @param mpps    median of the starts' medians, million packets per second
     * @param stats   its own counts, of the last start
     * @param samples of each start
     */
    public record Ovs(String caches, Estimate mpps, OvsStats stats, List<List<Double>> samples) {}

    /**
     * What a further filter in a chain costs: the slope of the time per packet over the chain's length.
     *
     * @param cache        caches of the switch
     * @param lengths      of the chains
     * @param nsPerFilter  slope of each start, median and range
     * @param goalNs       that it should not exceed
     */
    public record ChainCost(String cache, List<Integer> lengths, Estimate nsPerFilter, double goalNs) {}

    /**
     * What a loaded program costs that no rule asks.
     *
     * @param ratio     rate with it to the rate without it, start by start, in turns
     * @param aloneRatio the same of two switches without it: what is no difference at all
     * @param starts    of the three switches
     * @param goal      that the first ratio should not fall below
     */
    public record IdleCost(Estimate ratio, Estimate aloneRatio, int starts, double goal) {}
}
