package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okko.ringshm.kernel.SystemCall.CallNumber;
import org.agrona.UnsafeApi;

/**
 * An {@code AF_XDP} socket on one queue of a network interface, {@code Documentation/networking/af_xdp.rst}: the kernel
 * puts received frames into memory of this process, and sends frames out of it, without a system call per frame.
 * Confined to one thread at a time.
 *
 * <p>All places are offsets in the {@link Memory} that the socket was opened with. The kernel has a buffer from {@link
 * #fill} until its frame is {@linkplain #receivable received}, and a frame from {@link #send} until it is {@linkplain
 * #completed completed}; when the socket is closed it has none.
 */
public final class XdpSocket implements AutoCloseable {

    /** Bytes that the kernel leaves free at the begin of a buffer, {@code XDP_PACKET_HEADROOM}. */
    public static final int KERNEL_HEADROOM_BYTES = 256;

    /** Smallest and largest buffer that the kernel takes: of a page at most. */
    public static final int MIN_BUFFER_BYTES = 2048;

    /** Largest buffer. */
    public static final int MAX_BUFFER_BYTES = 4096;

    private static final int EBUSY = 16;
    private static final long RELEASE_PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long RELEASE_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int AF_XDP = 44;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_XDP = 283;
    private static final int XDP_MMAP_OFFSETS = 1;
    private static final int XDP_RX_RING = 2;
    private static final int XDP_TX_RING = 3;
    private static final int XDP_UMEM_REG = 4;
    private static final int XDP_UMEM_FILL_RING = 5;
    private static final int XDP_UMEM_COMPLETION_RING = 6;
    private static final int XDP_STATISTICS = 7;
    private static final int XDP_OPTIONS = 8;
    private static final int XDP_MAX_TX_SKB_BUDGET = 9;
    private static final int XDP_OPTIONS_ZEROCOPY = 1;

    // struct xdp_umem_reg
    private static final int UMEM_BYTES = 32;
    private static final int UMEM_SIZE_OFFSET = 8;
    private static final int UMEM_CHUNK_OFFSET = 16;
    private static final int UMEM_FLAGS_OFFSET = 24;
    private static final int UMEM_UNALIGNED_CHUNKS = 1;

    // struct xdp_mmap_offsets: rx, tx, fill, completion; each producer, consumer, entries, flags
    private static final int OFFSETS_BYTES = 128;
    private static final int RING_OFFSETS_BYTES = 32;
    private static final long RX_PAGE = 0;
    private static final long TX_PAGE = 0x80000000L;
    private static final long FILL_PAGE = 0x100000000L;
    private static final long COMPLETION_PAGE = 0x180000000L;

    // struct sockaddr_xdp
    private static final int ADDRESS_BYTES = 16;
    private static final int ADDRESS_FLAGS_OFFSET = 2;
    private static final int ADDRESS_INTERFACE_OFFSET = 4;
    private static final int ADDRESS_QUEUE_OFFSET = 8;
    private static final short XDP_COPY = 1 << 1;
    private static final short XDP_USE_NEED_WAKEUP = 1 << 3;
    private static final short XDP_USE_SG = 1 << 4;

    // struct xdp_desc: address, length, options
    private static final int FRAME_ENTRY_BYTES = 16;
    private static final int FRAME_LENGTH_OFFSET = 8;
    private static final int FRAME_OPTIONS_OFFSET = 12;
    private static final int XDP_PKT_CONTD = 1;
    private static final int FREE_ENTRY_BYTES = 8;

    /** In an address: where the buffer begins; above, how far behind that the frame does. */
    private static final int FRAME_SHIFT_BITS = 48;
    private static final long BUFFER_MASK = (1L << FRAME_SHIFT_BITS) - 1;

    private static final int STATISTICS_BYTES = 48;
    private static final int SEND_BUDGET = 1024;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int ENXIO = 6;
    private static final int ENETDOWN = 100;

    private final MemorySegment callState = Arena.ofAuto().allocate(NativeLibrary.callState());
    private final int descriptor;
    private final long[] kickArguments;
    private XdpRing received;
    private XdpRing toSend;
    private XdpRing free;
    private XdpRing done;
    private boolean zeroCopy;

