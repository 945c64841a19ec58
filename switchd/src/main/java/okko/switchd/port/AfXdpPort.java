package okko.switchd.port;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.LinkQuery;
import okko.ringshm.kernel.LinkStatus;
import okko.ringshm.kernel.NativeLibrary;
import okko.ringshm.kernel.NetworkInterface;
import okko.ringshm.kernel.XdpProgram;
import okko.ringshm.kernel.XdpSocket;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;

/**
 * A Linux network interface by {@code AF_XDP}: the packet pool itself is the memory that the kernel, or the card, puts
 * frames into and takes them from. One socket per receive queue; all frames are sent by the first.
 *
 * <p>The kernel always has as many free buffers as at the beginning: a frame is handed on only if another buffer can
 * take its place, and is dropped otherwise. What is sent belongs to the kernel until it says that it is done.
 */
public final class AfXdpPort implements InterfacePort {

    private static final int MAX_BUFFERS = 1024;
    private static final int MIN_BUFFERS = 2 * Batch.CAPACITY;
    /** Of the pool's buffers, one in so many may wait for frames at one port. */
    private static final int SHARE = 8;
    private static final int SEND_CAPACITY = 1024;

    /** How long frames wait that the kernel would not send, until it is asked again. */
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final PortCounters counters = new PortCounters();
    private final int number;
    private final PacketPool pool;
    private final long memoryAddress;
    private final LinkStatus link;
    private final XdpProgram.Hook hook;
    private final XdpSocket[] sockets;
    private final XdpProgram program;
    private final CoalescingOff coalescing;
    private final int longestBytes;
    private final int buffersPerQueue;

    /** By buffer: whether the kernel has it, to receive into or to send from. */
    private final boolean[] lentOut;

    private int held;
    private int nextQueue;
    private boolean sendPending;
    private long retryNs;

    private AfXdpPort(int number, PacketPool pool, LinkStatus link, Opened opened) {
        this.number = number;
        this.pool = pool;
        this.link = link;
        memoryAddress = pool.region().address();
        hook = opened.hook;
        sockets = opened.sockets;
        program = opened.program;
        longestBytes = opened.memory.bufferBytes();
        buffersPerQueue = opened.capacity.receive();
        lentOut = new boolean[pool.bufferCount()];
        coalescing = CoalescingOff.of(link.name());
    }

    /** What the kernel has given. */
    private record Opened(XdpProgram.Hook hook, XdpSocket.Memory memory, XdpSocket.Capacity capacity,
            XdpSocket[] sockets, XdpProgram program) {}

    /**
     * Opens the port.
     *
     * @param interfaceName of an existing interface
     * @param hook          where its frames are taken from the kernel
     * @param number        OpenFlow number of the port
     * @param pool          of the thread that will use the port
     * @return the port
     * @throws KernelException          if there is no such interface or no permission, or if it cannot do that
     * @throws IllegalArgumentException if the pool's buffers are too small for the kernel
     */
    public static AfXdpPort open(String interfaceName, XdpProgram.Hook hook, int number, PacketPool pool)
            throws KernelException {
        LinkStatus link = LinkQuery.ask(interfaceName)
                .orElseThrow(() -> new KernelException("network interface " + interfaceName, NativeLibrary.ENODEV));
        int bufferBytes = Math.min(XdpSocket.MAX_BUFFER_BYTES,
                pool.maxFrameBytes() + XdpSocket.KERNEL_HEADROOM_BYTES);
        if (bufferBytes < XdpSocket.MIN_BUFFER_BYTES) {
            throw new IllegalArgumentException("interface " + interfaceName + ": AF_XDP needs buffers for frames of "
                    + (XdpSocket.MIN_BUFFER_BYTES - XdpSocket.KERNEL_HEADROOM_BYTES)
                    + " bytes or more; raise pool.dataBytes");
        }
        var memory = new XdpSocket.Memory(pool.region().address(), pool.region().sizeBytes(), bufferBytes);
        XdpSocket[] sockets = new XdpSocket[NetworkInterface.receiveQueues(interfaceName)];
        int share = Math.clamp(pool.bufferCount() / SHARE / sockets.length, MIN_BUFFERS, MAX_BUFFERS);
        var capacity = new XdpSocket.Capacity(Integer.highestOneBit(share), SEND_CAPACITY);
        try {
            for (int queue = 0; queue < sockets.length; queue++) {
                sockets[queue] = XdpSocket.open(new XdpSocket.Queue(link, queue, hook), memory, capacity);
            }
            XdpProgram program = XdpProgram.attach(link, hook, sockets);
            return new AfXdpPort(number, pool, link, new Opened(hook, memory, capacity, sockets, program));
        } catch (KernelException e) {
            closeAll(sockets);
            throw e;
        }
    }

    private static void closeAll(XdpSocket[] sockets) {
        for (XdpSocket socket : sockets) {
            if (socket != null) {
                socket.close();
            }
        }
    }

