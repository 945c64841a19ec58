package okko.external.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okko.external.api.Metrics;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;
import okko.external.api.Settings;
import org.agrona.BitUtil;
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

    private static final long DEFAULT_MAX_BYTES = 1L << 30;
    private static final int DEFAULT_BUFFER_BYTES = 16 << 20;
    private static final int MAX_BUFFER_BYTES = 1 << 30;
    private static final long DEFAULT_ROLL_S = 3_600;
    private static final long MAX_ROLL_S = 366L * 24 * 3_600;

    private final EpochNanoClock clock = new SystemEpochNanoClock();
    private final CountDownLatch opened = new CountDownLatch(1);
    private Metrics.Counter recordedCount;
    private Metrics.Counter notRecordedCount;
    private int snapLengthBytes;
    private HandOver handOver;
    private WriterAgent writer;
    private Thread thread;
    private Consumer<String> lines;
    private long refused;
    private volatile boolean ending;

    /** Makes a recorder, to be started. */
    public Recorder() {}

    /**
     * Begins to record. Settings: {@code dir} (must be given), {@code max-bytes} of the whole journal, {@code
     * roll-seconds} until a new file is begun, {@code snaplen} bytes of each frame, {@code buffer-bytes} of memory for
     * packets that wait to be written.
     */
    @Override
    public void start(ProcessorContext context) {
        RecorderConfig config = config(context.settings());
        start(config, context.metrics(), line -> System.err.println("okko journal: " + line),
                () -> ChronicleStore.open(config.directory(), config.limits(), SystemEpochClock.INSTANCE));
    }

    private static RecorderConfig config(Settings settings) {
        Path directory = Path.of(settings.text("dir"));
        long maxBytes = settings.number("max-bytes", DEFAULT_MAX_BYTES, JournalLimits.MIN_BYTES, Long.MAX_VALUE);
        long rollS = settings.number("roll-seconds", DEFAULT_ROLL_S, 1, MAX_ROLL_S);
        int snapLength = (int) settings.number(
                "snaplen", RecorderConfig.MAX_FRAME_BYTES, 1, RecorderConfig.MAX_FRAME_BYTES);
        int bufferBytes = (int) settings.number("buffer-bytes", DEFAULT_BUFFER_BYTES,
                RecorderConfig.MIN_HAND_OVER_BYTES, MAX_BUFFER_BYTES);
        return new RecorderConfig(directory, new JournalLimits(maxBytes, TimeUnit.SECONDS.toNanos(rollS)), snapLength,
                BitUtil.findNextPositivePowerOfTwo(bufferBytes));
    }

    /** Begins to record to a store; of this package's tests too, with stores of theirs. */
    void start(RecorderConfig config, Metrics metrics, Consumer<String> itsLines, RecordStore.Opener store) {
        lines = itsLines;
        snapLengthBytes = config.snapLengthBytes();
        recordedCount = metrics.counter("recorded_packets", "Packets that are in the journal.");
        notRecordedCount = metrics.counter("not_recorded_packets", "Packets that the journal could not take.");
        handOver = new HandOver(config.handOverBytes());
        writer = new WriterAgent(handOver, store, SystemNanoClock.INSTANCE, lines);
        // Not an AgentRunner: it ends its agent by interrupting it, and that closes files in the middle of their use.
        thread = Thread.ofPlatform().name(writer.roleName()).daemon().start(this::write);
        awaitStore();
    }

    @Override
    public void process(PacketBatch batch) {
        long timeNs = clock.nanoTime();
        for (int i = 0, size = batch.size(); i < size; i++) {
            refused += handOver.offer(timeNs, batch, i, snapLengthBytes) ? 0 : 1;
            batch.drop(i);
        }
        count();
    }

    @Override
    public void idle(PacketBatch batch) {
        count();
    }

    /** Counters have one writer, this thread; what it says of the other thread's work is as recent as can be. */
    private void count() {
        recordedCount.add(recorded() - recordedCount.value());
        notRecordedCount.add(notRecorded() - notRecordedCount.value());
    }

    /** Packets that are in the journal. */
    long recorded() {
        return writer.recorded();
    }

    /** Packets that did not get into the journal, for whatever reason; for the processor's thread. */
    long notRecorded() {
        return refused + writer.lost();
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
        if (thread == null) {
            return; // never started
        }
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
        count();
        String unfinished = thread.isAlive() ? ", the rest still waits for the disk and is given up" : "";
        lines.accept(recorded() + " packets recorded, " + notRecorded() + " not recorded" + unfinished);
    }
}
