package okko.switchd.packet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.ringshm.region.HugePages;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Udp;
import org.agrona.UnsafeApi;

/** A pool, packets made of nothing but numbers, and ports that write down what they are sent. */
public final class TestNetwork implements AutoCloseable {

    /** Length of all packets, bytes. */
    public static final int FRAME_BYTES = 64;

    private final PacketPool pool;

    public TestNetwork(int buffers) throws IOException {
        this(PacketPool.create(new PoolConfig(buffers, 256)));
    }

    private TestNetwork(PacketPool pool) {
        this.pool = pool;
    }

    /** Networks of one pool, one for each thread; closing the first is enough. */
    public static List<TestNetwork> ofThreads(int buffers, int threads) throws IOException {
        PacketPool pool = PacketPool.create(new PoolConfig(buffers, 256), HugePages.NEVER, threads);
        return IntStream.range(0, threads).mapToObj(thread -> new TestNetwork(pool.ofThread(thread))).toList();
    }

    public PacketPool pool() {
        return pool;
    }

    /** Puts a UDP packet into the batch; its identification is what sinks write down. */
    public void addUdp(Batch batch, int inPort, int identification, int destination, int destinationPort) {
        int buffer = pool.allocate();
        long frame = pool.dataAddress(buffer) + pool.headroomBytes();
        UnsafeApi.setMemory(frame, FRAME_BYTES, (byte) 0);
        Ethernet.type(frame, Ethernet.TYPE_IPV4);
        long ipv4 = frame + Ethernet.LENGTH_BYTES;
        UnsafeApi.putByte(ipv4, (byte) 0x45);
        Ipv4.totalLength(ipv4, FRAME_BYTES - Ethernet.LENGTH_BYTES);
        Ipv4.identification(ipv4, identification);
        Ipv4.protocol(ipv4, Ipv4.PROTOCOL_UDP);
        Ipv4.destination(ipv4, destination);
        Udp.destinationPort(ipv4 + Ipv4.MIN_LENGTH_BYTES, destinationPort);
        batch.add(buffer, frame, FRAME_BYTES, inPort, 0);
    }

    /** The identification that a packet was made with. */
    public static int identification(long frame) {
        return Ipv4.identification(frame + Ethernet.LENGTH_BYTES);
    }

    public RecordingSink newSink() {
        return new RecordingSink();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Writes down the packets and gives their buffers back. */
    public final class RecordingSink implements Sink {

        private final List<Integer> identifications = new ArrayList<>();
        private final List<Integer> buffers = new ArrayList<>();

        @Override
        public void send(Batch batch) {
            for (int i = 0; i < batch.size; i++) {
                identifications.add(identification(batch.address[i]));
                buffers.add(batch.buffer[i]);
                UnsafeApi.setMemory(batch.address[i], batch.lengthBytes[i], (byte) 0xee); // it is the sink's now
                pool.release(batch.buffer[i]);
            }
            batch.clear();
        }

        public List<Integer> identifications() {
            return identifications;
        }

        public List<Integer> buffers() {
            return buffers;
        }
    }
}
