package okko.ringshm.attach;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okko.ringshm.kernel.Access;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.NativeLibrary;
import okko.ringshm.kernel.OpenFile;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.layout.AttachmentDescriptor;
import okko.ringshm.pool.PoolView;
import okko.ringshm.region.RegionKind;
import okko.ringshm.region.SharedRegion;
import okko.ringshm.ring.Heartbeat;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;

/**
 * The switch, as an attached processor sees it: packets, the rings that bring and take their descriptors.
 *
 * <p>It lasts until the process ends: the switch takes back what it lent only when it knows the process to be dead.
 */
public final class ProcessorAttachment implements AutoCloseable {

    private static final int ANSWER_TIMEOUT_MS = 10_000;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int DESCRIPTORS = 4;
    private static final int DISCARDED_BYTES = 1;

    private final SeqpacketSocket socket;
    private final SharedRegion poolRegion;
    private final SharedRegion rings;
    private final PoolView pool;
    private final RingConsumer fromSwitch;
    private final RingProducer toSwitch;
    private final RingConsumer emptyBuffers;
    private final EventFd wakeUp;
    private final EventFd switchWakeUp;
    private final TrustMode trust;
    private final Heartbeat heartbeat;
    private boolean closed;

    private ProcessorAttachment(SeqpacketSocket socket, TrustMode trust, SharedRegion poolRegion, SharedRegion rings,
            EventFd wakeUp, EventFd switchWakeUp) throws IOException {
        this.socket = socket;
        this.trust = trust;
        this.wakeUp = wakeUp;
        this.switchWakeUp = switchWakeUp;
        this.poolRegion = poolRegion;
        this.rings = rings;
        pool = new PoolView(poolRegion);
        int capacity = capacity(rings);
        fromSwitch = new RingConsumer(rings.buffer(), AttachmentDescriptor.TO_PROCESSOR_OFFSET, capacity, wakeUp);
        toSwitch = new RingProducer(
                rings.buffer(), AttachmentDescriptor.fromProcessorOffset(capacity), capacity, switchWakeUp);
        emptyBuffers = new RingConsumer(
                rings.buffer(), AttachmentDescriptor.emptyBuffersOffset(capacity), capacity, wakeUp);
        heartbeat = new Heartbeat(rings.buffer(), AttachmentDescriptor.PROCESSOR_BEAT_OFFSET);
    }

    private static int capacity(SharedRegion rings) throws IOException {
        int capacity = rings.buffer().getInt(AttachmentDescriptor.CAPACITY_OFFSET);
        if (!RingDescriptor.isValidCapacity(capacity)
                || AttachmentDescriptor.regionBytes(capacity) != rings.sizeBytes()) {
            throw new IOException("the rings' header contradicts their size: capacity " + capacity + " in "
                    + rings.sizeBytes() + " bytes");
        }
        return capacity;
    }

    /**
     * Attaches to a switch.
     *
     * @param socket that the switch listens at, see {@link RunDirectory#attachSocket()}
     * @param name   to attach by, as the switch's configuration has it; 1 to 63 letters, digits, points, dashes and
     *               underscores
     * @return the attachment
     * @throws AttachRefusedException if the switch says no
     * @throws SwitchAbsentException  if no switch listens or answers
     * @throws IOException            if it is not a switch that this version understands
     */
    public static ProcessorAttachment attach(Path socket, String name) throws IOException {
        checkName(name);
        SeqpacketSocket connection = connect(socket);
        try {
            ask(connection, socket, name);
            if (!connection.awaitReadable(ANSWER_TIMEOUT_MS)) {
                throw new SwitchAbsentException("the switch at " + socket + " does not answer");
            }
            return conclude(connection, socket);
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private static void ask(SeqpacketSocket connection, Path socket, String name) throws IOException {
        int pid = PeerCredentials.self().pid();
        try {
            connection.send(AttachMessage.encode(new AttachMessage.Attach(AttachMessage.VERSION, pid, name)));
        } catch (KernelException e) {
            switch (e.errno()) {
                case NativeLibrary.EPIPE, NativeLibrary.ECONNRESET -> {
                    // A switch refuses some callers before they ask; then its reason is there to be read.
                    if (!connection.awaitReadable(0)) {
                        throw hungUp(socket);
                    }
                }
                default -> throw e;
            }
        }
    }

    private static SwitchAbsentException hungUp(Path socket) {
        return new SwitchAbsentException("the switch at " + socket + " hung up");
    }

    /**
     * Checks a name before anything is made ready for it.
     *
     * @param name to attach by
     * @throws IllegalArgumentException if no processor can have it, with the rule
     */
    public static void checkName(String name) {
        if (!AttachMessage.isValidName(name)) {
            throw new IllegalArgumentException(AttachMessage.NAME_RULE + ": " + name);
        }
    }

    private static SeqpacketSocket connect(Path socket) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_TIMEOUT_MS);
        while (true) {
            try {
                return SeqpacketSocket.connect(socket);
            } catch (KernelException e) {
                switch (e.errno()) {
                    case NativeLibrary.ENOENT, NativeLibrary.ECONNREFUSED ->
                        throw new SwitchAbsentException("no switch listens at " + socket, e);
                    case NativeLibrary.EAGAIN -> {
                        if (System.nanoTime() - deadlineNs > 0) {
                            throw new SwitchAbsentException("the switch at " + socket + " does not answer", e);
                        }
                        LockSupport.parkNanos(RETRY_NS); // its queue of callers is full
                    }
                    default -> throw e;
                }
            }
        }
    }

