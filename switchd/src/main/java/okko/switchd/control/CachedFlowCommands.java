package okko.switchd.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import okko.switchd.datapath.CachedFlowStatus;
import okko.switchd.datapath.DatapathAgent;

/** {@code pmd flows}: what each datapath thread's caches hold. */
public final class CachedFlowCommands {

    /** Most flows of an answer: the datapath stands still while they are gathered, for some tenths of a millisecond. */
    private static final int MAX_FLOWS = 1000;

    private final List<DatapathAgent> agents;
    private final DatapathCalls calls;

    /**
     * Makes the commands.
     *
     * @param agents whose flows they show, in the order of their threads' numbers
     * @param calls  to their threads
     */
    public CachedFlowCommands(List<DatapathAgent> agents, DatapathCalls calls) {
        this.agents = List.copyOf(agents);
        this.calls = calls;
    }

    /**
     * A cached flow in {@code pmd flows}.
     *
     * @param thread  name of the datapath thread
     * @param match   what its packets' header fields agree in; empty if in nothing
     * @param pass    0, or the number of what remains to be done with packets that are looked up once more
     * @param actions what is done with them: a filter's two branches in brackets
     * @param packets since it was made
     * @param bytes   of their frames
     * @param idleMs  about how long ago the last one came
     */
    public record Flow(
            String thread, String match, long pass, String actions, long packets, long bytes, long idleMs) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("pmd flows", _ -> calls.askEach(thread -> agents.get(thread).cachedFlows(MAX_FLOWS))
                .thenApply(this::describe));
    }

    private List<Flow> describe(List<List<Supplier<CachedFlowStatus>>> byThread) {
        List<Flow> flows = new ArrayList<>();
        for (int thread = 0; thread < byThread.size(); thread++) {
            String name = agents.get(thread).roleName();
            byThread.get(thread).forEach(flow -> flows.add(describe(name, flow)));
        }
        return flows;
    }

    private static Flow describe(String thread, Supplier<CachedFlowStatus> later) {
        CachedFlowStatus flow = later.get(); // here, on the control thread, since texts take time
        return new Flow(thread, flow.match().toString(), flow.pass(), flow.actions(), flow.packets(),
                flow.bytes(), flow.idleNs() / 1_000_000);
    }
}
