package okko.external.journal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Records every packet that it is sent, and ends it: it is meant to be sent copies, by {@code actions=output:rec,…}.
 * Reads packets only, so that it can be attached in {@code monitor} mode.
 *
 * <p>A packet is copied into a bounded buffer in memory and given back at once; a thread of the recorder's own writes
 * the journal. When that cannot keep up, packets are not recorded, and counted.
 */
public final class Recorder implements Processor {

    private static final long CLOSE_PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long OPEN_PATIENCE_S = 5;
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 1_000_000;
    private static final int SPINS = 10;
    private static final int YIELDS = 20;

    private final EpochNanoClock clock = new SystemEpochNanoClock();
    private final AtomicLong refused = new AtomicLong();
    private final int snapLengthBytes;
    private final HandOver handOver;
    private final WriterAgent writer;
    private final Thread thread;
    private final Consumer<String> lines;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile boolean ending;

    /** Starts recording; for this package's tests with a store of their own. */
    Recorder(RecorderConfig config, RecordStore.Opener opener, Consumer<String> lines) {
        this.lines = lines;
        snapLengthBytes = config.snapLengthBytes();
        handOver = new HandOver(config.handOverBytes());
        writer = new WriterAgent(handOver, opener, SystemNanoClock.INSTANCE, lines);
        // Not an AgentRunner: it ends its agent by interrupting it, and that closes files in the middle of their use.
        thread = Thread.ofPlatform().name(writer.roleName()).daemon().start(this::write);
        awaitStore();
    }

    static Recorder start(RecorderConfig config, Consumer<String> lines) {
        return new Recorder(config,
                () -> ChronicleStore.open(config.directory(), config.limits(), SystemEpochClock.INSTANCE), lines);
    }

    @Override
    public void process(PacketBatch batch) {
        long timeNs = clock.nanoTime();
        int full = 0;
        for (int i = 0, size = batch.size(); i < size; i++) {
            full += handOver.offer(timeNs, batch, i, snapLengthBytes) ? 0 : 1;
            batch.drop(i);
        }
        if (full > 0) {
            refused.setOpaque(refused.getPlain() + full);
        }
    }

    /** {@return packets that are in the journal; any thread may ask} */
    public long recorded() {
        return writer.recorded();
    }

    /** {@return packets that did not get into the journal, for whatever reason; any thread may ask} */
    public long notRecorded() {
        return refused.getOpaque() + writer.lost();
    }

    /** Opening takes about a second the first time, and packets that came meanwhile would not be recorded. */
    private void awaitStore() {
        try {
            opened.await(OPEN_PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        var idle = new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS);
        try {
            writer.doWork();
            opened.countDown();
            while (!ending || !handOver.isEmpty()) { // in this order: nothing is offered once it ends
                idle.idle(writer.doWork());
            }
        } catch (RuntimeException | LinkageError | InternalError e) {
            lines.accept("the journal's thread failed, nothing more is recorded: " + e);
        } finally {
            opened.countDown();
            writer.onClose();
        }
    }

    /** Writes what waits and closes the journal, unless that takes longer than two seconds. */
    @Override
    public void close() {
        long deadlineNs = System.nanoTime() + CLOSE_PATIENCE_NS;
        while (!handOver.offerEnd(clock.nanoTime()) && System.nanoTime() - deadlineNs < 0) {
            Thread.onSpinWait();
        }
        ending = true;
        try {
            thread.join(Duration.ofNanos(Math.max(1, deadlineNs - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String unfinished = thread.isAlive() ? ", the rest still waits for the disk and is given up" : "";
        lines.accept(recorded() + " packets recorded, " + notRecorded() + " not recorded" + unfinished);
    }
}