    private XdpSocket(int descriptor) {
        this.descriptor = descriptor;
        kickArguments = new long[] {descriptor, 0, 0, MSG_DONTWAIT, 0, 0};
    }

    /**
     * Memory that frames lie in.
     *
     * @param address     of its first byte, at the begin of a page
     * @param sizeBytes   of it
     * @param bufferBytes of each buffer in it, {@link #KERNEL_HEADROOM_BYTES} included; {@link #MIN_BUFFER_BYTES} to
     *                    {@link #MAX_BUFFER_BYTES}. Buffers may begin anywhere
     */
    public record Memory(long address, long sizeBytes, int bufferBytes) {}

    /**
     * A queue of an interface.
     *
     * @param link  the interface
     * @param queue its number
     * @param hook  where its frames are taken from the kernel
     */
    public record Queue(LinkStatus link, int queue, XdpProgram.Hook hook) {}

    /**
     * How many entries the rings have, each a power of two.
     *
     * @param receive received frames, and as many free buffers
     * @param send    frames to be sent, and as many that were
     */
    public record Capacity(int receive, int send) {}

    /**
     * Opens a socket. Nothing is received before an {@link XdpProgram} is on the interface.
     *
     * @param queue    whose frames it receives, and that it sends by
     * @param memory   stays the caller's, and mapped for as long as the socket is open
     * @param capacity of the rings
     * @return the socket
     * @throws KernelException if the queue has a socket already, and keeps it for two seconds, or the process lacks
     *                         {@code CAP_NET_RAW}
     */
    public static XdpSocket open(Queue queue, Memory memory, Capacity capacity) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            String what = "AF_XDP socket on queue " + queue.queue + " of " + queue.link.name();
            int descriptor = (int) call.require(what, CallNumber.SOCKET, AF_XDP, SOCK_RAW_CLOEXEC, 0);
            XdpSocket socket = new XdpSocket(descriptor);
            try {
                socket.register(call, memory);
                socket.map(call, capacity);
                socket.bind(call, queue, what);
                return socket;
            } catch (KernelException e) {
                socket.close();
                throw e;
            }
        }
    }

    private void register(SystemCall call, Memory memory) throws KernelException {
        MemorySegment umem = call.bytes(UMEM_BYTES);
        umem.set(JAVA_LONG, 0, memory.address);
        umem.set(JAVA_LONG, UMEM_SIZE_OFFSET, memory.sizeBytes);
        umem.set(JAVA_INT, UMEM_CHUNK_OFFSET, memory.bufferBytes);
        umem.set(JAVA_INT, UMEM_FLAGS_OFFSET, UMEM_UNALIGNED_CHUNKS);
        option(call, XDP_UMEM_REG, umem, "AF_XDP memory of " + memory.sizeBytes + " bytes");
    }

    private void map(SystemCall call, Capacity capacity) throws KernelException {
        capacity(call, XDP_UMEM_FILL_RING, capacity.receive);
        capacity(call, XDP_UMEM_COMPLETION_RING, capacity.send);
        capacity(call, XDP_RX_RING, capacity.receive);
        capacity(call, XDP_TX_RING, capacity.send);
        MemorySegment offsets = read(call, XDP_MMAP_OFFSETS, OFFSETS_BYTES, "offsets of XDP rings");
        received = XdpRing.map(call, descriptor, capacity.receive, FRAME_ENTRY_BYTES, offsets(offsets, 0, RX_PAGE));
        toSend = XdpRing.map(call, descriptor, capacity.send, FRAME_ENTRY_BYTES, offsets(offsets, 1, TX_PAGE));
        free = XdpRing.map(call, descriptor, capacity.receive, FREE_ENTRY_BYTES, offsets(offsets, 2, FILL_PAGE));
        done = XdpRing.map(call, descriptor, capacity.send, FREE_ENTRY_BYTES, offsets(offsets, 3, COMPLETION_PAGE));
    }

    private static XdpRing.Offsets offsets(MemorySegment all, int ring, long page) {
        MemorySegment one = all.asSlice((long) ring * RING_OFFSETS_BYTES, RING_OFFSETS_BYTES);
        return new XdpRing.Offsets(page, one.getAtIndex(JAVA_LONG, 0), one.getAtIndex(JAVA_LONG, 1),
                one.getAtIndex(JAVA_LONG, 2), one.getAtIndex(JAVA_LONG, 3));
    }

    private void bind(SystemCall call, Queue queue, String what) throws KernelException {
        MemorySegment address = call.bytes(ADDRESS_BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_XDP);
        // Without a word about copies the kernel copies only if the driver cannot do without.
        address.set(JAVA_SHORT, ADDRESS_FLAGS_OFFSET, (short) (XDP_USE_NEED_WAKEUP | switch (queue.hook) {
            case NATIVE -> 0;
            case GENERIC -> XDP_COPY | XDP_USE_SG; // there a sender's long segments come uncut
        }));
        address.set(JAVA_INT, ADDRESS_INTERFACE_OFFSET, queue.link.index());
        address.set(JAVA_INT, ADDRESS_QUEUE_OFFSET, queue.queue);
        long deadlineNs = System.nanoTime() + RELEASE_PATIENCE_NS;
        long result = call.run(CallNumber.BIND, descriptor, address.address(), ADDRESS_BYTES);
        while (result < 0 && call.errno() == EBUSY && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(RELEASE_LOOK_NS); // the kernel frees the queue of a process some time after its end
            result = call.run(CallNumber.BIND, descriptor, address.address(), ADDRESS_BYTES);
        }
        if (result < 0) {
            throw new KernelException(what, call.errno());
        }
        zeroCopy = (read(call, XDP_OPTIONS, Integer.BYTES, what).get(JAVA_INT, 0) & XDP_OPTIONS_ZEROCOPY) != 0;
        raiseBudget(call);
    }

    /** Lets one call send all that the ring holds. Older kernels have a limit of their own, and are called again. */
    private void raiseBudget(SystemCall call) {
        MemorySegment value = call.bytes(Integer.BYTES);
        value.set(JAVA_INT, 0, SEND_BUDGET);
        call.run(CallNumber.SETSOCKOPT, descriptor, SOL_XDP, XDP_MAX_TX_SKB_BUDGET, value.address(), Integer.BYTES);
    }

    private void capacity(SystemCall call, int option, int entries) throws KernelException {
        MemorySegment value = call.bytes(Integer.BYTES);
        value.set(JAVA_INT, 0, entries);
        option(call, option, value, "XDP ring of " + entries + " entries");
    }

    private void option(SystemCall call, int option, MemorySegment value, String what) throws KernelException {
        call.require(what, CallNumber.SETSOCKOPT, descriptor, SOL_XDP, option, value.address(), value.byteSize());
    }

    private MemorySegment read(SystemCall call, int option, int bytes, String what) throws KernelException {
        MemorySegment value = call.bytes(bytes);
        MemorySegment size = call.bytes(Integer.BYTES);
        size.set(JAVA_INT, 0, bytes);
        call.require(what, CallNumber.GETSOCKOPT, descriptor, SOL_XDP, option, value.address(), size.address());
        return value;
    }

    /** {@return whether frames go between card and memory without the kernel copying them} */
    public boolean isZeroCopy() {
        return zeroCopy;
    }

    /** {@return how many free buffers can be given to the kernel} */
    public int fillRoom() {
        return free.room(1);
    }

    /**
     * Writes down a free buffer for the kernel; it is given by {@link #filled}.
     *
     * @param index  0 for the first, less than {@link #fillRoom}
     * @param offset of the buffer; its frame begins {@link #KERNEL_HEADROOM_BYTES} behind that
     */
    public void fill(int index, long offset) {
        UnsafeApi.putLong(free.entry(index), offset);
    }

    /**
     * Gives free buffers to the kernel.
     *
     * @param count that have been written down
     */
    public void filled(int count) {
        free.publish(count);
        if (free.needsWakeUp()) { // only drivers without copies ask for it
            SystemCall.direct(callState, CallNumber.RECVFROM, kickArguments);
        }
    }

    /** {@return how many received frames there are} */
    public int receivable() {
        return received.available();
    }

    /**
     * Tells where a received frame is.
     *
     * @param index 0 for the first, less than {@link #receivable}
     * @return offset of its first byte
     */
    public long receivedOffset(int index) {
        long word = UnsafeApi.getLong(received.entry(index));
        return (word & BUFFER_MASK) + (word >>> FRAME_SHIFT_BITS);
    }

    /**
     * Tells the length of a received frame, or of the part of it in this entry.
     *
     * @param index 0 for the first, less than {@link #receivable}
     * @return bytes
     */
    public int receivedBytes(int index) {
        return UnsafeApi.getInt(received.entry(index) + FRAME_LENGTH_OFFSET);
    }

    /**
     * Says whether a frame goes on in the next entry.
     *
     * @param index 0 for the first, less than {@link #receivable}
     * @return whether it was too long for one buffer
     */
    public boolean isContinued(int index) {
        return (UnsafeApi.getInt(received.entry(index) + FRAME_OPTIONS_OFFSET) & XDP_PKT_CONTD) != 0;
    }

    /**
     * Takes received frames over; their buffers are the caller's.
     *
     * @param count of frames that have been looked at
     */
    public void received(int count) {
        received.release(count);
    }

    /**
     * Tells how many frames can be handed over for sending.
     *
     * @param wanted how many there are
     * @return 0 or more
     */
    public int sendRoom(int wanted) {
        return toSend.room(wanted);
    }

    /**
     * Writes down a frame to send.
     *
     * @param index       0 for the first, less than {@link #sendRoom}
     * @param offset      of its first byte
     * @param lengthBytes of it, no more than a buffer has
     */
    public void postSend(int index, long offset, int lengthBytes) {
        long entry = toSend.entry(index);
        UnsafeApi.putLong(entry, offset);
        UnsafeApi.putLong(entry + FRAME_LENGTH_OFFSET, lengthBytes); // and options: none
    }

    /**
     * Hands frames over for sending, and has the kernel begin.
     *
     * @param count that have been written down
     * @return 0, or the negated error number if the interface is gone; the kernel has the frames nevertheless
     */
    public int send(int count) {
        toSend.publish(count);
        return push();
    }

    /** {@return whether frames were handed over that the kernel has not begun to send} */
    public boolean isSendPending() {
        return toSend.outstanding() > 0;
    }

    /**
     * Has the kernel send what was handed over, unless it does so by itself.
     *
     * @return 0, or the negated error number if the interface is down or gone
     */
    public int push() {
        if (!toSend.needsWakeUp()) {
            return 0;
        }
        if (SystemCall.direct(callState, CallNumber.SENDTO, kickArguments) >= 0) {
            return 0;
        }
        int errno = NativeLibrary.errno(callState);
        return errno == ENETDOWN || errno == ENXIO ? -errno : 0; // all others say: busy, later
    }

    /** {@return how many frames have been sent, or given up, since they were last taken back} */
    public int completed() {
        return done.available();
    }

    /**
     * Tells which frame is done with.
     *
     * @param index 0 for the first, less than {@link #completed}
     * @return offset that it was handed over with
     */
    public long completedOffset(int index) {
        return UnsafeApi.getLong(done.entry(index));
    }

    /**
     * Takes frames back; their buffers are the caller's.
     *
     * @param count of frames that have been looked at
     */
    public void takeBack(int count) {
        done.release(count);
    }

    /** {@return frames that the kernel received for this socket and dropped: no free buffer, too long, no room} */
    public long dropped() {
        try (SystemCall call = new SystemCall()) {
            MemorySegment counts = read(call, XDP_STATISTICS, STATISTICS_BYTES, "statistics of an XDP socket");
            // rx_dropped, rx_ring_full; the other counts are of frames among these, or of our own mistakes
            return counts.getAtIndex(JAVA_LONG, 0) + counts.getAtIndex(JAVA_LONG, 3);
        } catch (KernelException _) {
            return 0;
        }
    }

    /** {@return the descriptor, to be polled for frames; it stays this object's own} */
    public int descriptor() {
        return descriptor;
    }

    /** Closes the socket, and returns when the kernel touches none of its memory any more. Call once. */
    @Override
    public void close() {
        try (SystemCall call = new SystemCall()) {
            for (XdpRing ring : new XdpRing[] {received, toSend, free, done}) {
                if (ring != null) {
                    ring.unmap(call);
                }
            }
        }
        OpenFile.close(descriptor);
    }
}
