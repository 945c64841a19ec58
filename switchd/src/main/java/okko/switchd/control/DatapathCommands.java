package okko.switchd.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import okko.ringshm.idle.PolicyIdleStrategy;
import okko.switchd.datapath.DatapathAgent;
import okko.switchd.datapath.DatapathStats;
import okko.switchd.port.OpenPort;

/**
 * {@code pmd stats} and {@code pmd rxq}: what each datapath thread did, and which receive queues it polls. The names
 * are those of Open vSwitch, for its poll mode drivers.
 */
public final class DatapathCommands {

    private final List<DatapathThread> datapaths;
    private final List<OpenPort> ports;

    /**
     * Makes the commands.
     *
     * @param datapaths of the switch
     * @param ports     that they poll
     */
    public DatapathCommands(List<DatapathThread> datapaths, List<OpenPort> ports) {
        this.datapaths = List.copyOf(datapaths);
        this.ports = List.copyOf(ports);
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
     * @param cacheHits  packets whose decision was in the cache
     * @param filterRuns times that a program was asked
     * @param copies     packets that action lists with several outputs added
     * @param sleeps     times that it slept until something came, or to the end of its patience
     * @param drops      packets that ended between two ports, by reason
     */
    public record ThreadStatus(
            String name, long packets, long batches, long cacheHits, long filterRuns, long copies,
            long sleeps, Map<String, Long> drops) {}

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
        for (OpenPort open : ports) {
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
        return new ThreadStatus(datapath.roleName(), stats.packets(), stats.batches(), stats.cacheHits(),
                stats.filterRuns(), stats.copies(), thread.idle().sleeps(), datapath.drops().byLabel());
    }
}