    private static ProcessorAttachment conclude(SeqpacketSocket connection, Path socket) throws IOException {
        // Room for one more of both than there should be, to see that there are too many.
        if (!(connection.receive(AttachMessage.SIZE_BYTES + 1, DESCRIPTORS + 1) instanceof Receipt.Message message)) {
            throw hungUp(socket);
        }
        int[] descriptors = message.descriptors();
        AttachMessage answer = AttachMessage.decode(message.bytes()).orElse(null);
        if (answer instanceof AttachMessage.Accept accept && descriptors.length == DESCRIPTORS) {
            return map(connection, accept, descriptors);
        }
        for (int descriptor : descriptors) {
            OpenFile.close(descriptor);
        }
        if (answer instanceof AttachMessage.Refuse(var outlook, String reason)) {
            throw new AttachRefusedException(outlook, reason);
        }
        throw new IOException("what listens at " + socket + " is no switch that this version understands");
    }

    private static ProcessorAttachment map(
            SeqpacketSocket connection, AttachMessage.Accept accept, int[] descriptors) throws IOException {
        EventFd wakeUp = EventFd.of(descriptors[2]);
        EventFd switchWakeUp = EventFd.of(descriptors[3]);
        SharedRegion poolRegion;
        try {
            poolRegion = SharedRegion.attach(descriptors[0], RegionKind.POOL, accept.trust().poolAccess());
        } catch (IOException e) {
            OpenFile.close(descriptors[1]);
            wakeUp.close();
            switchWakeUp.close();
            throw e;
        }
        SharedRegion rings = null;
        try {
            rings = SharedRegion.attach(descriptors[1], RegionKind.RINGS, Access.READ_WRITE);
            boolean oneSwitch = poolRegion.identity().instance().equals(accept.instance())
                    && rings.identity().instance().equals(accept.instance());
            if (!oneSwitch || rings.identity().epoch() != accept.epoch()) {
                throw new IOException("the pool and the rings are not of one attachment");
            }
            return new ProcessorAttachment(connection, accept.trust(), poolRegion, rings, wakeUp, switchWakeUp);
        } catch (IOException e) {
            poolRegion.close();
            if (rings != null) {
                rings.close();
            }
            wakeUp.close();
            switchWakeUp.close();
            throw e;
        }
    }

    /** {@return the packets' memory} */
    public PoolView pool() {
        return pool;
    }

    /** {@return the ring that brings descriptors} */
    public RingConsumer fromSwitch() {
        return fromSwitch;
    }

    /** {@return the ring that takes them back} */
    public RingProducer toSwitch() {
        return toSwitch;
    }

    /** {@return the ring that brings buffers for packets of the processor's own} */
    public RingConsumer emptyBuffers() {
        return emptyBuffers;
    }

    /** {@return what the switch signals when this processor sleeps and a ring to it is filled} */
    public EventFd wakeUp() {
        return wakeUp;
    }

    /** {@return what to signal when the switch sleeps and the ring to it is filled} */
    public EventFd switchWakeUp() {
        return switchWakeUp;
    }

    /** {@return how far the switch trusts this processor with packets} */
    public TrustMode trust() {
        return trust;
    }

    /** Says once, before the first packet, that this processor always looks by itself: the switch need not wake it. */
    public void neverSleeps() {
        fromSwitch.neverSleeps();
        emptyBuffers.neverSleeps();
    }

    /**
     * Gives a sign of life; ten a second are enough.
     *
     * @param nowNs current time, {@code System.nanoTime()}
     */
    public void beat(long nowNs) {
        heartbeat.beat(nowNs);
    }

    /**
     * Asks the kernel, by a system call, whether the switch still holds its end of the socket.
     *
     * @return false once the switch has ended or let go of this processor; there is nothing left to process then
     * @throws IOException if the kernel does not answer
     */
    public boolean switchIsAlive() throws IOException {
        return !(socket.receive(DISCARDED_BYTES, 0) instanceof Receipt.Closed);
    }

    /** Hangs up and unmaps everything; no thread of this process may use a packet or a ring any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            socket.close();
            rings.close();
            poolRegion.close();
            wakeUp.close();
            switchWakeUp.close();
        }
    }
}
