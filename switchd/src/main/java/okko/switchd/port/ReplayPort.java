package okko.switchd.port;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import okko.ringshm.capture.Capture;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;
import okko.switchd.port.PortSpec.Replay.Packets;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Traffic from memory, and the sink that counts it: generator and sink inside the datapath thread, so that nothing but
 * the switch is measured. On a machine with few cores a generator of its own would measure the scheduler.
 *
 * <p>What rewrites packets in place changes what the next pass sends, unless copies are sent: {@link ReplaySource}.
 */
public final class ReplayPort implements Port {

    /** Buffers for packets that are copies: two batches, few enough to stay in the core's nearest cache. */
    private static final int COPIES = 2 * Batch.CAPACITY;

    private final PortCounters counters = new PortCounters();
    private final PacketPool pool;
    private final NanoClock clock;
    private final int number;
    /** What the file holds, for ever; the port's own thread never changes it, so that others may ask for its size. */
    private final ReplaySource source;
    /** Further queues: their shares of the file's flows, which the first queue does not send. */
    private final List<ReplayQueue> further = new ArrayList<>();
    /** What was given at run time, until it is sent; {@code null} otherwise. */
    private ReplaySource given;
    /** The port's own thread's first, then those of others. */
    private final List<ReplaySink> sinks = new ArrayList<>();

    private ReplayPort(List<PacketPool> pools, NanoClock clock, int number, List<byte[]> frames, Packets packets) {
        pool = pools.getFirst();
        this.clock = clock;
        this.number = number;
        sinks.add(new ReplaySink(pool, counters));
        List<List<byte[]>> shares = FlowSpread.over(frames, pools.size());
        source = source(shares.getFirst(), packets, pool);
        for (int queue = 1; queue < pools.size(); queue++) {
            further.add(new ReplayQueue(source(shares.get(queue), packets, pools.get(queue)), counters.part()));
        }
    }

    private ReplaySource source(List<byte[]> frames, Packets packets, PacketPool ofThread) {
        return switch (packets) {
            case FRAMES -> load(frames, null, ofThread);
            case COPIES -> store(frames, ofThread);
        };
    }

    /** What the sink does with each packet before it releases it. */
    public enum SinkMode {
        /** Counts it and its bytes. */
        COUNT,
        /** Also adds a hash of its content to a sum; this reads all of the packet. */
        CHECKSUM
    }

    /**
     * Makes a port that has no file.
     *
     * @param number OpenFlow number of the port
     * @param pool   for packets
     * @return the port
     */
    public static ReplayPort sink(int number, PacketPool pool) {
        return new ReplayPort(List.of(pool), SystemNanoClock.INSTANCE, number, List.of(), Packets.FRAMES);
    }

    /**
     * Loads a capture.
     *
     * @param file    capture
     * @param packets what is sent: its frames, which take a buffer each, or copies, which take 64 of them
     * @param number  OpenFlow number of the port
     * @param pools   with enough free buffers, as the thread of each receive queue sees them: each queue has a share of
     *                the flows
     * @return the port, not sending yet
     * @throws IOException           if the file cannot be read, or is not a capture
     * @throws IllegalStateException if the capture is empty, needs more buffers than the pool has free, or has a frame
     *                               that does not fit into one; no buffer is held then
     */
    public static ReplayPort open(Path file, Packets packets, int number, List<PacketPool> pools)
            throws IOException {
        return open(file, packets, number, pools, SystemNanoClock.INSTANCE);
    }

