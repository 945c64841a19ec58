package okko.switchd.datapath;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okko.ringshm.idle.Sleeper;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.pool.PacketPool;
import okko.switchd.action.ActionExecutor;
import okko.switchd.classify.Tables;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import org.agrona.LangUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Moves packets from ports to ports: polls each port in turn and runs what it received to completion.
 *
 * <p>Confined to its thread. Others call only {@link #submit}, {@link #stats()} and {@link #drops()}.
 */
public final class DatapathAgent implements Agent, Sleeper {

    private static final int COMMAND_CAPACITY = 64;

    private final String roleName;
    private final ManyToOneConcurrentArrayQueue<Runnable> commands =
            new ManyToOneConcurrentArrayQueue<>(COMMAND_CAPACITY);
    private final DropCounters drops = new DropCounters();
    private final DatapathStats stats = new DatapathStats();
    private final ProcessingTime time = new ProcessingTime(stats);
    private final ActionExecutor actions;
    private final Pipeline pipeline;
    private final Batch batch = new Batch();
    private final EventFd commandsWaiting;

    /** Replaced as a whole, in the order in which they are polled. */
    private DatapathPort[] ports = {};

    /** What all other ports wait for; {@code null} most of the time. */
    private Finish finish;

    /** What a port or the pipeline failed with, until the other ports have had their turn; {@code null} if nothing. */
    private Throwable failure;

    /**
     * Makes an agent without ports and rules.
     *
     * @param roleName of its thread
     * @param config   how it works
     * @param pool     of all packets that its ports receive
     * @param wakeUp   raised when a command comes; stays the caller's
     */
    public DatapathAgent(String roleName, DatapathConfig config, PacketPool pool, EventFd wakeUp) {
        this.roleName = roleName;
        commandsWaiting = wakeUp;
        actions = new ActionExecutor(pool, drops);
        pipeline = new Pipeline(config, actions, stats);
    }

    /**
     * Asks the agent to run a command on its thread, between two batches: there the command may call all methods of
     * this class, and touch what the ports use. Any thread may submit.
     *
     * @param command must not block
     * @return false if too many commands are waiting; then it is not run
     */
    public boolean submit(Runnable command) {
        boolean taken = commands.offer(command);
        if (taken) {
            commandsWaiting.signal(); // always: a system call per command is cheaper than to know whether it is needed
        }
        return taken;
    }

    /**
     * Adds a port; packets for its number go to it from now on.
     *
     * @param port whose number and name no other port has
     */
    public void addPort(DatapathPort port) {
        actions.add(port.number(), port.sink());
        ports = Stream.concat(Arrays.stream(ports), Stream.of(port)).toArray(DatapathPort[]::new);
    }

    /**
     * Removes a port; it is not polled any more, and packets for its number are dropped.
     *
     * @param number of the port; nothing happens if there is none
     */
    public void removePort(int number) {
        actions.remove(number);
        ports = Arrays.stream(ports).filter(port -> port.number() != number).toArray(DatapathPort[]::new);
    }

    /**
     * Replaces all rules at once.
     *
     * @param tables with filters for this agent's thread
     */
    public void replaceTables(Tables tables) {
        pipeline.replaceTables(tables);
    }

    /**
     * Looks into the caches.
     *
     * @param limit most flows to look at
     * @return each flow as it is now; what takes time is left to the reader, who may be another thread
     */
    public List<Supplier<CachedFlowStatus>> cachedFlows(int limit) {
        return pipeline.cachedFlows(limit);
    }

    /**
     * Receives from one port alone, until that is over; what comes in by other ports waits there. So what is on its way
     * through that port is done before anything else begins.
     *
     * @param number     of the port
     * @param isOver     asked again and again; must come true within moments, whatever the port gives
     * @param afterwards done then, before any other port is received from
     */
    public void finish(int number, BooleanSupplier isOver, Runnable afterwards) {
        if (finish != null) {
            throw new IllegalStateException("port " + finish.number + " is being finished");
        }
        finish = new Finish(number, isOver, afterwards);
    }

    private record Finish(int number, BooleanSupplier isOver, Runnable afterwards) {}

    @Override
    public int doWork() {
        int workCount = commands.drain(Runnable::run);
        if (finish != null) {
            workCount += 1 + goOnFinishing(); // never idle: others wait
        } else {
            for (DatapathPort port : ports) {
                workCount += receive(port);
            }
        }
        if (workCount == 0) {
            pipeline.tick();
        }
        if (failure != null) {
            Throwable toTell = failure;
            failure = null;
            LangUtil.rethrowUnchecked(toTell);
        }
        return workCount;
    }

    private int receive(DatapathPort port) {
        int received = 0;
        try {
            received = receiveAndProcess(port);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        return received;
    }

    private int receiveAndProcess(DatapathPort port) {
        time.begin();
        try {
            return port.source().receive(batch);
        } finally {
            int packets = batch.size;
            if (packets > 0) {
                pipeline.process(batch); // empties the batch: every packet belongs to a port or to the pool again
            }
            time.end(packets);
        }
    }

    private int goOnFinishing() {
        int workCount = 0;
        for (DatapathPort port : ports) {
            if (port.number() == finish.number) {
                workCount += receive(port);
            }
        }
        if (finish.isOver.getAsBoolean()) {
            Runnable afterwards = finish.afterwards;
            finish = null;
            afterwards.run();
        }
        return workCount;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        wakeUps.watch(commandsWaiting);
        for (DatapathPort port : ports) {
            port.source().prepareToSleep(wakeUps);
        }
    }

    @Override
    public String roleName() {
        return roleName;
    }

    /** {@return what it did; may be read by any thread} */
    public DatapathStats stats() {
        return stats;
    }

    /** {@return packets that ended between two ports, by reason; may be read by any thread} */
    public DropCounters drops() {
        return drops;
    }
}
