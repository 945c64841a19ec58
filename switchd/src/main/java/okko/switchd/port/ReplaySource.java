package okko.switchd.port;

import java.util.Arrays;
import java.util.function.Consumer;
import okko.ringshm.kernel.ThreadCpuClock;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import org.agrona.concurrent.NanoClock;

/**
 * Hands out the frames of a capture from memory, again and again.
 *
 * <p>Each frame has a pool buffer, and one reference to it for ever. Handing it out adds a reference; whoever ends the
 * packet takes that one away. A buffer whose last packet is still under way is waited for: this keeps no more packets
 * in flight than there are buffers, without any queue. Nothing restores the frames, so what rewrites packets in place
 * changes the next pass too; unless the source has a store of frames, and copies the next one into each buffer.
 *
 * <p>Where a rate is asked for, packets come through a {@link ReceiveQueue}, and some are lost there. The next one that
 * gets in is always the capture's next frame: which one is lost, nobody can tell, and the switch sees the capture's mix
 * of flows whatever the loss.
 */
final class ReplaySource {

    private static final long NO_WAIT = Long.MIN_VALUE;

    private final PacketPool pool;
    private final NanoClock clock;
    private final int number;
    private final int[] buffers;
    private final long[] addresses;
    private final int[] lengthsBytes;
    private final long[] dueNs;

    /** What packets are copied from; {@code null} where the frames are in the buffers themselves. */
    private final FrameStore store;

    private ReplayRequest request;

    /** Where packets wait until the switch takes them; {@code null} where they come as fast as it does. */
    private ReceiveQueue queue;

    /** Where to note when packets were due; {@code null} if nobody wants to know. */
    private DueTimes dueTimes;

    private Consumer<ReplayOutcome> listener;
    private boolean handingOut;
    private int nextFrame;
    private int nextBuffer;
    private int home;
    private long notArrived;
    private long passes;
    private long packets;
    private long bytes;
    private long startNs;
    private long startCpuNs;
    private long waitingSinceNs;

    /**
     * Takes over loaded frames.
     *
     * @param pool         that holds them
     * @param clock        for running time
     * @param number       OpenFlow number of the port
     * @param buffers      one per frame, each with one reference, which is the source's now
     * @param lengthsBytes of the frames, which begin behind the headroom
     * @param dueNs        when each may be handed out, counted from the start; {@code null} for at once
     */
    ReplaySource(PacketPool pool, NanoClock clock, int number, int[] buffers, int[] lengthsBytes, long[] dueNs) {
        this(pool, clock, number, buffers, lengthsBytes, dueNs, null);
    }

    private ReplaySource(PacketPool pool, NanoClock clock, int number, int[] buffers, int[] lengthsBytes, long[] dueNs,
            FrameStore store) {
        this.dueNs = dueNs;
        this.store = store;
        this.pool = pool;
        this.clock = clock;
        this.number = number;
        this.buffers = buffers;
        this.lengthsBytes = lengthsBytes;
        addresses = new long[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            addresses[i] = pool.dataAddress(buffers[i]) + pool.headroomBytes();
        }
    }

    /**
     * Makes a source that sends copies.
     *
     * @param pool    that the buffers are from
     * @param clock   for running time
     * @param number  OpenFlow number of the port
     * @param buffers for the copies, each with one reference, which is the source's now
     * @param store   of the frames, none longer than a buffer's room in whole words
     * @return the source
     */
    static ReplaySource ofCopies(PacketPool pool, NanoClock clock, int number, int[] buffers, FrameStore store) {
        int[] lengthsBytes = new int[store.count()];
        Arrays.setAll(lengthsBytes, store::lengthBytes);
        return new ReplaySource(pool, clock, number, buffers, lengthsBytes, null, store);
    }

    int frameCount() {
        return lengthsBytes.length;
    }

    /** {@return how many pool buffers it holds for ever} */
    int bufferCount() {
        return buffers.length;
    }

    boolean isRunning() {
        return request != null;
    }

    /**
     * Begins a run.
     *
     * @param wanted how long
     * @param atEnd  called by {@link #receive} when the run has ended
     */
    void start(ReplayRequest wanted, Consumer<ReplayOutcome> atEnd) {
        request = wanted;
        if (wanted.extent() instanceof ReplayRequest.Offered load) {
            queue = new ReceiveQueue(load);
            dueTimes = load.dueTimes().orElse(null);
        }
        listener = atEnd;
        handingOut = true;
        nextFrame = 0;
        nextBuffer = 0;
        home = 0;
        notArrived = 0;
        passes = 0;
        packets = 0;
        bytes = 0;
        waitingSinceNs = NO_WAIT;
        startCpuNs = ThreadCpuClock.nanoTime();
        startNs = clock.nanoTime();
        wanted.common().begin(startNs);
    }

