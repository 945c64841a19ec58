package okko.switchd.action;

import java.util.Arrays;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;
import okko.switchd.packet.Question;
import okko.switchd.packet.Sink;
import org.agrona.UnsafeApi;

/**
 * Does what a rule says with a packet, and collects the packets for each port until the batch is over. Confined to the
 * datapath thread.
 *
 * <p>Each port in an action list stands for one packet: the last port that can be sent to gets the packet itself, the
 * ones before it copies in buffers of their own, because their receivers may write to them.
 */
public final class ActionExecutor {

    private static final int NO_PORT = -1;
    private static final int FIRST_CAPACITY = 16;

    private final PacketPool pool;
    private final DropCounters drops;

    /** By port number; {@code null} where there is no port. */
    private Sink[] sinks = new Sink[FIRST_CAPACITY];

    /** By port number; packets that {@link #flush} will send. */
    private Batch[] staged = new Batch[FIRST_CAPACITY];

    /** Ports that something is staged for, in the order in which that began. */
    private int[] waiting = new int[FIRST_CAPACITY];

    private int waitingCount;
    private long copies;
    private long filterRuns;

    // Of the packet at hand: the port that gets it, if no other step comes; and how often it was sent or dropped.
    private int pending = NO_PORT;
    private int ends;

    /**
     * Starts without ports.
     *
     * @param pool  where copies come from and dropped packets go to
     * @param drops where drops are counted
     */
    public ActionExecutor(PacketPool pool, DropCounters drops) {
        this.pool = pool;
        this.drops = drops;
    }

    /**
     * Makes a port known; one of the same number is replaced. Not while packets are staged.
     *
     * @param port OpenFlow number, 0 to 65,535
     * @param sink takes its packets
     */
    public void add(int port, Sink sink) {
        if (port >= sinks.length) {
            int capacity = Math.max(port + 1, 2 * sinks.length);
            sinks = Arrays.copyOf(sinks, capacity);
            staged = Arrays.copyOf(staged, capacity);
            waiting = Arrays.copyOf(waiting, capacity);
        }
        sinks[port] = sink;
        staged[port] = new Batch();
    }

    /**
     * Forgets a port; packets for it are dropped from now on. Not while packets are staged.
     *
     * @param port OpenFlow number
     */
    public void remove(int port) {
        if (isKnown(port)) {
            sinks[port] = null;
            staged[port] = null;
        }
    }

    /**
     * Does all steps of a packet's way, from the first or from where it was interrupted. The packet belongs to a port
     * or to the pool then.
     *
     * @param first  step
     * @param packet at hand
     */
    public void run(Step first, Packet packet) {
        pending = NO_PORT;
        ends = 0;
        Step step = first;
        while (step != null) {
            step = step.run(packet, this);
        }
    }

    /**
     * Sends the packet to a port: itself if this turns out to be the last thing that happens to it, or else a copy.
     *
     * @param port   OpenFlow number, any
     * @param packet at hand
     */
    void output(int port, Packet packet) {
        ends++;
        if (port == packet.inPort) {
            drops.add(DropReason.OUTPUT_TO_INPUT, 1); // OpenFlow 1.3, 4.5: never back, unless IN_PORT is named
        } else if (!isKnown(port)) {
            drops.add(DropReason.NO_SUCH_PORT, 1);
        } else {
            settle(packet);
            pending = port;
        }
    }

    /**
     * Sends a copy to the port that the packet was last sent to, if there is one that waits: before anything writes to
     * the packet.
     *
     * @param packet at hand
     */
    void settle(Packet packet) {
        if (pending != NO_PORT) {
            stageCopy(pending, packet);
            pending = NO_PORT;
        }
    }

    /**
     * Ends the packet's way.
     *
     * @param packet        at hand
     * @param ifSentNowhere reason of the drop if it was sent nowhere
     */
    void finish(Packet packet, DropReason ifSentNowhere) {
        if (ends == 0) {
            drop(ifSentNowhere, packet.buffer);
            return;
        }
        copies += ends - 1;
        if (pending != NO_PORT) {
            stage(pending, packet, packet.buffer, packet.address);
        } else {
            pool.release(packet.buffer);
        }
    }

    /** Counts a filter that is asked. */
    void countFilterRun() {
        filterRuns++;
    }

    /**
     * Sends a packet to the port that an external processor chose, or drops it.
     *
     * @param port   OpenFlow number, any
     * @param packet at hand
     */
    public void send(int port, Packet packet) {
        if (port == packet.inPort) {
            drop(DropReason.OUTPUT_TO_INPUT, packet.buffer);
        } else if (!isKnown(port)) {
            drop(DropReason.NO_SUCH_PORT, packet.buffer);
        } else {
            stage(port, packet, packet.buffer, packet.address);
        }
    }

    /**
     * Sends a packet to the processor behind a port to ask it something, if it has to be to the very one that it came
     * from. It belongs to the port then, and comes back with question and answer; or it is dropped.
     *
     * @param port     OpenFlow number
     * @param question to come back with the packet
     * @param packet   at hand
     */
    void ask(int port, Question question, Packet packet) {
        settle(packet);
        copies += ends;
        if (!isKnown(port)) {
            drop(DropReason.NO_SUCH_PORT, packet.buffer);
            return;
        }
        stage(port, packet, packet.buffer, packet.address);
        Batch out = staged[port];
        out.question[out.size - 1] = question;
    }

    /**
     * Drops a packet.
     *
     * @param reason why
     * @param buffer goes back to the pool
     */
    public void drop(DropReason reason, int buffer) {
        drops.add(reason, 1);
        pool.release(buffer);
    }

    /** Hands all staged packets to their ports; one that fails keeps none from the others. */
    public void flush() {
        int count = waitingCount;
        waitingCount = 0;
        flush(0, count);
    }

    private void flush(int from, int count) {
        int next = from;
        try {
            while (next < count) {
                send(waiting[next++]);
            }
        } finally {
            if (next < count) {
                flush(next, count);
            }
        }
    }

    private void send(int port) {
        Batch out = staged[port];
        try {
            sinks[port].send(out);
        } finally {
            out.clear(); // also if it failed: nobody knows what it took, and a lost buffer is better than a shared one
        }
    }

    /** {@return how often filters were asked so far} */
    public long filterRuns() {
        return filterRuns;
    }

    /** {@return packets that action lists added so far: one per port in a list, but for the first} */
    public long copies() {
        return copies;
    }

    private boolean isKnown(int port) {
        return port >= 0 && port < sinks.length && sinks[port] != null;
    }

    private void stageCopy(int port, Packet packet) {
        int lengthBytes = packet.lengthBytes;
        if (lengthBytes > pool.maxFrameBytes()) {
            drops.add(DropReason.TOO_LONG, 1); // a processor may have used the headroom; a copy starts behind it
            return;
        }
        int copy = pool.allocate();
        if (copy == PacketPool.NO_BUFFER) {
            drops.add(DropReason.NO_BUFFER, 1);
            return;
        }
        long address = pool.dataAddress(copy) + pool.headroomBytes();
        boolean isStaged = false;
        try {
            UnsafeApi.copyMemory(packet.address, address, lengthBytes);
            stage(port, packet, copy, address);
            isStaged = true;
        } finally {
            if (!isStaged) {
                pool.release(copy);
            }
        }
    }

    private void stage(int port, Packet packet, int buffer, long address) {
        Batch out = staged[port];
        if (out.size == 0) {
            waiting[waitingCount++] = port;
        } else if (out.isFull()) {
            send(port);
        }
        out.add(buffer, address, packet.lengthBytes, packet.inPort, packet.metadata);
    }
}
