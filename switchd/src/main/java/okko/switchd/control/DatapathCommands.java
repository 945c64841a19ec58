package okko.switchd.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.idle.PolicyIdleStrategy;
import okko.switchd.datapath.DatapathAgent;
import okko.switchd.datapath.DatapathStats;
import okko.switchd.datapath.DatapathStats.Count;

/** {@code pmd stats}: what each datapath thread did; the name is that of Open vSwitch's poll mode drivers. */
public final class DatapathCommands {

    private final List<DatapathThread> datapaths;

    /**
     * Makes the commands.
     *
     * @param datapaths of the switch
     */
    public DatapathCommands(List<DatapathThread> datapaths) {
        this.datapaths = List.copyOf(datapaths);
    }

    /**
     * A datapath thread.
     *
     * @param agent that it runs
     * @param idle  what it does in between
     */
    public record DatapathThread(DatapathAgent agent, PolicyIdleStrategy idle) {}

    /**
     * A datapath thread in {@code pmd stats}.
     *
     * @param name       of the thread
     * @param packets    that came out of ports
     * @param batches    that they came in
     * @param caches     how often the caches knew what to do
     * @param filterRuns times that a program was asked
     * @param copies     packets that actions added
     * @param sleeps     times that it slept until something came, or to the end of its patience
     * @param nsPerPacket processor time from source to sinks, by the batches that were timed; 0 if none was
     * @param drops      packets that ended between two ports, by reason
     */
    public record ThreadStatus(
            String name, long packets, long batches, @JsonUnwrapped CacheStatus caches, long filterRuns, long copies,
            long sleeps, double nsPerPacket, Map<String, Long> drops) {}

    /**
     * The caches of a datapath thread in {@code pmd stats}.
     *
     * @param exactHits      packets whose key was in the exact-match cache
     * @param megaflowHits   packets whose flow was in the megaflow cache alone
     * @param misses         packets that neither knew: their keys were translated
     * @param lookedUpAgain  times that a packet was looked up once more, because actions wrote what later rules match
     * @param masksSearched  masks that searches of the megaflow cache tried, all together
     * @param masksPerSearch masks that a search tried on average; 0 if there was none
     * @param flows          cached flows, now
     * @param masks          masks that they have, now
     * @param flowsEvicted   cached flows that went for others because of the limit
     * @param masksEvicted   masks that went for others because of their limit
     */
    public record CacheStatus(
            long exactHits, long megaflowHits, long misses, long lookedUpAgain, long masksSearched, double masksPerSearch,
            long flows, long masks, long flowsEvicted, long masksEvicted) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("pmd stats", _ -> CompletableFuture.completedFuture(
                datapaths.stream().map(DatapathCommands::status).toList()));
    }

    private static ThreadStatus status(DatapathThread thread) {
        DatapathAgent datapath = thread.agent();
        DatapathStats stats = datapath.stats();
        return new ThreadStatus(datapath.roleName(), stats.count(Count.PACKETS), stats.count(Count.BATCHES),
                caches(stats), stats.count(Count.FILTER_RUNS), stats.count(Count.COPIES),
                thread.idle().sleeps(), stats.nsPerPacket(), datapath.drops().byLabel());
    }

    private static CacheStatus caches(DatapathStats stats) {
        long searches = stats.count(Count.SEARCHES);
        long masksSearched = stats.count(Count.MASKS_SEARCHED);
        return new CacheStatus(stats.count(Count.EXACT_HITS), stats.count(Count.MEGAFLOW_HITS),
                stats.count(Count.MISSES), stats.count(Count.LOOKED_UP_AGAIN), masksSearched, searches == 0 ? 0 : (double) masksSearched / searches,
                stats.count(Count.FLOWS), stats.count(Count.MASKS),
                stats.count(Count.FLOWS_EVICTED), stats.count(Count.MASKS_EVICTED));
    }
}
