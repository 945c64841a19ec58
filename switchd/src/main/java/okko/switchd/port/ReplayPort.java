package okko.switchd.port;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.HdrHistogram.Histogram;
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
    private final List<PacketPool> pools;
    private final String file;
    private final Packets packets;

    /** What the file holds: for each receive queue its share of the flows. */
    private final List<List<byte[]>> shares;

    /** The first queue's share, from {@link #fill} to {@link #drain}. */
    private ReplaySource source;

    /** Those of further queues, for as long. */
    private final List<ReplayQueue> further = new ArrayList<>();

    /** What was given at run time, until it is sent; {@code null} otherwise. */
    private ReplaySource given;
    /** The port's own thread's first, then those of others. */
    private final List<ReplaySink> sinks = new ArrayList<>();

    private ReplayPort(List<PacketPool> pools, NanoClock clock, int number, String file, List<byte[]> frames,
            Packets packets) {
        this.pools = pools;
        pool = pools.getFirst();
        this.clock = clock;
        this.number = number;
        this.file = file;
        shares = FlowSpread.over(frames, pools.size());
        this.packets = packets;
        sinks.add(new ReplaySink(pool, counters, clock));
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
        return new ReplayPort(List.of(pool), SystemNanoClock.INSTANCE, number, "no file", List.of(), Packets.FRAMES);
    }

    /**
     * Reads a capture.
     *
     * @param file    capture
     * @param packets what is sent: its frames, which take a buffer each, or copies, which take 64 of them
     * @param number  OpenFlow number of the port
     * @param pools   with enough free buffers when the port is filled, as the thread of each receive queue sees them:
     *                each queue has a share of the flows
     * @return the port, not sending yet
     * @throws IOException           if the file cannot be read, or is not a capture
     * @throws IllegalStateException if the capture is empty, or has a frame that does not fit into a buffer
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
        ReplayPort port = new ReplayPort(pools, clock, number, file.toString(), frames, packets);
        port.requireRoom(file + ": ", frames);
        return port;
    }

    @Override
    public void fill() {
        source = source(shares.getFirst(), pool);
        for (int queue = 1; queue < pools.size(); queue++) {
            further.add(new ReplayQueue(source(shares.get(queue), pools.get(queue)), counters.part()));
        }
    }

    private ReplaySource source(List<byte[]> share, PacketPool ofThread) {
        String what = file + ": ";
        return switch (packets) {
            case FRAMES -> load(what + share.size() + " frames need a buffer each", share, null, ofThread);
            case COPIES -> ReplaySource.ofCopies(ofThread, clock, number,
                    Reservation.of(ofThread, COPIES, what + "copies need " + COPIES + " buffers"),
                    new FrameStore(share));
        };
    }

    private ReplaySource load(String need, List<byte[]> loaded, long[] dueNs, PacketPool ofThread) {
        int[] buffers = Reservation.of(ofThread, loaded.size(), need);
        int[] lengthsBytes = new int[loaded.size()];
        for (int i = 0; i < buffers.length; i++) {
            byte[] frame = loaded.get(i);
            lengthsBytes[i] = frame.length;
            long address = pool.dataAddress(buffers[i]) + pool.headroomBytes();
            UnsafeApi.copyMemory(frame, BufferUtil.ARRAY_BASE_OFFSET, null, address, frame.length);
        }
        return new ReplaySource(ofThread, clock, number, buffers, lengthsBytes, dueNs);
    }

    private void requireRoom(String where, List<byte[]> loaded) {
        for (int i = 0; i < loaded.size(); i++) {
            if (loaded.get(i).length > pool.maxFrameBytes()) {
                throw new IllegalStateException(where + "frame " + (i + 1) + " has " + loaded.get(i).length
                        + " bytes, a buffer holds " + pool.maxFrameBytes() + "; raise pool.dataBytes");
            }
        }
    }

    /** {@return how many frames the file has, 0 without a file; any thread may ask} */
    public int frameCount() {
        return shares.stream().mapToInt(List::size).sum();
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
     * @param request  how long, or how fast: a queue offers the part of the rate that its share of the frames is
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
            starting.start(request.ofQueue((double) starting.frameCount() / frameCount()), listener);
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
     * @param toSend     frames
     * @param patienceNs how long the run may go without progress
     * @param listener   called on the datapath thread when the run has ended
     * @throws IllegalStateException if the pool has too few free buffers, or a frame does not fit into one
     */
    public void startGiven(GivenFrames toSend, long patienceNs, Consumer<ReplayOutcome> listener) {
        if (isRunning()) {
            throw new IllegalStateException("cannot start: a run is under way");
        }
        requireRoom("", toSend.frames());
        given = load(toSend.frames().size() + " frames need a buffer each", toSend.frames(), toSend.dueNs(), pool);
        given.start(new ReplayRequest(new ReplayRequest.Passes(1, 0), patienceNs), outcome -> {
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

    /** {@return an empty table of when packets were due, for a run} */
    public DueTimes newDueTimes() {
        return new DueTimes(pool.bufferCount());
    }

    /**
     * Times from now on how long packets took from when they were due until they arrive here; while all datapath
     * threads stand still.
     *
     * @param dueTimes when they were due; empty to time nothing any more
     */
    public void timeArrivals(Optional<DueTimes> dueTimes) {
        sinks.forEach(sink -> sink.timeArrivals(dueTimes));
    }

    /**
     * Adds the times of packets that have arrived here since {@link #timeArrivals}; while all datapath threads stand
     * still.
     *
     * @param latencies in ns, to add to
     */
    public void addLatencies(Histogram latencies) {
        sinks.forEach(sink -> sink.addLatencies(latencies));
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
        ReplaySink further = new ReplaySink(ofThread, counters.part(), clock);
        sinks.add(further);
        return Optional.of(further);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        int held = source == null ? 0 : source.bufferCount();
        held += further.stream().mapToInt(queue -> queue.frames().bufferCount()).sum();
        return held + (given == null ? 0 : given.bufferCount());
    }

    @Override
    public Map<String, Object> details() {
        return frameCount() == 0 ? Map.of() : Map.of("frames", frameCount());
    }

    @Override
    public void close() {
        // holds nothing of the kernel
    }

    @Override
    public void drain() {
        if (given != null) {
            given.breakOff(); // which ends it
        }
        if (source != null) {
            source.breakOff();
            source.close();
            source = null;
        }
        for (ReplayQueue queue : further) {
            queue.frames().breakOff();
            queue.frames().close();
        }
        further.clear();
    }
}
