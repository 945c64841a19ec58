package okko.switchd.datapath;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okko.ringshm.idle.Sleeper;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.wire.Ethernet;
import okko.switchd.action.ActionExecutor;
import okko.switchd.action.SharedState;
import okko.switchd.classify.Tables;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Sink;
import org.agrona.BufferUtil;
import org.agrona.LangUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Moves packets from ports to ports: polls each port in turn and runs what it received to completion. Where there are
 * several such threads, it also sends what the others hand over for its ports, and goes on with the packets that it has
 * asked about by ports of theirs.
 *
 * <p>Confined to its thread. Others call only {@link #submit}, {@link #stats()} and {@link #drops()}; and everything
 * while the thread stands still.
 */
public final class DatapathAgent implements Agent, Sleeper {

    private static final int COMMAND_CAPACITY = 64;

    private final String roleName;
    private final ManyToOneConcurrentArrayQueue<Runnable> commands =
            new ManyToOneConcurrentArrayQueue<>(COMMAND_CAPACITY);
    private final DropCounters drops = new DropCounters();
    private final DatapathStats stats = new DatapathStats();
    private final PacketPool pool;
    private final int thread;
    private final ProcessingTime time = new ProcessingTime(stats);
    private final ActionExecutor actions;
    private final Pipeline pipeline;
    private final int batchLimit;
    private final Batch batch;
    private final EventFd wakeUp;
    private final Doorbell doorbell;

    /** Replaced as a whole, in the order in which they are polled. */
    private DatapathPort[] ports = {};

    /** What other threads send by ports of this one. */
    private Arrivals[] arrivals = {};

    /** Packets that other threads bring back with the answers to questions of this one. */
    private HandOver[] answers = {};

    /** What all other ports wait for; {@code null} most of the time. */
    private Finish finish;

    /** What a port or the pipeline failed with, until the other ports have had their turn; {@code null} if nothing. */
    private Throwable failure;

    /**
     * Makes an agent without ports and rules, alone in its switch.
     *
     * @param roleName of its thread
     * @param config   how it works
     * @param pool     as its thread sees it
     * @param wakeUp   ends its sleep when a command comes, or something from another thread; stays the caller's
     */
    public DatapathAgent(String roleName, DatapathConfig config, PacketPool pool, EventFd wakeUp) {
        this(roleName, config, pool, wakeUp, new SharedState());
    }

    /**
     * Makes an agent without ports and rules.
     *
     * @param roleName of its thread
     * @param config   how it works
     * @param pool     as its thread sees it
     * @param wakeUp   ends its sleep when a command comes, or something from another thread; stays the caller's
     * @param shared   what it has in common with other agents
     */
    public DatapathAgent(
            String roleName, DatapathConfig config, PacketPool pool, EventFd wakeUp, SharedState shared) {
        this.roleName = roleName;
        this.wakeUp = wakeUp;
        this.pool = pool;
        batchLimit = config.batch();
        batch = new Batch(batchLimit);
        thread = config.thread();
        doorbell = new Doorbell(wakeUp);
        actions = new ActionExecutor(pool, drops, shared);
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
            wakeUp.signal(); // always: a system call per command is cheaper than to know whether it is needed
        }
        return taken;
    }

    /**
     * Adds a port; packets for its number go to it from now on.
     *
     * @param port whose number and name no other port has
     */
    public void addPort(DatapathPort port) {
        sendBy(port.number(), port.sink());
        receiveFrom(port);
    }

    /** Sends packets for a port from now on, without receiving from it. */
    void sendBy(int number, Sink sink) {
        actions.add(number, sink);
    }

    /** Receives from a port, or from one of its queues, from now on. */
    void receiveFrom(DatapathPort port) {
        ports = Stream.concat(Arrays.stream(ports), Stream.of(port)).toArray(DatapathPort[]::new);
    }

    /**
     * Opens a way for another thread to send by a port of this one.
     *
     * @param number of the port
     * @param sink   of the port
     * @param sender the other thread
     */
    void takeOver(int number, Sink sink, DatapathAgent sender) {
        HandOver queue = new HandOver();
        arrivals = Stream.concat(Arrays.stream(arrivals), Stream.of(new Arrivals(number, queue, sink)))
                .toArray(Arrivals[]::new);
        sender.sendBy(number, sender.by(queue, this, sink.isFlooded()));
    }

    /** {@return a way for another thread to bring packets back that this one has asked about} */
    Sink answersFrom(DatapathAgent sender) {
        HandOver queue = new HandOver();
        answers = Stream.concat(Arrays.stream(answers), Stream.of(queue)).toArray(HandOver[]::new);
        return sender.by(queue, this, false);
    }

    private Sink by(HandOver queue, DatapathAgent receiver, boolean isFlooded) {
        return new HandOverSink(queue, receiver.doorbell, pool, drops, isFlooded);
    }

    /** Packets that another thread sends by a port of this one. */
    private record Arrivals(int port, HandOver queue, Sink sink) {}

    int thread() {
        return thread;
    }

    /** {@return most packets that it takes from a port at a time} */
    int batchLimit() {
        return batchLimit;
    }

    /** {@return packets that other threads send by ports of this one, and that wait here; any thread may ask} */
    int arrived() {
        int count = 0;
        for (Arrivals each : arrivals) {
            count += each.queue.size();
        }
        return count;
    }

    /** {@return packets that other threads have brought back to this one, and that wait here; any thread may ask} */
    int answered() {
        int count = 0;
        for (HandOver queue : answers) {
            count += queue.size();
        }
        return count;
    }

    /**
     * Removes a port; it is not polled any more, and packets for its number are dropped.
     *
     * @param number of the port; nothing happens if there is none
     */
    public void removePort(int number) {
        actions.remove(number);
        ports = Arrays.stream(ports).filter(port -> port.number() != number).toArray(DatapathPort[]::new);
        for (Arrivals each : arrivals) {
            if (each.port == number) {
                dropAll(each.queue);
            }
        }
        arrivals = Arrays.stream(arrivals).filter(each -> each.port != number).toArray(Arrivals[]::new);
    }

    private void dropAll(HandOver queue) {
        for (int count = queue.take(batch); count > 0; count = queue.take(batch)) {
            for (int i = 0; i < count; i++) {
                actions.drop(DropReason.NO_SUCH_PORT, batch.buffer[i]);
            }
            batch.clear();
            queue.release(count);
        }
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
     * Sends a packet that comes from a controller.
     *
     * @param sent with what is to be done with it
     */
    public void send(PacketOut sent) {
        stats.injected();
        byte[] frame = sent.frame();
        if (frame.length < Ethernet.LENGTH_BYTES) {
            drops.add(DropReason.RUNT, 1);
        } else if (frame.length > pool.maxFrameBytes()) {
            drops.add(DropReason.TOO_LONG, 1);
        } else {
            int buffer = pool.allocate();
            if (buffer == PacketPool.NO_BUFFER) {
                drops.add(DropReason.NO_BUFFER, 1);
            } else {
                long address = pool.dataAddress(buffer) + pool.headroomBytes();
                UnsafeApi.copyMemory(frame, BufferUtil.ARRAY_BASE_OFFSET, null, address, frame.length);
                batch.add(buffer, address, frame.length, sent.inPort(), sent.metadata());
                pipeline.process(batch, sent.how());
            }
        }
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
     * @param begun shared by all threads
     */
    void finish(Finish begun) {
        if (finish != null) {
            throw new IllegalStateException("port " + finish.port() + " is being finished");
        }
        finish = begun;
    }

    @Override
    public int doWork() {
        doorbell.awake();
        int workCount = commands.drain(Runnable::run);
        for (Arrivals each : arrivals) {
            workCount += passOn(each);
        }
        for (HandOver queue : answers) {
            workCount += goOn(queue);
        }
        if (finish != null) {
            workCount += 1 + goOnFinishing(); // never idle: others wait
        } else {
            for (DatapathPort port : ports) {
                workCount += receive(port);
            }
        }
        if (workCount == 0) {
            pipeline.idle();
        }
        if (failure != null) {
            Throwable toTell = failure;
            failure = null;
            LangUtil.rethrowUnchecked(toTell);
        }
        return workCount;
    }

    /** Sends what another thread has handed over. */
    private int passOn(Arrivals arrived) {
        int count = arrived.queue.take(batch);
        if (count > 0) {
            try {
                arrived.sink.send(batch);
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                batch.clear(); // as ActionExecutor does: nobody knows what a sink that failed has taken
                arrived.queue.release(count);
            }
        }
        return count;
    }

    /** Goes on with packets that come back by another thread. */
    private int goOn(HandOver queue) {
        int count = queue.take(batch);
        if (count > 0) {
            try {
                pipeline.process(batch);
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                queue.release(count); // only now: what is under way is somewhere at any time
            }
        }
        return count;
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
            if (port.number() == finish.port()) {
                workCount += receive(port);
            }
        }
        if (finish.isOver(thread)) {
            finish = null;
        }
        return workCount;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        if (arrivals.length + answers.length > 0) {
            doorbell.fallAsleep();
            if (arrived() + answered() > 0) {
                wakeUps.noLongerThan(0);
            }
        }
        wakeUps.watch(wakeUp);
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
