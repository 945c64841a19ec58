package okko.switchd.port;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.LinkQuery;
import okko.ringshm.kernel.LinkStatus;
import okko.ringshm.kernel.NetworkInterface;
import okko.ringshm.kernel.XdpProgram;
import okko.ringshm.kernel.XdpSocket;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Vlan;
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

    private final LongSegment segment = new LongSegment();

    private int held;
    private int arrivedFrames;
    private long arrivedBytes;
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
        LinkStatus link = LinkQuery.require(interfaceName);
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
        arrivedFrames = 0;
        arrivedBytes = 0;
        cut(batch);
        for (int turn = 0; turn < sockets.length && !batch.isFull(); turn++) {
            XdpSocket socket = sockets[nextQueue];
            nextQueue = nextQueue + 1 == sockets.length ? 0 : nextQueue + 1;
            int available = socket.receivable();
            int taken = 0;
            while (taken < available && !batch.isFull()) {
                taken += take(socket, taken, batch);
                cut(batch);
            }
            if (taken > 0) {
                socket.received(taken);
                socket.filled(taken);
            }
        }
        if (arrivedFrames > 0) {
            counters.received(arrivedFrames, arrivedBytes);
        }
        return batch.size;
    }

    /** {@return how many entries of the ring a frame takes, which is in the batch, or to be cut, or dropped now} */
    private int take(XdpSocket socket, int index, Batch batch) {
        if (link.kind().isEmpty()) { // a card has cut what was long, and has summed it up
            takeWhole(socket, index, batch);
            return 1;
        }
        if (socket.isContinued(index) || socket.receivedBytes(index) > longestOnWireBytes()) {
            int entries = takeLong(socket, index);
            if (entries > 0) {
                return entries;
            }
        }
        ReceiveOffload.completeUnfinishedChecksum(
                memoryAddress + socket.receivedOffset(index), socket.receivedBytes(index));
        takeWhole(socket, index, batch);
        return 1;
    }

    /** {@return how many entries a frame takes that is to be cut, or dropped now; 0 if it is neither} */
    private int takeLong(XdpSocket socket, int index) {
        int entries = gather(socket, index);
        if (!segment.begin(link.mtuBytes(), pool.maxFrameBytes())) {
            segment.clear();
            if (entries == 1) {
                return 0;
            }
            arrivedFrames++;
            arrivedBytes += lengthBytes(socket, index, entries);
            counters.drops().add(DropReason.TOO_LONG, 1);
        }
        refill(socket, index, entries);
        return entries;
    }

    private int longestOnWireBytes() {
        return link.mtuBytes() + Ethernet.LENGTH_BYTES + Vlan.LENGTH_BYTES;
    }

    /** Moves a frame into the batch, or drops it; either way the kernel gets a buffer for it. */
    private void takeWhole(XdpSocket socket, int index, Batch batch) {
        long frame = memoryAddress + socket.receivedOffset(index);
        int lengthBytes = socket.receivedBytes(index);
        int buffer = pool.bufferAt(frame);
        int replacement = pool.allocate();
        lentOut[buffer] = false;
        held--;
        arrivedFrames++;
        arrivedBytes += lengthBytes;
        if (replacement == PacketPool.NO_BUFFER) {
            counters.drops().add(DropReason.NO_BUFFER, 1);
            fill(socket, index, buffer);
            return;
        }
        batch.add(buffer, frame, lengthBytes, number, 0);
        fill(socket, index, replacement);
    }

    /** Gathers a frame that may lie in several buffers. {@return how many} */
    private int gather(XdpSocket socket, int first) {
        segment.clear();
        int index = first;
        boolean goesOn = true;
        while (goesOn) {
            segment.append(memoryAddress + socket.receivedOffset(index), socket.receivedBytes(index));
            goesOn = socket.isContinued(index);
            index++;
        }
        return index - first;
    }

    private static int lengthBytes(XdpSocket socket, int first, int entries) {
        int lengthBytes = 0;
        for (int index = first; index < first + entries; index++) {
            lengthBytes += socket.receivedBytes(index);
        }
        return lengthBytes;
    }

    /** Gives the kernel the buffers again that a frame lay in. */
    private void refill(XdpSocket socket, int first, int entries) {
        held -= entries;
        for (int index = first; index < first + entries; index++) {
            fill(socket, index, pool.bufferAt(memoryAddress + socket.receivedOffset(index)));
        }
    }

    /** Cuts frames off the long segment, if there is one. */
    private void cut(Batch batch) {
        while (segment.isBusy() && !batch.isFull()) {
            arrivedFrames++;
            int buffer = pool.allocate();
            if (buffer == PacketPool.NO_BUFFER) {
                counters.drops().add(DropReason.NO_BUFFER, 1); // the rest of the segment counts as one
                segment.clear();
                return;
            }
            arrivedBytes += segment.cut(batch, buffer, pool, number);
        }
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        for (XdpSocket socket : sockets) {
            wakeUps.watch(socket.descriptor());
        }
        if (segment.isBusy()) {
            wakeUps.noLongerThan(0);
        } else if (sendPending) {
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
        segment.close();
    }
}
