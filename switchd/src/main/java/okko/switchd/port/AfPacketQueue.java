package okko.switchd.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.LinkStatus;
import okko.ringshm.kernel.PacketSocket;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Vlan;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;

/**
 * A packet socket on a Linux network interface, for one datapath thread: one of the receive queues of an {@link
 * AfPacketPort}, and what that thread sends by. The kernel copies frames straight into pool buffers and out of them, a
 * batch per system call.
 *
 * <p>Each receive slot always has a buffer: a frame is handed on only if another buffer can take its place, and is
 * dropped otherwise, as network cards do.
 *
 * <p>What a sender on this machine leaves to a network card that does not exist is done here: VLAN tags, checksums, and
 * the cutting of long TCP segments.
 */
final class AfPacketQueue implements Source, Sink {

    private static final VarHandle RECEIVE_ERRORS;

    static {
        try {
            RECEIVE_ERRORS = MethodHandles.lookup().findVarHandle(AfPacketQueue.class, "receiveErrors", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Error numbers that speak of one frame; any other speaks of the interface.
    private static final int EINVAL = 22;
    private static final int EMSGSIZE = 90;

    private final int[] slotBuffers = new int[Batch.CAPACITY];
    private final String interfaceName;
    private final int mtuBytes;
    private final int number;
    private final PacketPool pool;
    private final PortCounters counters;
    private final PacketSocket socket;
    private final LongSegment segment = new LongSegment();
    private long receiveErrors;
    private int held;

    // Frames that the last system call has brought, and the next of them to be looked at.
    private int received;
    private int next;

    // Of the call of receive() that is going on.
    private int arrivedFrames;
    private long arrivedBytes;

    /**
     * Makes the queue, without buffers yet.
     *
     * @param link     interface that the socket is on
     * @param number   OpenFlow number of the port
     * @param pool     of the thread that will use the queue
     * @param socket   becomes the queue's own
     * @param counters that the thread writes
     */
    AfPacketQueue(LinkStatus link, int number, PacketPool pool, PacketSocket socket, PortCounters counters) {
        interfaceName = link.name();
        mtuBytes = link.mtuBytes();
        this.number = number;
        this.pool = pool;
        this.socket = socket;
        this.counters = counters;
    }

    PacketPool pool() {
        return pool;
    }

    /** Takes a buffer for each slot; throws if the pool has too few, and holds none then. */
    void fill() {
        int[] buffers = Reservation.of(pool, Batch.CAPACITY, "interface " + interfaceName
                + ": " + Batch.CAPACITY + " frames need a buffer each");
        for (int slot = 0; slot < Batch.CAPACITY; slot++) {
            fill(slot, buffers[slot]);
        }
        held = Batch.CAPACITY;
    }

    private void fill(int slot, int buffer) {
        slotBuffers[slot] = buffer;
        socket.postReceive(slot, pool.dataAddress(buffer) + pool.headroomBytes(), pool.maxFrameBytes());
    }

    @Override
    public int receive(Batch batch) {
        if (next == received && !segment.isBusy()) {
            next = 0;
            received = Math.max(0, ask());
        }
        arrivedFrames = 0;
        arrivedBytes = 0;
        while (!batch.isFull() && (segment.isBusy() || next < received)) {
            if (segment.isBusy()) {
                cut(batch);
            } else {
                take(next++, batch);
            }
        }
        if (arrivedFrames > 0) {
            counters.received(arrivedFrames, arrivedBytes);
        }
        return batch.size;
    }

    private int ask() {
        int answer = socket.receive(Batch.CAPACITY);
        if (answer < 0) {
            RECEIVE_ERRORS.setOpaque(this, receiveErrors + 1); // opaque: see DropCounters
        }
        return answer;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        if (next < received || segment.isBusy()) {
            wakeUps.noLongerThan(0);
        }
        wakeUps.watch(socket.descriptor());
    }

    /** Moves the frame of a slot into the batch, begins to cut it, or drops it. */
    private void take(int slot, Batch batch) {
        int lengthBytes = socket.lengthBytes(slot);
        int status = socket.status(slot);
        if ((status & PacketSocket.STATUS_LONG_SEGMENT) != 0 && begin(slot, lengthBytes, status)) {
            return;
        }
        arrivedFrames++;
        arrivedBytes += lengthBytes;
        if (lengthBytes > pool.maxFrameBytes()) {
            counters.drops().add(DropReason.TOO_LONG, 1);
            return;
        }
        int replacement = pool.allocate();
        if (replacement == PacketPool.NO_BUFFER) {
            counters.drops().add(DropReason.NO_BUFFER, 1);
            return;
        }
        int buffer = slotBuffers[slot];
        long frame = pool.dataAddress(buffer) + pool.headroomBytes();
        if ((status & PacketSocket.STATUS_CHECKSUM_NOT_READY) != 0) {
            ReceiveOffload.completeChecksum(frame, lengthBytes);
        }
        if ((status & PacketSocket.STATUS_VLAN_VALID) != 0) {
            frame = tagged(frame, slot, status);
            lengthBytes += Vlan.LENGTH_BYTES;
            arrivedBytes += Vlan.LENGTH_BYTES;
        }
        batch.add(buffer, frame, lengthBytes, number, 0);
        fill(slot, replacement);
    }

    private long tagged(long frame, int slot, int status) {
        boolean typed = (status & PacketSocket.STATUS_VLAN_TYPE_VALID) != 0;
        int type = typed ? socket.vlanType(slot) : Ethernet.TYPE_VLAN;
        return ReceiveOffload.insertVlan(frame, type, socket.vlanControl(slot));
    }

    /** Gathers a long segment; the slot keeps its buffer. */
    private boolean begin(int slot, int lengthBytes, int status) {
        long frame = pool.dataAddress(slotBuffers[slot]) + pool.headroomBytes();
        int here = Math.min(lengthBytes, pool.maxFrameBytes());
        segment.clear();
        if ((status & PacketSocket.STATUS_VLAN_VALID) != 0) {
            segment.append(tagged(frame, slot, status), here + Vlan.LENGTH_BYTES);
        } else {
            segment.append(frame, here);
        }
        segment.append(socket.overflow(slot), lengthBytes - here);
        return segment.begin(mtuBytes, pool.maxFrameBytes());
    }

    private void cut(Batch batch) {
        arrivedFrames++;
        int buffer = pool.allocate();
        if (buffer == PacketPool.NO_BUFFER) {
            counters.drops().add(DropReason.NO_BUFFER, 1); // the rest of the segment counts as one
            segment.clear();
            return;
        }
        arrivedBytes += segment.cut(batch, buffer, pool, number);
    }

    @Override
    public void send(Batch batch) {
        int size = batch.size;
        for (int i = 0; i < size; i++) {
            socket.postSend(i, batch.address[i], batch.lengthBytes[i]);
        }
        int at = 0;
        int sent = 0;
        long bytes = 0;
        while (at < size) {
            int taken = socket.send(at, size - at);
            if (taken > 0) {
                sent += taken;
                for (int end = at + taken; at < end; at++) {
                    bytes += batch.lengthBytes[at];
                }
            } else if (taken == -EMSGSIZE || taken == -EINVAL) {
                at++; // this frame cannot go; the next one may
            } else {
                break; // queue full, or the interface is down or gone
            }
        }
        for (int i = 0; i < size; i++) {
            pool.release(batch.buffer[i]);
        }
        counters.sent(sent, bytes);
        if (sent < size) {
            counters.drops().add(DropReason.TRANSMIT_FAILED, size - sent);
        }
        batch.clear();
    }

    int heldReferences() {
        return held;
    }

    /** {@return how often the kernel has refused to receive; read by any thread} */
    long receiveErrors() {
        return (long) RECEIVE_ERRORS.getOpaque(this);
    }

    void close() {
        socket.close();
    }

    /** Gives back all buffers; there need not be any. */
    void drain() {
        for (int slot = 0; slot < held; slot++) {
            pool.release(slotBuffers[slot]);
        }
        held = 0;
        segment.close();
    }
}
