package okko.switchd.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.idle.PolicyIdleStrategy;
import okko.switchd.datapath.DatapathAgent;
import okko.switchd.datapath.DatapathStats;

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
        return new ThreadStatus(datapath.roleName(), stats.packets(), stats.batches(), stats.cacheHits(),
                stats.filterRuns(), stats.copies(), thread.idle().sleeps(), datapath.drops().byLabel());
    }
}
