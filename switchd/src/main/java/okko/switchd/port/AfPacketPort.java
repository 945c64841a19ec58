package okko.switchd.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PacketSocket;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Vlan;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;

/**
 * A Linux network interface. The kernel copies frames straight into pool buffers and out of them, a batch per system
 * call.
 *
 * <p>Each receive slot always has a buffer: a frame is handed on only if another buffer can take its place, and is
 * dropped otherwise, as network cards do. If the interface goes away, sending drops and receiving counts errors; when
 * it only goes down and comes up again the port works again.
 */
public final class AfPacketPort implements InterfacePort {

    private static final VarHandle RECEIVE_ERRORS;

    static {
        try {
            RECEIVE_ERRORS = MethodHandles.lookup().findVarHandle(AfPacketPort.class, "receiveErrors", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Error numbers that speak of one frame; any other speaks of the interface.
    private static final int EINVAL = 22;
    private static final int EMSGSIZE = 90;

    private final PortCounters counters = new PortCounters();
    private final int[] slotBuffers = new int[Batch.CAPACITY];
    private final String interfaceName;
    private final int number;
    private final PacketPool pool;
    private final PacketSocket socket;
    private final CoalescingOff coalescing;
    private long receiveErrors;
    private int held;

    private AfPacketPort(String interfaceName, int number, PacketPool pool, PacketSocket socket) {
        this.interfaceName = interfaceName;
        this.number = number;
        this.pool = pool;
        this.socket = socket;
        coalescing = CoalescingOff.of(interfaceName);
    }

    /**
     * Opens the port.
     *
     * @param interfaceName of an existing interface
     * @param number        OpenFlow number of the port
     * @param pool          of the thread that will use the port
     * @return the port
     * @throws KernelException if there is no such interface or no permission
     */
    public static AfPacketPort open(String interfaceName, int number, PacketPool pool) throws KernelException {
        PacketSocket socket = PacketSocket.open(interfaceName, Batch.CAPACITY);
        return new AfPacketPort(interfaceName, number, pool, socket);
    }

    @Override
    public void fill() {
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
        int received = socket.receive(Batch.CAPACITY);
        if (received <= 0) {
            if (received < 0) {
                RECEIVE_ERRORS.setOpaque(this, receiveErrors + 1); // opaque: see DropCounters
            }
            return 0;
        }
        long bytes = 0;
        for (int slot = 0; slot < received; slot++) {
            bytes += take(slot, batch);
        }
        counters.received(received, bytes);
        return batch.size;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        wakeUps.watch(socket.descriptor());
    }

    /** Moves the frame of a slot into the batch, or drops it. */
    private int take(int slot, Batch batch) {
        int lengthBytes = socket.lengthBytes(slot);
        if (socket.isTruncated(slot)) {
            return drop(DropReason.TOO_LONG, lengthBytes);
        }
        int replacement = pool.allocate();
        if (replacement == PacketPool.NO_BUFFER) {
            return drop(DropReason.NO_BUFFER, lengthBytes);
        }
        int buffer = slotBuffers[slot];
        long frame = pool.dataAddress(buffer) + pool.headroomBytes();
        int status = socket.status(slot);
        if ((status & PacketSocket.STATUS_CHECKSUM_NOT_READY) != 0) {
            ReceiveOffload.completeChecksum(frame, lengthBytes);
        }
        if ((status & PacketSocket.STATUS_VLAN_VALID) != 0) {
            boolean typed = (status & PacketSocket.STATUS_VLAN_TYPE_VALID) != 0;
            int type = typed ? socket.vlanType(slot) : Ethernet.TYPE_VLAN;
            frame = ReceiveOffload.insertVlan(frame, type, socket.vlanControl(slot));
            lengthBytes += Vlan.LENGTH_BYTES;
        }
        batch.add(buffer, frame, lengthBytes, number, 0);
        fill(slot, replacement);
        return lengthBytes;
    }

    private int drop(DropReason reason, int lengthBytes) {
        counters.drops().add(reason, 1);
        return lengthBytes;
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

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return held;
    }

    @Override
    public String interfaceName() {
        return interfaceName;
    }

    @Override
    public int interfaceIndex() {
        return socket.interfaceIndex();
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("interface", interfaceName, "receiveErrors", (long) RECEIVE_ERRORS.getOpaque(this));
    }

    @Override
    public void close() {
        socket.close();
        coalescing.restore();
    }

    @Override
    public void drain() {
        for (int slot = 0; slot < held; slot++) {
            pool.release(slotBuffers[slot]);
        }
        held = 0;
    }
}