    static ReplayPort open(Path file, Packets packets, int number, List<PacketPool> pools, NanoClock clock)
            throws IOException {
        Capture capture = Capture.read(file);
        List<byte[]> frames = new ArrayList<>(capture.size());
        for (int i = 0; i < capture.size(); i++) {
            frames.add(capture.frame(i));
        }
        if (frames.isEmpty()) {
            throw new IllegalStateException(file + ": no frames to replay");
        }
        try {
            return new ReplayPort(pools, clock, number, frames, packets);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private ReplaySource load(List<byte[]> frames, long[] dueNs, PacketPool ofThread) {
        requireBuffers(frames.size(), frames.size() + " frames need a buffer each");
        requireRoom(frames);
        int[] buffers = new int[frames.size()];
        int[] lengthsBytes = new int[frames.size()];
        for (int i = 0; i < buffers.length; i++) {
            byte[] frame = frames.get(i);
            buffers[i] = pool.allocate();
            lengthsBytes[i] = frame.length;
            long address = pool.dataAddress(buffers[i]) + pool.headroomBytes();
            UnsafeApi.copyMemory(frame, BufferUtil.ARRAY_BASE_OFFSET, null, address, frame.length);
        }
        return new ReplaySource(ofThread, clock, number, buffers, lengthsBytes, dueNs);
    }

    private ReplaySource store(List<byte[]> frames, PacketPool ofThread) {
        requireBuffers(COPIES, "copies need " + COPIES + " buffers");
        requireRoom(frames);
        int[] buffers = new int[COPIES];
        Arrays.setAll(buffers, _ -> pool.allocate());
        return ReplaySource.ofCopies(ofThread, clock, number, buffers, new FrameStore(frames));
    }

    private void requireBuffers(int count, String need) {
        if (count > pool.freeCount()) {
            throw new IllegalStateException(
                    need + ", the pool has " + pool.freeCount() + " free; raise pool.buffers");
        }
    }

    private void requireRoom(List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).length > pool.maxFrameBytes()) {
                throw new IllegalStateException("frame " + (i + 1) + " has " + frames.get(i).length
                        + " bytes, a buffer holds " + pool.maxFrameBytes() + "; raise pool.dataBytes");
            }
        }
    }

    /** {@return how many frames the file has, 0 without a file; any thread may ask} */
    public int frameCount() {
        return source.frameCount() + further.stream().mapToInt(queue -> queue.frames().frameCount()).sum();
    }

    /** {@return whether a run of the first queue is under way; on the datapath thread} */
    public boolean isRunning() {
        return source.isRunning() || given != null;
    }

    /**
     * Begins a run of a queue; on the datapath thread that polls it. The port has frames, no run is under way, and all
     * queues are begun at once.
     *
     * @param queue    number of the queue, from 0
     * @param request  how long
     * @param listener called on the datapath thread when the run has ended
     */
    public void start(int queue, ReplayRequest request, Consumer<ReplayOutcome> listener) {
        ReplaySource starting = queue == 0 ? source : further.get(queue - 1).frames();
        if (frameCount() == 0 || starting.isRunning() || queue == 0 && given != null) {
            throw new IllegalStateException("cannot start: frames=" + frameCount() + ", running=" + isRunning());
        }
        if (starting.frameCount() == 0) {
            listener.accept(ReplayOutcome.NOTHING); // no flow has come to this queue
        } else {
            starting.start(request, listener);
        }
    }

    @Override
    public List<Source> queues() {
        List<Source> queues = new ArrayList<>();
        queues.add(this);
        queues.addAll(further);
        return queues;
    }

    /**
     * Sends frames that the port has not held before, once, and forgets them; on the datapath thread. No run is under
     * way.
     *
     * @param frames     to send
     * @param patienceNs how long the run may go without progress
     * @param listener   called on the datapath thread when the run has ended
     * @throws IllegalStateException if the pool has too few free buffers, or a frame does not fit into one
     */
    public void startGiven(GivenFrames frames, long patienceNs, Consumer<ReplayOutcome> listener) {
        if (isRunning()) {
            throw new IllegalStateException("cannot start: a run is under way");
        }
        given = load(frames.frames(), frames.dueNs(), pool);
        given.start(new ReplayRequest(1, 0, patienceNs), outcome -> {
            given.close();
            given = null;
            listener.accept(outcome);
        });
    }

    /**
     * Says what to do with packets from now on, and sets the checksum to 0; while all datapath threads stand still.
     *
     * @param mode of the sink
     */
    public void sinkMode(SinkMode mode) {
        sinks.forEach(sink -> sink.mode(mode));
    }

    /** {@return sum of the hashes of frames sent since {@link #sinkMode}; while all datapath threads stand still} */
    public long checksum() {
        return sinks.stream().mapToLong(ReplaySink::checksum).sum();
    }

    @Override
    public int receive(Batch batch) {
        long bytes = given == null ? source.receive(batch) : given.receive(batch);
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
        sinks.getFirst().send(batch);
    }

    @Override
    public Optional<Sink> furtherSink(PacketPool ofThread) {
        ReplaySink further = new ReplaySink(ofThread, counters.part());
        sinks.add(further);
        return Optional.of(further);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        int held = source.bufferCount() + further.stream().mapToInt(queue -> queue.frames().bufferCount()).sum();
        return held + (given == null ? 0 : given.bufferCount());
    }

    @Override
    public Map<String, Object> details() {
        return frameCount() == 0 ? Map.of() : Map.of("frames", frameCount());
    }

    @Override
    public void close() {
        if (given != null) {
            given.close();
        }
        source.close();
        further.forEach(queue -> queue.frames().close());
    }
}
