package okko.switchd.border;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;
import okko.ringshm.layout.AttachmentDescriptor;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.layout.PoolDescriptor;
import okko.ringshm.layout.RingDescriptor;
import org.agrona.UnsafeApi;

/**
 * A processor that has nothing but {@code docs/layouts.md}: it speaks the attach protocol in bytes, maps the regions by
 * itself, and does every store to shared memory in {@link #store}, where it can die first.
 */
final class RawAttachment {

    private static final int MESSAGE_BYTES = 256;
    private static final int MAGIC = 0x54414b4f; // OKAT
    private static final int ATTACH = 1;
    private static final int ACCEPT = 2;
    private static final int VERSION_OFFSET = 4;
    private static final int TYPE_OFFSET = 6;
    private static final int NUMBER_OFFSET = 8;
    private static final int TEXT_OFFSET = 64;
    private static final int DESCRIPTORS = 4;
    private static final int ANSWER_TIMEOUT_MS = 30_000;

    final CrashPoint crash;
    final SeqpacketSocket socket;
    final EventFd wakeUp;
    final EventFd switchWakeUp;
    final long pool;
    final long rings;
    final int bufferCount;
    final int capacity;
    final Ring toProcessor;
    final Ring fromProcessor;
    final Ring emptyBuffers;
    private final int[] regions;

    private RawAttachment(SeqpacketSocket socket, int[] descriptors, CrashPoint crash) throws IOException {
        this.socket = socket;
        this.crash = crash;
        regions = new int[] {descriptors[0], descriptors[1]};
        pool = NativeMemory.map(descriptors[0]);
        crash.pass("pool mapped");
        rings = NativeMemory.map(descriptors[1]);
        crash.pass("rings mapped");
        wakeUp = EventFd.of(descriptors[2]);
        switchWakeUp = EventFd.of(descriptors[3]);
        bufferCount = UnsafeApi.getInt(pool + PoolDescriptor.BUFFER_COUNT_OFFSET);
        capacity = UnsafeApi.getInt(rings + AttachmentDescriptor.CAPACITY_OFFSET);
        toProcessor = new Ring(AttachmentDescriptor.TO_PROCESSOR_OFFSET);
        fromProcessor = new Ring(AttachmentDescriptor.fromProcessorOffset(capacity));
        emptyBuffers = new Ring(AttachmentDescriptor.emptyBuffersOffset(capacity));
    }

    /** One ring: where its words are, and how far this peer has come as its producer or consumer. */
    final class Ring {
        final long tail;
        final long head;
        final long sleeps;
        private final long slots;
        long position;

        private Ring(int offset) {
            tail = rings + offset + RingDescriptor.TAIL_OFFSET;
            head = rings + offset + RingDescriptor.HEAD_OFFSET;
            sleeps = rings + offset + RingDescriptor.SLEEPS_OFFSET;
            slots = rings + offset + RingDescriptor.SLOTS_OFFSET;
        }

        /** Address of the first word of the descriptor at a position. */
        long slot(long at) {
            return slots + (at & capacity - 1) * PacketDescriptor.SIZE_BYTES;
        }
    }

    /** The request, byte for byte. */
    static byte[] request(int version, int pid, String name) {
        return ByteBuffer.allocate(MESSAGE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, MAGIC)
                .putShort(VERSION_OFFSET, (short) version)
                .putShort(TYPE_OFFSET, (short) ATTACH)
                .putInt(NUMBER_OFFSET, pid)
                .put(TEXT_OFFSET, name.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** The reason of a refusal, or the empty text. */
    static String refusal(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.getShort(TYPE_OFFSET) == ACCEPT
                ? ""
                : new String(message, TEXT_OFFSET, bytes.getInt(NUMBER_OFFSET), StandardCharsets.UTF_8);
    }

    static RawAttachment attach(Path path, String name, CrashPoint crash) throws IOException {
        crash.pass("not connected");
        SeqpacketSocket socket = SeqpacketSocket.connect(path);
        crash.pass("connected");
        socket.send(request(2, (int) ProcessHandle.current().pid(), name));
        crash.pass("request sent");
        if (!socket.awaitReadable(ANSWER_TIMEOUT_MS)) {
            throw new IOException("no answer in time");
        }
        if (!(socket.receive(MESSAGE_BYTES, DESCRIPTORS) instanceof Receipt.Message(byte[] bytes, int[] descriptors))) {
            throw new IOException("no answer");
        }
        if (!refusal(bytes).isEmpty()) {
            throw new IOException(refusal(bytes));
        }
        crash.pass("accepted, nothing mapped");
        return new RawAttachment(socket, descriptors, crash);
    }

    /** Stores eight bytes, with release; the place is just before. */
    void store(String place, long address, long value) {
        crash.pass(place);
        UnsafeApi.putLongRelease(null, address, value);
    }

    static long load(long address) {
        return UnsafeApi.getLongAcquire(null, address);
    }

    void beat() {
        store("no beat yet", rings + AttachmentDescriptor.PROCESSOR_BEAT_OFFSET, System.nanoTime());
    }

    /** Waits until a ring to this peer holds so many descriptors more than it has read. */
    void await(Ring ring, int count) {
        while (load(ring.tail) - ring.position < count) {
            UnsafeApi.putLongRelease(null, rings + AttachmentDescriptor.PROCESSOR_BEAT_OFFSET, System.nanoTime());
            Thread.yield();
        }
    }

    /** Reads the next descriptors of a ring to this peer, two words each, and does not release them. */
    long[] read(Ring ring, int count) {
        await(ring, count);
        long[] words = new long[2 * count];
        for (int i = 0; i < count; i++) {
            words[2 * i] = load(ring.slot(ring.position + i));
            words[2 * i + 1] = load(ring.slot(ring.position + i) + Long.BYTES);
        }
        return words;
    }

    /** Releases what was read. */
    void release(String place, Ring ring, int count) {
        ring.position += count;
        store(place, ring.head, ring.position);
    }

    /** Writes one descriptor behind those written before; unseen until {@link #publish}. */
    void put(String place, long word0, long word1) {
        long slot = fromProcessor.slot(fromProcessor.position++);
        store(place + ", first word not written", slot, word0);
        store(place + ", second word not written", slot + Long.BYTES, word1);
    }

    /** Publishes what was put. */
    void publish(String place) {
        store(place, fromProcessor.tail, fromProcessor.position);
    }

    /** Tries to take memory out of the switch's mappings; the kernel must refuse. */
    void truncate() throws IOException {
        for (int descriptor : regions) {
            try (FileChannel file = FileChannel.open(NativeMemory.file(descriptor), StandardOpenOption.WRITE)) {
                file.truncate(0);
            } catch (IOException _) {
                continue;
            }
            throw new IOException("descriptor " + descriptor + " could be truncated");
        }
    }

    /** Writes a value that leaves no room for one more signal. */
    static void fillUp(EventFd counter) {
        NativeMemory.write(counter.descriptor(), 0xfffffffffffffffeL);
    }

    /** Address of a descriptor's frame. */
    long frame(long word0) {
        int stride = UnsafeApi.getInt(pool + PoolDescriptor.STRIDE_OFFSET);
        return pool + PoolDescriptor.BUFFERS_OFFSET + (long) PacketDescriptor.buffer(word0) * stride
                + PoolDescriptor.HINTS_BYTES + PacketDescriptor.offsetBytes(word0);
    }

    /** The answer to a descriptor: the same packet, with a result and flags. */
    static long answer(long word1, int result, int flags) {
        return PacketDescriptor.word1(PacketDescriptor.generation(word1), result, 0, flags);
    }
}
