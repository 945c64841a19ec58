package okko.switchd.action;

import java.util.Arrays;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
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
    private int[] pending = new int[FIRST_CAPACITY];

    private int pendingCount;
    private long copies;

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
            pending = Arrays.copyOf(pending, capacity);
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
     * Sends a packet to ports, or drops it. It belongs to a port or to the pool then.
     *
     * @param ports from {@link Action#compile}; empty to drop
     * @param batch that the packet is in
     * @param index of the packet
     */
    public void execute(int[] ports, Batch batch, int index) {
        if (ports.length == 0) {
            drop(DropReason.FLOW_DROP, batch.buffer[index]);
            return;
        }
        int chosen = NO_PORT;
        for (int port : ports) {
            if (port == batch.inPort[index]) {
                drops.add(DropReason.OUTPUT_TO_INPUT, 1); // OpenFlow 1.3, 4.5: never back, unless IN_PORT is named
            } else if (!isKnown(port)) {
                drops.add(DropReason.NO_SUCH_PORT, 1);
            } else {
                if (chosen != NO_PORT) {
                    stageCopy(chosen, batch, index);
                }
                chosen = port;
            }
        }
        copies += ports.length - 1;
        if (chosen != NO_PORT) {
            stage(chosen, batch, index, batch.buffer[index], batch.address[index]);
        } else {
            pool.release(batch.buffer[index]);
        }
    }

    /**
     * Sends a packet to the port that an external processor chose, or drops it.
     *
     * @param port  OpenFlow number, any
     * @param batch that the packet is in
     * @param index of the packet
     */
    public void output(int port, Batch batch, int index) {
        if (port == batch.inPort[index]) {
            drop(DropReason.OUTPUT_TO_INPUT, batch.buffer[index]);
        } else if (!isKnown(port)) {
            drop(DropReason.NO_SUCH_PORT, batch.buffer[index]);
        } else {
            stage(port, batch, index, batch.buffer[index], batch.address[index]);
        }
    }

    /**
     * Sends a packet to the processor behind a port to ask it something, if it has to be to the very one that it came
     * from. It belongs to the port then, and comes back with question and answer; or it is dropped.
     *
     * @param port     OpenFlow number
     * @param question to come back with the packet
     * @param batch    that the packet is in
     * @param index    of the packet
     */
    public void ask(int port, Question question, Batch batch, int index) {
        if (!isKnown(port)) {
            drop(DropReason.NO_SUCH_PORT, batch.buffer[index]);
            return;
        }
        stage(port, batch, index, batch.buffer[index], batch.address[index]);
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
        int count = pendingCount;
        pendingCount = 0;
        flush(0, count);
    }

    private void flush(int from, int count) {
        int next = from;
        try {
            while (next < count) {
                send(pending[next++]);
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

    /** {@return packets that action lists added so far: one per port in a list, but for the first} */
    public long copies() {
        return copies;
    }

    private boolean isKnown(int port) {
        return port >= 0 && port < sinks.length && sinks[port] != null;
    }

    private void stageCopy(int port, Batch batch, int index) {
        int lengthBytes = batch.lengthBytes[index];
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
            UnsafeApi.copyMemory(batch.address[index], address, lengthBytes);
            stage(port, batch, index, copy, address);
            isStaged = true;
        } finally {
            if (!isStaged) {
                pool.release(copy);
            }
        }
    }

    private void stage(int port, Batch batch, int index, int buffer, long address) {
        Batch out = staged[port];
        if (out.size == 0) {
            pending[pendingCount++] = port;
        } else if (out.isFull()) {
            send(port);
        }
        out.add(buffer, address, batch.lengthBytes[index], batch.inPort[index], batch.metadata[index]);
    }
}
