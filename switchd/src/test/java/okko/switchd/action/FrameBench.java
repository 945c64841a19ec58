package okko.switchd.action;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Packet;
import okko.switchd.parse.FlowKeyParser;
import org.agrona.UnsafeApi;

/** Lets single frames go a way of steps, and says what came out where. */
final class FrameBench implements AutoCloseable {

    static final int IN_PORT = 1;
    private static final int BUFFERS = 64;
    private static final int DATA_ROOM_BYTES = 512;
    private static final int PORTS = 4;
    private static final byte GUARD = 0x5a;

    private final PacketPool pool = PacketPool.create(new PoolConfig(BUFFERS, DATA_ROOM_BYTES));
    private final DropCounters drops = new DropCounters();
    private final ActionExecutor executor;
    private final Packet packet = new Packet();
    private final List<Sent> sent = new ArrayList<>();
    private long packetsIn;
    private long packetsOut;

    FrameBench(SharedState shared) throws IOException {
        executor = new ActionExecutor(pool, drops, shared);
        executor.parseWith(FlowKeyParser::parse);
        for (int port = 1; port <= PORTS; port++) {
            int number = port;
            executor.add(number, batch -> take(number, batch));
        }
    }

    FrameBench() throws IOException {
        this(new SharedState());
    }

    /** A frame that left by a port. */
    record Sent(int port, byte[] frame) {}

    private void take(int port, Batch batch) {
        for (int i = 0; i < batch.size; i++) {
            byte[] frame = new byte[batch.lengthBytes[i]];
            UnsafeApi.copyMemory(null, batch.address[i], frame, UnsafeApi.arrayBaseOffset(byte[].class), frame.length);
            sent.add(new Sent(port, frame));
            UnsafeApi.setMemory(batch.address[i], batch.lengthBytes[i], (byte) 0xee); // it is the port's now
            pool.release(batch.buffer[i]);
            packetsOut++;
        }
        batch.clear();
    }

    /** Sends a frame from port 1 on its way; returns what left, and checks that nothing was lost or written outside. */
    List<Sent> run(byte[] frame, Step first) {
        sent.clear();
        int buffer = pool.allocate();
        long room = pool.dataAddress(buffer);
        UnsafeApi.setMemory(room, pool.headroomBytes() + pool.maxFrameBytes(), GUARD);
        long address = room + pool.headroomBytes();
        UnsafeApi.copyMemory(frame, UnsafeApi.arrayBaseOffset(byte[].class), null, address, frame.length);
        packet.buffer = buffer;
        packet.address = address;
        packet.lengthBytes = frame.length;
        packet.inPort = IN_PORT;
        packet.metadata = 0;
        FlowKeyParser.parse(packet);
        packetsIn++;
        executor.run(first, packet);
        for (int i = frame.length; i < pool.maxFrameBytes(); i++) {
            if (UnsafeApi.getByte(address + i) != GUARD) {
                throw new AssertionError("byte " + i + " behind a frame of " + frame.length + " was written");
            }
        }
        executor.flush();
        if (packetsIn + executor.copies() != packetsOut + executor.toControllers() + drops.total()) {
            throw new AssertionError("in " + packetsIn + ", copies " + executor.copies() + ", out " + packetsOut
                    + ", controllers " + executor.toControllers() + ", drops " + drops.byLabel());
        }
        if (pool.freeCount() != BUFFERS || !pool.check().faults().isEmpty()) {
            throw new AssertionError("buffers free: " + pool.freeCount() + ", " + pool.check().faults());
        }
        return List.copyOf(sent);
    }

    /** Sends a frame on its way, which leads to one port; returns what left there. */
    byte[] runToOnePort(byte[] frame, Step first) {
        List<Sent> all = run(frame, first);
        if (all.size() != 1) {
            throw new AssertionError("left by " + all.size() + " ports");
        }
        return all.getFirst().frame;
    }

    /** The last steps of a way that ends at port 2. */
    static Step toPortTwo() {
        return new Output(2, new End(DropReason.FLOW_DROP));
    }

    DropCounters drops() {
        return drops;
    }

    PacketPool pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
