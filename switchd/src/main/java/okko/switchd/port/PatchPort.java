package okko.switchd.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;

/**
 * One end of a cord between two ports of the switch: what it is sent comes in at its peer, in the next round. A loop is
 * its own peer: what it is sent comes in at itself, for a program to run then.
 *
 * <p>Flows may send a packet round and round; after {@link #MAX_HOPS} ends it is dropped. A packet has no field for
 * that: all packets of one batch have passed equally many, and so have those that are sent before the next batch.
 */
public final class PatchPort implements Port {

    /** Ends of cords that a packet may pass. */
    public static final int MAX_HOPS = 16;

    private static final int CAPACITY = 1024;
    private static final int NO_PROGRAM = 0;

    private static final VarHandle TAIL;
    private static final VarHandle HEAD;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(PatchPort.class, "tail", long.class);
            HEAD = MethodHandles.lookup().findVarHandle(PatchPort.class, "head", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PortCounters counters = new PortCounters();
    private final PatchPanel panel;
    private final String name;
    private final String peerName;
    private final int program;
    private final int number;
    private final PacketPool pool;
    private final EventFd wakeUp = EventFd.create();

    // What the peer has sent here: a ring that the peer's thread writes and this port's thread reads.
    private final int[] buffers = new int[CAPACITY];
    private final long[] addresses = new long[CAPACITY];
    private final int[] lengthsBytes = new int[CAPACITY];
    private final int[] hops = new int[CAPACITY];
    private long tail;
    private long head;

    /** Of the packets that came in last; written by this port's thread. */
    private volatile int currentHops;

    /** Whether this port's thread wants to be woken. */
    private volatile boolean sleeps;

    /** {@code null} as long as there is none; written by the control thread. */
    private volatile PatchPort peer;

    /**
     * Makes one end.
     *
     * @param config of the port, whose spec is a patch
     * @param spec   of the port
     * @param pool   of the thread that will use the port
     * @param panel  of the switch
     * @throws KernelException if this process has no descriptors left
     */
    PatchPort(PortConfig config, PortSpec.Patch spec, PacketPool pool, PatchPanel panel) throws KernelException {
        this(config, spec.peer(), NO_PROGRAM, pool, panel);
    }

    private PatchPort(PortConfig config, String peerName, int program, PacketPool pool, PatchPanel panel)
            throws KernelException {
        name = config.name();
        number = config.number();
        this.peerName = peerName;
        this.program = program;
        this.pool = pool;
        this.panel = panel;
    }

    /**
     * Makes a loop.
     *
     * @param config of the port
     * @param spec   of the port
     * @param pool   of the thread that will use the port
     * @param panel  of the switch
     * @return what is its own peer
     * @throws KernelException if this process has no descriptors left
     */
    static PatchPort loop(PortConfig config, PortSpec.Bpf spec, PacketPool pool, PatchPanel panel)
            throws KernelException {
        return new PatchPort(config, config.name(), spec.program(), pool, panel);
    }

    /** From now on the peer, if it is there, sends here. */
    @Override
    public void fill() {
        panel.add(this);
        if (program != NO_PROGRAM) {
            connect(this);
        }
    }

    int number() {
        return number;
    }

    int hops() {
        return currentHops;
    }

    boolean isPeerOf(PatchPort other) {
        return peerName.equals(other.name) && other.peerName.equals(name);
    }

    void connect(PatchPort newPeer) {
        peer = newPeer;
    }

    @Override
    public int receive(Batch batch) {
        if (sleeps) {
            sleeps = false;
        }
        long end = (long) TAIL.getAcquire(this); // pairs with the release in offer: the packets are there
        long bytes = 0;
        long at = head;
        while (at < end && !batch.isFull()) {
            int slot = (int) at & CAPACITY - 1;
            if (batch.size == 0) {
                currentHops = hops[slot];
            } else if (hops[slot] != currentHops) {
                break; // these are a batch of their own
            }
            batch.add(buffers[slot], addresses[slot], lengthsBytes[slot], number, 0);
            bytes += lengthsBytes[slot];
            at++;
        }
        HEAD.setRelease(this, at); // pairs with the acquire in offer: the slots have been read
        if (batch.size > 0) {
            counters.received(batch.size, bytes);
        }
        return batch.size;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        sleeps = true;
        VarHandle.fullFence(); // pairs with that in wake
        if ((long) TAIL.getAcquire(this) != head) {
            wakeUps.noLongerThan(0);
        }
        wakeUps.watch(wakeUp);
    }

    /** On the peer's thread, which has offered packets. */
    private void wake() {
        VarHandle.fullFence(); // pairs with that in prepareToSleep: one of the two sees what the other has written
        if (sleeps) {
            wakeUp.signal();
        }
    }

    @Override
    public void send(Batch batch) {
        PatchPort to = peer;
        long bytes = 0;
        int sent = 0;
        for (int i = 0; i < batch.size; i++) {
            int passed = panel.hops(batch.inPort[i]) + 1;
            if (to == null) {
                drop(DropReason.NO_SUCH_PORT, batch.buffer[i]);
            } else if (passed > MAX_HOPS) {
                drop(DropReason.TOO_MANY_HOPS, batch.buffer[i]);
            } else if (!to.offer(batch, i, passed)) {
                drop(DropReason.TRANSMIT_FAILED, batch.buffer[i]);
            } else {
                sent++;
                bytes += batch.lengthBytes[i];
            }
        }
        if (sent > 0) {
            to.wake();
        }
        counters.sent(sent, bytes);
        batch.clear();
    }

    private void drop(DropReason reason, int buffer) {
        counters.drops().add(reason, 1);
        pool.release(buffer);
    }

    /** Takes a packet of the peer's, on the peer's thread. */
    private boolean offer(Batch batch, int i, int passed) {
        long at = tail;
        if (at - (long) HEAD.getAcquire(this) == CAPACITY) { // pairs with the release in receive
            return false;
        }
        int slot = (int) at & CAPACITY - 1;
        buffers[slot] = batch.buffer[i];
        addresses[slot] = batch.address[i];
        lengthsBytes[slot] = batch.lengthBytes[i];
        hops[slot] = passed;
        TAIL.setRelease(this, at + 1); // pairs with the acquire in receive
        return true;
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return (int) ((long) TAIL.getAcquire(this) - (long) HEAD.getAcquire(this));
    }

    @Override
    public Map<String, Object> details() {
        return program == NO_PROGRAM
                ? Map.of("peer", peerName, "connected", peer != null)
                : Map.of("program", program);
    }

    @Override
    public void close() {
        panel.remove(this);
    }

    @Override
    public void drain() {
        int waiting = heldReferences();
        long bytes = 0;
        for (long at = head; at < tail; at++) {
            bytes += lengthsBytes[(int) at & CAPACITY - 1];
            pool.release(buffers[(int) at & CAPACITY - 1]);
        }
        HEAD.setRelease(this, tail);
        wakeUp.close(); // not before: the peer may just have been waking this port
        counters.received(waiting, bytes);
        counters.drops().add(DropReason.NO_SUCH_PORT, waiting);
    }
}
