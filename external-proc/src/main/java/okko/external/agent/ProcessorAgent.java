package okko.external.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okko.external.api.PacketBatch;
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
 * <p>Every descriptor that is taken goes back, one publication per batch: with the processor's result, or marked as
 * dropped if the processor failed on its batch. Packets keep their order. The agent takes no more than there is room
 * for on the way back.
 */
public final class ProcessorAgent implements Agent, Sleeper {

    /** Most packets in one batch. */
    public static final int MAX_BATCH = 64;

    private static final int HOUSEKEEPING_MS = 100;
    private static final long HOUSEKEEPING_NS = TimeUnit.MILLISECONDS.toNanos(HOUSEKEEPING_MS);
    private static final int MAX_DISTINCT_FAILURES = 100;

    private final ProcessorAttachment attachment;
    private final PoolView pool;
    private final RingConsumer fromSwitch;
    private final RingProducer toSwitch;
    private final Processor processor;
    private final ProcessorCounters counters;
    private final NanoClock clock;
    private final Consumer<String> errorLines;
    private final PacketBatch batch = new PacketBatch(MAX_BATCH);
    private final long[] word0 = new long[MAX_BATCH];
    private final long[] word1 = new long[MAX_BATCH];
    private final Set<String> failuresTold = new HashSet<>();
    private long nextHousekeepingNs;

    /**
     * Connects an attachment and a processor, which stay the caller's to close.
     *
     * @param attachment that no other thread uses
     * @param processor  that sees the packets
     * @param counters   to keep
     * @param clock      for signs of life
     * @param errorLines receives a line for each distinct failure of the processor
     */
    public ProcessorAgent(ProcessorAttachment attachment, Processor processor, ProcessorCounters counters,
            NanoClock clock, Consumer<String> errorLines) {
        this.attachment = attachment;
        pool = attachment.pool();
        fromSwitch = attachment.fromSwitch();
        toSwitch = attachment.toSwitch();
        this.processor = processor;
        this.counters = counters;
        this.clock = clock;
        this.errorLines = errorLines;
        nextHousekeepingNs = clock.nanoTime();
    }

    /**
     * Processes one batch, and every 100 ms gives a sign of life and looks after the switch.
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
        if (ready == 0) {
            return 0;
        }
        int count = Math.min(ready, toSwitch.room(ready));
        if (count > 0) {
            int valid = take(count);
            runProcessor(valid);
            giveBack(valid);
        }
        return count;
    }

    /** Packets wake the thread; signs of life are given by the clock, and so the thread sleeps no longer than that. */
    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        wakeUps.watch(fromSwitch);
        wakeUps.noLongerThan(HOUSEKEEPING_MS);
    }

    private void keepHouse(long nowNs) {
        nextHousekeepingNs = nowNs + HOUSEKEEPING_NS;
        attachment.beat(nowNs);
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
        batch.clear();
        int valid = 0;
        for (int i = 0; i < count; i++) {
            long first = fromSwitch.word0(i);
            long second = fromSwitch.word1(i);
            if (pool.holds(first)) {
                batch.add(pool.frameAddress(first), PacketDescriptor.lengthBytes(first), PacketDescriptor.port(second));
                word0[valid] = first;
                word1[valid] = second;
                valid++;
            } else {
                toSwitch.put(first, answer(second, 0, PacketDescriptor.FLAG_DROP));
            }
        }
        fromSwitch.release(count);
        if (valid < count) {
            counters.countBadDescriptors(count - valid);
        }
        return valid;
    }

    private void runProcessor(int valid) {
        if (valid == 0) {
            return;
        }
        try {
            processor.process(batch);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            for (int i = 0; i < valid; i++) {
                batch.drop(i);
            }
            tell(e);
        }
    }

    private void tell(Throwable failure) {
        counters.countFailure();
        if (failuresTold.size() < MAX_DISTINCT_FAILURES && failuresTold.add(failure.toString())) {
            errorLines.accept("the processor failed, its batch is dropped: " + failure);
        }
    }

    private void giveBack(int valid) {
        int dropped = 0;
        for (int i = 0; i < valid; i++) {
            int flags = batch.flags(i);
            dropped += flags & PacketDescriptor.FLAG_DROP;
            toSwitch.put(word0[i], answer(word1[i], batch.result(i), flags));
        }
        toSwitch.publish();
        counters.countReturned(valid - dropped, dropped);
    }

    private static long answer(long question, int result, int flags) {
        return PacketDescriptor.word1(PacketDescriptor.generation(question), result, PacketDescriptor.port(question),
                flags);
    }

    @Override
    public String roleName() {
        return "processor";
    }
}
