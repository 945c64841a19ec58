package okko.switchd.port;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import okko.ringshm.capture.Capture;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Traffic from memory, and the sink that counts it: generator and sink inside the datapath thread, so that nothing but
 * the switch is measured. On a machine with few cores a generator of its own would measure the scheduler.
 *
 * <p>What rewrites packets in place changes what the next pass sends: see {@link ReplaySource}.
 */
public final class ReplayPort implements Port {

    private final PortCounters counters = new PortCounters();
    private final PacketPool pool;
    private final ReplaySource source;
    private SinkMode sinkMode = SinkMode.COUNT;
    private long checksum;

    private ReplayPort(PacketPool pool, ReplaySource source) {
        this.pool = pool;
        this.source = source;
    }

    /** What the sink does with each packet before it releases it. */
    public enum SinkMode {
        /** Counts it and its bytes. */
        COUNT,
        /** Also adds a hash of its content to a sum; this reads all of the packet. */
        CHECKSUM
    }

    /**
     * Makes a port that only counts what it is sent.
     *
     * @param pool that packets are released to
     * @return the port
     */
    public static ReplayPort sink(PacketPool pool) {
        return new ReplayPort(pool, new ReplaySource(pool, SystemNanoClock.INSTANCE, 0, new int[0], new int[0]));
    }

    /**
     * Loads a capture into pool buffers.
     *
     * @param file   capture
     * @param number OpenFlow number of the port
     * @param pool   with enough free buffers, one per frame
     * @return the port, not sending yet
     * @throws IOException           if the file cannot be read, or is not a capture
     * @throws IllegalStateException if the capture is empty, has more frames than the pool has free buffers, or a frame
     *                               that does not fit into one; no buffer is held then
     */
    public static ReplayPort open(Path file, int number, PacketPool pool) throws IOException {
        return open(file, number, pool, SystemNanoClock.INSTANCE);
    }

    static ReplayPort open(Path file, int number, PacketPool pool, NanoClock clock) throws IOException {
        Capture capture = Capture.read(file);
        check(file, capture, pool);
        int[] buffers = new int[capture.size()];
        int[] lengthsBytes = new int[capture.size()];
        for (int i = 0; i < buffers.length; i++) {
            byte[] frame = capture.frame(i);
            buffers[i] = pool.allocate();
            lengthsBytes[i] = frame.length;
            long address = pool.dataAddress(buffers[i]) + pool.headroomBytes();
            UnsafeApi.copyMemory(frame, BufferUtil.ARRAY_BASE_OFFSET, null, address, frame.length);
        }
        return new ReplayPort(pool, new ReplaySource(pool, clock, number, buffers, lengthsBytes));
    }

    private static void check(Path file, Capture capture, PacketPool pool) {
        int frames = capture.size();
        if (frames == 0) {
            throw new IllegalStateException(file + ": no frames to replay");
        }
        if (frames > pool.freeCount()) {
            throw new IllegalStateException(file + ": " + frames + " frames need a buffer each, the pool has "
                    + pool.freeCount() + " free; raise pool.buffers");
        }
        for (int i = 0; i < frames; i++) {
            if (capture.frame(i).length > pool.maxFrameBytes()) {
                throw new IllegalStateException(file + ": frame " + (i + 1) + " has " + capture.frame(i).length
                        + " bytes, a buffer holds " + pool.maxFrameBytes() + "; raise pool.dataBytes");
            }
        }
    }

    /** {@return how many frames a pass has; 0 for a port that only counts} */
    public int frameCount() {
        return source.frameCount();
    }

    /** {@return whether a run is under way; on the datapath thread} */
    public boolean isRunning() {
        return source.isRunning();
    }

    /**
     * Begins a run; on the datapath thread. The port has frames and no run is under way.
     *
     * @param request  how long
     * @param listener called on the datapath thread when the run has ended
     */
    public void start(ReplayRequest request, Consumer<ReplayOutcome> listener) {
        if (frameCount() == 0 || isRunning()) {
            throw new IllegalStateException("cannot start: frames=" + frameCount() + ", running=" + isRunning());
        }
        source.start(request, listener);
    }

    /**
     * Says what to do with packets from now on, and sets the checksum to 0; on the datapath thread.
     *
     * @param mode of the sink
     */
    public void sinkMode(SinkMode mode) {
        sinkMode = mode;
        checksum = 0;
    }

    /** {@return sum of the hashes of all frames sent since {@link #sinkMode}; on the datapath thread} */
    public long checksum() {
        return checksum;
    }

    @Override
    public int receive(Batch batch) {
        long bytes = source.receive(batch);
        if (batch.size > 0) {
            counters.received(batch.size, bytes);
        }
        return batch.size;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        if (isRunning()) {
            wakeUps.noLongerThan(0); // also while it waits for packets: what comes home tells nobody
        }
    }

    @Override
    public void send(Batch batch) {
        long bytes = 0;
        if (sinkMode == SinkMode.CHECKSUM) {
            for (int i = 0; i < batch.size; i++) {
                checksum += FrameHash.of(batch.address[i], batch.lengthBytes[i]);
            }
        }
        for (int i = 0; i < batch.size; i++) {
            bytes += batch.lengthBytes[i];
            pool.release(batch.buffer[i]);
        }
        counters.sent(batch.size, bytes);
        batch.clear();
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return source.frameCount();
    }

    @Override
    public Map<String, Object> details() {
        return frameCount() == 0 ? Map.of() : Map.of("frames", frameCount());
    }

    @Override
    public void close() {
        source.close();
    }
}
