package okko.switchd.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.LinkQuery;
import okko.ringshm.kernel.LinkStatus;
import okko.ringshm.kernel.NetworkInterface;
import okko.ringshm.kernel.TapDevice;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Vlan;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;

/**
 * A network interface of the host's that this port makes: what the host sends by it comes in, what the port is sent the
 * host receives. It goes with the port. A system call per frame each way: for the host's own traffic, not for load.
 */
public final class TapPort implements InterfacePort {

    private static final VarHandle RECEIVE_ERRORS;

    static {
        try {
            RECEIVE_ERRORS = MethodHandles.lookup().findVarHandle(TapPort.class, "receiveErrors", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PortCounters counters = new PortCounters();
    private final PortSpec.Tap spec;
    private final int number;
    private final PacketPool pool;
    private final TapDevice device;
    private final int interfaceIndex;

    /** What the next frame is read into. */
    private int spare = PacketPool.NO_BUFFER;

    private long receiveErrors;

    private TapPort(PortSpec.Tap spec, int number, PacketPool pool, TapDevice device) {
        this.spec = spec;
        this.number = number;
        this.pool = pool;
        this.device = device;
        interfaceIndex = LinkQuery.ask(spec.device()).map(LinkStatus::index).orElse(0);
    }

    /**
     * Makes the interface, and switches it on.
     *
     * @param spec   its name and MTU
     * @param number OpenFlow number of the port
     * @param pool   of the thread that will use the port
     * @return the port
     * @throws KernelException          if the name is taken, or the process lacks {@code CAP_NET_ADMIN}
     * @throws IllegalArgumentException if a buffer does not hold the longest frame
     */
    public static TapPort open(PortSpec.Tap spec, int number, PacketPool pool) throws KernelException {
        int longestBytes = spec.mtuBytes() + Ethernet.LENGTH_BYTES + Vlan.LENGTH_BYTES;
        if (longestBytes >= pool.maxFrameBytes()) {
            throw new IllegalArgumentException("tap interface " + spec.device() + ": with an MTU of " + spec.mtuBytes()
                    + " frames have up to " + longestBytes + " bytes, a buffer holds less than "
                    + pool.maxFrameBytes() + "; raise pool.dataBytes");
        }
        TapDevice device = TapDevice.create(spec.device());
        try {
            NetworkInterface.mtu(spec.device(), spec.mtuBytes());
            NetworkInterface.switchTo(spec.device(), true);
        } catch (KernelException e) {
            device.close();
            throw e;
        }
        return new TapPort(spec, number, pool, device);
    }

    @Override
    public int receive(Batch batch) {
        long bytes = 0;
        int frames = 0;
        while (!batch.isFull()) {
            if (spare == PacketPool.NO_BUFFER) {
                spare = pool.allocate();
                if (spare == PacketPool.NO_BUFFER) {
                    break; // the interface's own queue keeps the frames, and drops when it is full
                }
            }
            long frame = pool.dataAddress(spare) + pool.headroomBytes();
            int lengthBytes = device.receive(frame, pool.maxFrameBytes());
            if (lengthBytes <= 0) {
                if (lengthBytes < 0) {
                    RECEIVE_ERRORS.setOpaque(this, receiveErrors + 1); // opaque: see DropCounters
                }
                break;
            }
            frames++;
            bytes += lengthBytes;
            if (lengthBytes == pool.maxFrameBytes()) {
                counters.drops().add(DropReason.TOO_LONG, 1); // somebody has raised the MTU; the end may be missing
            } else {
                batch.add(spare, frame, lengthBytes, number, 0);
                spare = PacketPool.NO_BUFFER;
            }
        }
        if (frames > 0) {
            counters.received(frames, bytes);
        }
        return batch.size;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        wakeUps.watch(device.descriptor());
    }

    @Override
    public void send(Batch batch) {
        int sent = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size; i++) {
            if (device.send(batch.address[i], batch.lengthBytes[i]) > 0) {
                sent++;
                bytes += batch.lengthBytes[i];
            }
            pool.release(batch.buffer[i]);
        }
        counters.sent(sent, bytes);
        if (sent < batch.size) {
            counters.drops().add(DropReason.TRANSMIT_FAILED, batch.size - sent); // the interface is switched off
        }
        batch.clear();
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return spare == PacketPool.NO_BUFFER ? 0 : 1;
    }

    @Override
    public String interfaceName() {
        return spec.device();
    }

    @Override
    public int interfaceIndex() {
        return interfaceIndex;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of("interface", spec.device(), "receiveErrors", (long) RECEIVE_ERRORS.getOpaque(this));
    }

    @Override
    public void close() {
        device.close();
    }

    @Override
    public void drain() {
        if (spare != PacketPool.NO_BUFFER) {
            pool.release(spare);
            spare = PacketPool.NO_BUFFER;
        }
    }
}