    @Override
    public void fill() {
        int[] buffers = Reservation.of(pool, buffersPerQueue * sockets.length, "interface " + link.name()
                + ": " + buffersPerQueue * sockets.length + " frames need a buffer each");
        int next = 0;
        for (XdpSocket socket : sockets) {
            for (int i = 0; i < buffersPerQueue; i++) {
                fill(socket, i, buffers[next++]);
            }
            socket.filled(buffersPerQueue);
        }
    }

    /** Gives the kernel a buffer; the frame in it will begin where frames begin in all buffers. */
    private void fill(XdpSocket socket, int index, int buffer) {
        long frame = pool.dataAddress(buffer) + pool.headroomBytes() - memoryAddress;
        socket.fill(index, frame - XdpSocket.KERNEL_HEADROOM_BYTES);
        lentOut[buffer] = true;
        held++;
    }

    @Override
    public int receive(Batch batch) {
        reap();
        if (sendPending) {
            retry();
        }
        long bytes = 0;
        int frames = 0;
        for (int turn = 0; turn < sockets.length && !batch.isFull(); turn++) {
            XdpSocket socket = sockets[nextQueue];
            nextQueue = nextQueue + 1 == sockets.length ? 0 : nextQueue + 1;
            int count = Math.min(socket.receivable(), Batch.CAPACITY - batch.size);
            for (int i = 0; i < count; i++) {
                bytes += take(socket, i, batch);
            }
            if (count > 0) {
                socket.received(count);
                socket.filled(count);
                frames += count;
            }
        }
        if (frames > 0) {
            counters.received(frames, bytes);
        }
        return batch.size;
    }

    /** Moves a frame into the batch, or drops it; either way the kernel gets a buffer for it. */
    private int take(XdpSocket socket, int index, Batch batch) {
        long frame = memoryAddress + socket.receivedOffset(index);
        int lengthBytes = socket.receivedBytes(index);
        int buffer = pool.bufferAt(frame);
        int replacement = pool.allocate();
        lentOut[buffer] = false;
        held--;
        if (replacement == PacketPool.NO_BUFFER) {
            counters.drops().add(DropReason.NO_BUFFER, 1);
            fill(socket, index, buffer);
            return lengthBytes;
        }
        if (!link.kind().isEmpty()) { // no card: the sender may be this machine
            ReceiveOffload.completeUnfinishedChecksum(frame, lengthBytes);
        }
        batch.add(buffer, frame, lengthBytes, number, 0);
        fill(socket, index, replacement);
        return lengthBytes;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        for (XdpSocket socket : sockets) {
            wakeUps.watch(socket.descriptor());
        }
        if (sendPending) {
            wakeUps.noLongerThan(1);
        }
    }

    @Override
    public void send(Batch batch) {
        XdpSocket socket = sockets[0];
        if (socket.sendRoom(batch.size) < batch.size) {
            reap();
        }
        int room = socket.sendRoom(batch.size);
        int posted = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size; i++) {
            if (batch.lengthBytes[i] > longestBytes) {
                drop(DropReason.TOO_LONG, batch.buffer[i]);
            } else if (posted == room || lentOut[batch.buffer[i]]) {
                drop(DropReason.TRANSMIT_FAILED, batch.buffer[i]);
            } else {
                socket.postSend(posted++, batch.address[i] - memoryAddress, batch.lengthBytes[i]);
                bytes += batch.lengthBytes[i];
                lentOut[batch.buffer[i]] = true;
            }
        }
        held += posted;
        if (posted > 0) {
            counters.sent(posted, bytes);
            socket.send(posted);
            afterPush();
        }
        batch.clear();
    }

    private void afterPush() {
        sendPending = sockets[0].isSendPending();
        if (sendPending) {
            retryNs = System.nanoTime() + RETRY_NS; // the kernel's queue is full, or the interface is down
        }
    }

    private void retry() {
        if (System.nanoTime() - retryNs >= 0) {
            sockets[0].push();
            afterPush();
        }
    }

    private void drop(DropReason reason, int buffer) {
        counters.drops().add(reason, 1);
        pool.release(buffer);
    }

    /** Takes back what has been sent. */
    private void reap() {
        XdpSocket socket = sockets[0];
        int count = socket.completed();
        for (int i = 0; i < count; i++) {
            int buffer = pool.bufferAt(memoryAddress + socket.completedOffset(i));
            lentOut[buffer] = false;
            pool.release(buffer);
        }
        if (count > 0) {
            socket.takeBack(count);
            held -= count;
        }
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
        return link.name();
    }

    @Override
    public int interfaceIndex() {
        return link.index();
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("interface", link.name());
        details.put("mode", hook.label());
        details.put("zeroCopy", Arrays.stream(sockets).allMatch(XdpSocket::isZeroCopy));
        details.put("queues", sockets.length);
        details.put("kernelDropped", Arrays.stream(sockets).mapToLong(XdpSocket::dropped).sum());
        return details;
    }

    @Override
    public void close() {
        program.close();
        closeAll(sockets);
        coalescing.restore();
    }

    @Override
    public void drain() {
        for (int buffer = 0; buffer < lentOut.length; buffer++) {
            if (lentOut[buffer]) {
                pool.release(buffer);
            }
        }
        Arrays.fill(lentOut, false);
        held = 0;
    }
}
