package okko.external.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import okko.ringshm.attach.AttachDecision;
import okko.ringshm.attach.AttachListener;
import okko.ringshm.attach.AttachServer;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.attach.Attachment;
import okko.ringshm.attach.Loss;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.SystemNanoClock;

/** A switch with one ring port, for tests: lends frames to the processor that attaches, and takes them back. */
public final class SwitchSide implements AttachListener, AutoCloseable {

    private static final int RING_CAPACITY = 64;

    private final Path socket;
    private final PacketPool pool;
    private final AttachServer server;
    private final TrustMode trust;
    private Attachment attachment;
    private byte[] lastFrame = {};

    public SwitchSide(Path socket) throws IOException {
        this(socket, TrustMode.SHARED);
    }

    public SwitchSide(Path socket, TrustMode trust) throws IOException {
        this.socket = socket;
        this.trust = trust;
        pool = PacketPool.create(new PoolConfig(256, 256));
        server = new AttachServer(socket, pool.region().identity().instance(), this, SystemNanoClock.INSTANCE);
    }

    @Override
    public AttachDecision attaching(String name, PeerCredentials credentials) {
        return name.equals("fw")
                ? new AttachDecision.Accepted(RING_CAPACITY, trust, pool.region())
                : new AttachDecision.Refused("no ring port is named " + name);
    }

    @Override
    public void attached(Attachment newAttachment) {
        attachment = newAttachment;
    }

    @Override
    public void lost(Attachment lostAttachment, Loss loss) {
        if (loss == Loss.DIED) {
            lostAttachment.close();
        }
    }

    public void poll() throws IOException {
        server.poll();
    }

    /** Attaches a processor of this very process. */
    ProcessorAttachment attach() throws Exception {
        var task = new FutureTask<>(() -> ProcessorAttachment.attach(socket, "fw"));
        Thread.ofPlatform().start(task);
        while (!task.isDone()) {
            server.poll();
            Thread.onSpinWait();
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** The processor is about to be killed; {@link #hasProcessor} speaks of the next one. */
    public void forgetProcessor() {
        attachment = null;
    }

    public boolean hasProcessor() {
        return attachment != null;
    }

    /** Lends a frame whose bytes all have one value. */
    public void send(int value, int lengthBytes, int port) {
        send(value, lengthBytes, port, 0);
    }

    void send(int value, int lengthBytes, int port, int metadata) {
        int buffer = pool.allocate();
        long frame = pool.dataAddress(buffer) + pool.headroomBytes();
        UnsafeApi.setMemory(frame, lengthBytes, (byte) value);
        sendDescriptor(
                PacketDescriptor.word0(buffer, pool.headroomBytes(), lengthBytes),
                PacketDescriptor.word1(pool.lend(buffer, attachment.borrower()), metadata, port, 0));
    }

    /** Lends a buffer for a packet of the processor's own. */
    void lendEmpty() {
        if (attachment.emptyBuffers().room(1) == 0) {
            throw new IllegalStateException("the test lends more than the ring holds");
        }
        int buffer = pool.allocate();
        int generation = pool.lend(buffer, attachment.borrower());
        attachment.emptyBuffers().put(
                PacketDescriptor.word0(buffer, pool.headroomBytes(), 0), PacketDescriptor.word1(generation, 0, 0, 0));
        attachment.emptyBuffers().publish();
    }

    void sendDescriptor(long word0, long word1) {
        if (attachment.toProcessor().room(1) == 0) {
            throw new IllegalStateException("the test sends more than the ring holds");
        }
        attachment.toProcessor().put(word0, word1);
        attachment.toProcessor().publish();
    }

    /** Takes the next answer, the buffer back with it; returns its second word, or -1 if there is none. */
    public long takeBack() {
        if (attachment.fromProcessor().ready(1) == 0) {
            return -1;
        }
        long word0 = attachment.fromProcessor().word0(0);
        long word1 = attachment.fromProcessor().word1(0);
        attachment.fromProcessor().release(1);
        int buffer = PacketDescriptor.buffer(word0);
        if (pool.holds(word0)) {
            lastFrame = new byte[PacketDescriptor.lengthBytes(word0)];
            UnsafeApi.copyMemory(null, pool.frameAddress(word0), lastFrame,
                    UnsafeApi.arrayBaseOffset(byte[].class), lastFrame.length);
        }
        if (pool.takeBack(buffer, attachment.borrower(), PacketDescriptor.generation(word1))) {
            pool.release(buffer);
        }
        return word1;
    }

    /** {@return the bytes of the packet that was taken back last} */
    byte[] lastFrame() {
        return lastFrame;
    }

    /** Counts how often the processor slept and had to be woken. */
    public long wakeUps() {
        return attachment.toProcessor().wakeUps();
    }

    int lent() {
        return pool.lentTo(attachment.borrower());
    }

    long heartbeatAgeNs(long nowNs) {
        return attachment.heartbeatAgeNs(nowNs);
    }

    /** Lets go of the processor, as a switch that ends does. */
    public void hangUp() {
        attachment.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        pool.close();
    }
}
