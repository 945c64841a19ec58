package okko.ringshm.attach;

import java.util.Optional;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.ProcessFd;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;
import okko.ringshm.layout.AttachmentDescriptor;
import okko.ringshm.region.SharedRegion;
import okko.ringshm.ring.Heartbeat;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;

/**
 * One attached processor, as the switch sees it: its rings, its number as a borrower, its process.
 *
 * <p>The rings belong to one datapath thread; everything else to the thread that polls the {@link AttachServer}.
 */
public final class Attachment implements AutoCloseable {

    private static final int DISCARDED_BYTES = 1;

    private final String name;
    private final int borrower;
    private final PeerCredentials credentials;
    private final Channel channel;
    private final RingProducer toProcessor;
    private final RingConsumer fromProcessor;
    private final RingProducer emptyBuffers;
    private final Heartbeat heartbeat;
    private final SeqpacketSocket socket;
    private final ProcessFd process;
    private boolean socketEnded;
    private boolean hungUp;
    private boolean dead;
    private boolean closed;

    /** Takes socket, process, rings and wake-ups over: they are closed with it. */
    Attachment(AttachMessage.Attach request, int borrower, Peer peer, Channel channel) {
        name = request.name();
        this.borrower = borrower;
        credentials = peer.credentials();
        socket = peer.socket();
        process = peer.process();
        this.channel = channel;
        SharedRegion rings = channel.rings();
        int capacity = channel.capacity();
        toProcessor = new RingProducer(
                rings.buffer(), AttachmentDescriptor.TO_PROCESSOR_OFFSET, capacity, channel.processorWakeUp());
        fromProcessor = new RingConsumer(
                rings.buffer(), AttachmentDescriptor.fromProcessorOffset(capacity), capacity, channel.switchWakeUp());
        emptyBuffers = new RingProducer(
                rings.buffer(), AttachmentDescriptor.emptyBuffersOffset(capacity), capacity, channel.processorWakeUp());
        heartbeat = new Heartbeat(rings.buffer(), AttachmentDescriptor.PROCESSOR_BEAT_OFFSET);
    }

    /** Who is on the other side, and by what it is reached. */
    record Peer(SeqpacketSocket socket, PeerCredentials credentials, ProcessFd process) {}

    /** {@return the name that the processor attached by} */
    public String name() {
        return name;
    }

    /** {@return its number in the packet pool's ownership table; given to another only after {@link #close()}} */
    public int borrower() {
        return borrower;
    }

    /** {@return number of its process} */
    public int pid() {
        return credentials.pid();
    }

    /** {@return how many attachments this switch had made when this one was made, itself included} */
    public long epoch() {
        return channel.rings().identity().epoch();
    }

    /** {@return the ring that feeds the processor} */
    public RingProducer toProcessor() {
        return toProcessor;
    }

    /** {@return the ring of its answers} */
    public RingConsumer fromProcessor() {
        return fromProcessor;
    }

    /** {@return the ring that brings it buffers for packets of its own} */
    public RingProducer emptyBuffers() {
        return emptyBuffers;
    }

    /** {@return what to signal when the processor sleeps and a ring to it is filled} */
    public EventFd processorWakeUp() {
        return channel.processorWakeUp();
    }

    /** {@return what the processor signals when the switch sleeps and the ring from it is filled} */
    public EventFd switchWakeUp() {
        return channel.switchWakeUp();
    }

    /** {@return how far the processor is trusted with packets} */
    public TrustMode trust() {
        return channel.trust();
    }

    /** {@return user of its process} */
    public int uid() {
        return credentials.uid();
    }

    /**
     * Asks how long ago the processor gave a sign of life; its attaching was one. Any thread may ask.
     *
     * @param nowNs current time, {@code System.nanoTime()}
     * @return nanoseconds, 0 or more
     */
    public long heartbeatAgeNs(long nowNs) {
        return heartbeat.ageNs(nowNs);
    }

    /** Sends the processor what it needs. */
    void send(AttachMessage.Accept accept, int poolDescriptor) throws KernelException {
        socket.send(AttachMessage.encode(accept), poolDescriptor, channel.rings().descriptor(),
                channel.processorWakeUp().descriptor(), channel.switchWakeUp().descriptor());
    }

    /** Looks after the processor; tells what is new. */
    Optional<Loss> watch() throws KernelException {
        if (dead || closed) {
            return Optional.empty();
        }
        if (process.isDead()) {
            dead = true;
            return Optional.of(Loss.DIED);
        }
        if (!socketEnded && socket.receive(DISCARDED_BYTES, 0) instanceof Receipt.Closed) {
            socketEnded = true;
            return Optional.of(Loss.CLOSED);
        }
        return Optional.empty();
    }

    /** Closes the socket, by which the processor learns that it is not served any more. {@link Loss#DIED} comes yet. */
    public void hangUp() {
        if (!hungUp) {
            hungUp = true;
            socketEnded = true;
            socket.close();
        }
    }

    /**
     * Kills the processor's process. {@link Loss#DIED} comes next.
     *
     * @throws KernelException if the kernel does not let this process do it
     */
    public void kill() throws KernelException {
        if (!dead) {
            process.kill();
        }
    }

    boolean isDead() {
        return dead;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Lets go of the processor: unmaps its rings, which no thread may touch any more, and gives its name and number
     * free. Take back what was lent to it first.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            channel.close();
            hangUp();
            process.close();
        }
    }
}