    /**
     * Adds the next packets of the run.
     *
     * @param batch to fill
     * @return bytes of the packets that were added
     */
    long receive(Batch batch) {
        if (request == null) {
            return 0;
        }
        if (queue != null) {
            queue.arriveUntil(elapsedNs());
        }
        long added = 0;
        int end = batch.size + Math.min(batch.room(), request.window().room(packets));
        int due = due();
        while (due > 0 && batch.size < end && pool.references(buffers[nextBuffer]) == 1) {
            added += handOut(batch, Math.min(due, end - batch.size));
            due = due();
        }
        if (queue != null) {
            queue.lacksBuffer(due > 0 && !batch.isFull());
        }
        if (batch.size > 0) {
            packets += batch.size;
            bytes += added;
            waitingSinceNs = NO_WAIT;
        } else {
            awaitReturn();
        }
        return added;
    }

    /** {@return how many of the next packets may go now, as far as time is concerned} */
    private int due() {
        if (!handingOut) {
            return 0;
        }
        if (queue != null) {
            return queue.ready();
        }
        if (dueNs == null) {
            return Integer.MAX_VALUE;
        }
        return elapsedNs() >= dueNs[nextFrame] ? 1 : 0;
    }

    /**
     * Counted from when the first of the port's queues began, as they are to end together; at a rate, where none must
     * be late from the beginning, from when this one did.
     */
    private long elapsedNs() {
        return clock.nanoTime() - (queue == null ? request.common().startNs() : startNs);
    }

    /** As many packets as there are without another look at anything but their buffers; at least one. */
    private long handOut(Batch batch, int wanted) {
        int firstBuffer = nextBuffer;
        int most = Math.min(wanted, Math.min(lengthsBytes.length - nextFrame, buffers.length - firstBuffer));
        int frame = nextFrame;
        int at = firstBuffer;
        int end = frame + most;
        long added = 0;
        do {
            int buffer = buffers[at];
            if (!pool.retainIfIdle(buffer)) {
                break;
            }
            if (store != null) {
                store.copyTo(addresses[at], frame);
            }
            batch.add(buffer, addresses[at], lengthsBytes[frame], number, 0);
            added += lengthsBytes[frame];
            at++;
            frame++;
        } while (frame < end);
        nextBuffer = at == buffers.length ? 0 : at;
        nextFrame = frame;
        if (frame == lengthsBytes.length) {
            nextFrame = 0;
            passes++;
        }
        if (queue != null) {
            takeFromQueue(firstBuffer, at - firstBuffer);
        } else if (nextFrame == 0) {
            endPass();
        }
        return added;
    }

    private void endPass() {
        if (request.extent() instanceof ReplayRequest.Passes asked && passes >= asked.minimumPasses()
                && elapsedNs() >= asked.minimumNs()) {
            request.common().close();
        }
        handingOut = request.common().mayMake(passes + 1);
    }

    private void takeFromQueue(int firstBuffer, int count) {
        if (dueTimes != null) {
            long firstNumber = queue.next();
            for (int i = 0; i < count; i++) {
                dueTimes.note(buffers[firstBuffer + i], startNs + queue.dueNs(firstNumber + i));
            }
        }
        queue.take(count);
        handingOut = !queue.isOver();
    }

    /** Nothing could be handed out: all has been, or the next frame is not due, or it is still under way. */
    private void awaitReturn() {
        if (handingOut && due() == 0) {
            waitingSinceNs = NO_WAIT;
            return;
        }
        int before = home;
        long notArrivedBefore = notArrived;
        notArrived = request.window().underWay(packets);
        while (!handingOut && home < buffers.length && pool.references(buffers[home]) == 1) {
            home++;
        }
        if (home == buffers.length && notArrived == 0) {
            end(0);
            return;
        }
        long nowNs = clock.nanoTime();
        if (waitingSinceNs == NO_WAIT || home != before || notArrived != notArrivedBefore) {
            waitingSinceNs = nowNs;
        } else if (nowNs - waitingSinceNs > request.patienceNs()) {
            end(countMissing());
        }
    }

    private int countMissing() {
        int missing = 0;
        for (int buffer : buffers) {
            missing += pool.references(buffer) > 1 ? 1 : 0;
        }
        return missing + Math.toIntExact(request.window().underWay(packets));
    }

    private void end(int missing) {
        long elapsedNs = elapsedNs();
        long cpuNs = ThreadCpuClock.nanoTime() - startCpuNs;
        if (queue != null) {
            queue.abandon();
        }
        long offered = queue == null ? packets : queue.offered();
        Losses losses = queue == null ? Losses.NONE : queue.losses();
        Consumer<ReplayOutcome> atEnd = listener;
        request = null;
        listener = null;
        queue = null;
        dueTimes = null;
        atEnd.accept(new ReplayOutcome(passes, packets, bytes, elapsedNs, cpuNs, missing, offered, losses));
    }

    /** Ends the run that is under way, if there is one, as it is. */
    void breakOff() {
        if (request != null) {
            end(countMissing());
        }
    }

    /** Gives the frames back; those under way stay allocated until they come home. */
    void close() {
        for (int buffer : buffers) {
            pool.release(buffer);
        }
    }
}
