package okko.switchd.port;

import java.util.Optional;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

/** Counts what it is sent, hashes and times it if asked to, and releases it; for one datapath thread. */
final class ReplaySink implements Sink {

    private final PacketPool pool;
    private final PortCounters counters;
    private final NanoClock clock;
    private ReplayPort.SinkMode mode = ReplayPort.SinkMode.COUNT;
    private long checksum;

    /** When packets were due, and how long they took since; both {@code null} unless packets are timed. */
    private DueTimes dueTimes;
    private Histogram latencies;

    /**
     * Makes the sink.
     *
     * @param pool     as the thread sees it
     * @param counters that the thread writes
     * @param clock    that sources tell by when packets are due
     */
    ReplaySink(PacketPool pool, PortCounters counters, NanoClock clock) {
        this.clock = clock;
        this.pool = pool;
        this.counters = counters;
    }

    /** Sets the checksum to 0. */
    void mode(ReplayPort.SinkMode wanted) {
        mode = wanted;
        checksum = 0;
    }

    long checksum() {
        return checksum;
    }

    /** Times packets from now on, or does not. */
    void timeArrivals(Optional<DueTimes> wanted) {
        dueTimes = wanted.orElse(null);
        latencies = wanted.isPresent() ? Latencies.empty() : null; // all of its memory, before the first packet
    }

    /** Adds what has been timed, if anything. */
    void addLatencies(Histogram all) {
        if (latencies != null) {
            all.add(latencies);
        }
    }

    @Override
    public void send(Batch batch) {
        long bytes = 0;
        if (mode == ReplayPort.SinkMode.CHECKSUM) {
            for (int i = 0; i < batch.size; i++) {
                checksum += FrameHash.of(batch.address[i], batch.lengthBytes[i]);
            }
        }
        if (dueTimes != null) {
            time(batch);
        }
        for (int i = 0; i < batch.size; i++) {
            bytes += batch.lengthBytes[i];
            pool.release(batch.buffer[i]);
        }
        counters.sent(batch.size, bytes);
        batch.clear();
    }

    /** One look at the clock for all of a batch, which arrives at once. */
    private void time(Batch batch) {
        long nowNs = clock.nanoTime();
        for (int i = 0; i < batch.size; i++) {
            long dueNs = dueTimes.of(batch.buffer[i]);
            if (dueNs != DueTimes.UNKNOWN) {
                Latencies.record(latencies, nowNs - dueNs);
            }
        }
    }
}
