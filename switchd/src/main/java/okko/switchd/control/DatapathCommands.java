package okko.switchd.control;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okko.ringshm.idle.PolicyIdleStrategy;
import okko.switchd.datapath.DatapathAgent;
import okko.switchd.datapath.DatapathStats;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.port.OpenPort;

/**
 * {@code pmd stats} and {@code pmd rxq}: what each datapath thread did, and which receive queues it polls. The names
 * are those of Open vSwitch, for its poll mode drivers.
 */
public final class DatapathCommands {

    private final List<DatapathThread> datapaths;
    private final Ports ports;

    /**
     * Makes the commands.
     *
     * @param datapaths of the switch
     * @param ports     that they poll
     */
    public DatapathCommands(List<DatapathThread> datapaths, Ports ports) {
        this.datapaths = List.copyOf(datapaths);
        this.ports = ports;
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
     * @param mapsAsked     times that rules asked for maps to be sent to the controllers
     * @param sleeps     times that it slept until something came, or to the end of its patience
     * @param nsPerPacket processor time from source to sinks, by the batches that were timed; 0 if none was
     * @param longestPauseUs for how long forwarding stood still at most while packets came, since the last
     *                   {@code pmd stats}, microseconds
     * @param drops      packets that ended between two ports, by reason
     */
    public record ThreadStatus(
            String name, long packets, long batches, @JsonUnwrapped CacheStatus caches, long filterRuns, long copies,
            long mapsAsked, long sleeps, double nsPerPacket, long longestPauseUs, Map<String, Long> drops) {}

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
            long exactHits, long megaflowHits, long misses, long lookedUpAgain,
            long masksSearched, double masksPerSearch,
            long flows, long masks, long flowsEvicted, long masksEvicted) {}

    /**
     * A datapath thread in {@code pmd rxq}.
     *
     * @param name   of the thread
     * @param queues that it polls
     */
    public record ThreadQueues(String name, List<QueueStatus> queues) {}

    /**
     * A receive queue in {@code pmd rxq}.
     *
     * @param port  name of the port
     * @param queue its number among the port's
     */
    public record QueueStatus(String port, int queue) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("pmd stats", _ -> CompletableFuture.completedFuture(
                datapaths.stream().map(DatapathCommands::status).toList()));
        commands.put("pmd rxq", _ -> CompletableFuture.completedFuture(
                IntStream.range(0, datapaths.size()).mapToObj(this::queues).toList()));
    }

    private ThreadQueues queues(int thread) {
        List<QueueStatus> queues = new ArrayList<>();
        for (OpenPort open : ports.list()) {
            List<Integer> threads = open.threads();
            for (int queue = 0; queue < threads.size(); queue++) {
                if (threads.get(queue) == thread && open.config().spec().receives()) {
                    queues.add(new QueueStatus(open.config().name(), queue));
                }
            }
        }
        return new ThreadQueues(datapaths.get(thread).agent().roleName(), queues);
    }

    private static ThreadStatus status(DatapathThread thread) {
        DatapathAgent datapath = thread.agent();
        DatapathStats stats = datapath.stats();
        return new ThreadStatus(datapath.roleName(), stats.count(Count.PACKETS), stats.count(Count.BATCHES),
                caches(stats), stats.count(Count.FILTER_RUNS), stats.count(Count.COPIES),
                stats.count(Count.MAPS_ASKED), thread.idle().sleeps(), stats.nsPerPacket(),
                TimeUnit.NANOSECONDS.toMicros(stats.takeLongestPauseNs()), datapath.drops().byLabel());
    }

    private static CacheStatus caches(DatapathStats stats) {
        long searches = stats.count(Count.SEARCHES);
        long masksSearched = stats.count(Count.MASKS_SEARCHED);
        return new CacheStatus(stats.count(Count.EXACT_HITS), stats.count(Count.MEGAFLOW_HITS),
                stats.count(Count.MISSES), stats.count(Count.LOOKED_UP_AGAIN),
                masksSearched, searches == 0 ? 0 : (double) masksSearched / searches,
                stats.count(Count.FLOWS), stats.count(Count.MASKS),
                stats.count(Count.FLOWS_EVICTED), stats.count(Count.MASKS_EVICTED));
    }
}
