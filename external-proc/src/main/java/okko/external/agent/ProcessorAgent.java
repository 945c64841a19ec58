package okko.external.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import okko.external.api.BufferShape;
import okko.external.api.PacketBatch;
import okko.external.api.PacketFeed;
import okko.external.api.PacketFeed.Access;
import okko.external.api.Processor;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.idle.Sleeper;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PoolView;
import okko.ringshm.ring.RingConsumer;
import okko.ringshm.ring.RingProducer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;

/**
 * Moves packets of one attachment through one processor; confined to its thread.
 *
 * <p>Every descriptor that is taken goes back, one publication per batch: with the processor's verdict, or marked as
 * dropped if the processor failed on its batch. Packets keep their order; those that the processor originates follow
 * the batch. The agent takes no more than there is room for on the way back.
 */
public final class ProcessorAgent implements Agent, Sleeper {

    /** Most packets in one batch, and most that can be originated with it. */
    public static final int MAX_BATCH = 64;

    private static final int HOUSEKEEPING_MS = 100;
    private static final long HOUSEKEEPING_NS = TimeUnit.MILLISECONDS.toNanos(HOUSEKEEPING_MS);

    private final ProcessorAttachment attachment;
    private final PoolView pool;
    private final RingConsumer fromSwitch;
    private final RingProducer toSwitch;
    private final EmptyBuffers empties;
    private final GuardedProcessor processor;
    private final ProcessorCounters counters;
    private final NanoClock clock;
    private final AgentListener listener;
    private final PacketFeed feed;
    private final PacketBatch batch;
    private final long[] word0 = new long[MAX_BATCH];
    private final long[] word1 = new long[MAX_BATCH];
    private long nextHousekeepingNs;

    /**
     * Connects an attachment and a processor, which stay the caller's to close.
     *
     * @param attachment that no other thread uses
     * @param processor  that sees the packets; started
     * @param counters   to keep
     * @param clock      for signs of life
     * @param listener   hears of each distinct failure of the processor, and that this agent makes progress
     */
    public ProcessorAgent(ProcessorAttachment attachment, Processor processor, ProcessorCounters counters,
            NanoClock clock, AgentListener listener) {
        this.attachment = attachment;
        pool = attachment.pool();
        fromSwitch = attachment.fromSwitch();
        toSwitch = attachment.toSwitch();
        this.counters = counters;
        this.clock = clock;
        this.listener = listener;
        empties = new EmptyBuffers(attachment.emptyBuffers(), pool);
        feed = new PacketFeed(MAX_BATCH, new BufferShape(pool.headroomBytes(), pool.dataRoomBytes()),
                switch (pool.access()) {
                    case READ_WRITE -> Access.WRITABLE;
                    case READ_ONLY -> Access.READ_ONLY;
                });
        batch = feed.batch();
        this.processor = new GuardedProcessor(processor, feed, counters, listener);
        nextHousekeepingNs = clock.nanoTime();
    }

    /**
     * Processes one batch, or lets the processor do what is due without one; every 100 ms gives a sign of life and
     * looks after the switch.
     *
     * @return how many packets went back to the switch
     * @throws AgentTerminationException if the switch has ended or let go of this processor
     * @throws okko.ringshm.ring.RingCorruptException if the switch's side of a ring cannot be true
     */
    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (nowNs - nextHousekeepingNs >= 0) {
            keepHouse(nowNs);
        }
        int ready = fromSwitch.ready(MAX_BATCH);
        int room = toSwitch.room(ready + empties.ready());
        int count = Math.min(ready, room);
        int valid = take(count);
        empties.offer(feed, room - count);
        if (valid > 0 || ready == 0) {
            processor.run();
        }
        int returned = giveBack(valid) + count - valid;
        if (returned > 0) {
            toSwitch.publish();
        }
        return returned;
    }

    /**
     * Leaves in good order: processes what the switch has sent until now, returns the empty buffers, and waits until
     * the switch has taken everything, so that nothing is lost by hanging up afterwards.
     *
     * @param patienceNs how long to try, against a switch that goes on sending or does not take
     * @throws AgentTerminationException if the switch has ended
     */
    public void leave(long patienceNs) {
        long deadlineNs = clock.nanoTime() + patienceNs;
        while (doWork() > 0 && clock.nanoTime() - deadlineNs < 0) {
            Thread.onSpinWait();
        }
        empties.giveBack(toSwitch);
        while (toSwitch.depth() > 0 && clock.nanoTime() - deadlineNs < 0) {
            Thread.onSpinWait();
        }
    }

    /**
     * Packets wake the thread, and empty buffers if there are none; signs of life are given by the clock, and so the
     * thread sleeps no longer than that.
     */
    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        wakeUps.watch(fromSwitch);
        if (empties.ready() == 0) {
            wakeUps.watch(attachment.emptyBuffers());
        }
        wakeUps.noLongerThan(HOUSEKEEPING_MS);
    }

    private void keepHouse(long nowNs) {
        nextHousekeepingNs = nowNs + HOUSEKEEPING_NS;
        attachment.beat(nowNs);
        listener.alive();
        counters.ringDepths(fromSwitch.depth(), toSwitch.depth());
        try {
            if (!attachment.switchIsAlive()) {
                throw new AgentTerminationException("the switch has ended or let go of this processor");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills the batch; a descriptor that names no frame is answered at once. Returns how many are in the batch. */
    private int take(int count) {
        feed.clear();
        int valid = 0;
        for (int i = 0; i < count; i++) {
            long first = fromSwitch.word0(i);
            long second = fromSwitch.word1(i);
            if (pool.holds(first)) {
                feed.add(pool.dataAddress(PacketDescriptor.buffer(first)), PacketDescriptor.offsetBytes(first),
                        PacketDescriptor.lengthBytes(first), PacketDescriptor.port(second),
                        PacketDescriptor.result(second));
                word0[valid] = first;
                word1[valid] = second;
                valid++;
            } else {
                toSwitch.put(first, PacketDescriptor.word1(PacketDescriptor.generation(second), 0,
                        PacketDescriptor.port(second), PacketDescriptor.FLAG_DROP));
            }
        }
        if (count > 0) {
            fromSwitch.release(count);
        }
        if (valid < count) {
            counters.countBadDescriptors(count - valid);
        }
        return valid;
    }

    /** Answers all packets of the batch; returns how many they were. */
    private int giveBack(int valid) {
        int dropped = 0;
        int output = 0;
        for (int i = 0; i < valid; i++) {
            int flags = feed.flags(i);
            dropped += flags & PacketDescriptor.FLAG_DROP;
            output += flags & PacketDescriptor.FLAG_OUTPUT;
            put(i, word0[i], word1[i]);
        }
        int originated = feed.originated();
        for (int i = 0; i < originated; i++) {
            put(valid + i, empties.word0(i), empties.word1(i));
        }
        empties.used(originated);
        if (valid + originated > 0) {
            counters.countReturned(valid, dropped, output / PacketDescriptor.FLAG_OUTPUT);
            counters.countOriginated(originated);
        }
        return valid + originated;
    }

    private void put(int index, long first, long second) {
        toSwitch.put(
                PacketDescriptor.word0(PacketDescriptor.buffer(first), feed.offsetBytes(index),
                        batch.lengthBytes(index)),
                PacketDescriptor.word1(PacketDescriptor.generation(second), batch.result(index), feed.port(index),
                        feed.flags(index)));
    }

    @Override
    public String roleName() {
        return "processor";
    }
}
