package okko.switchd.port;

import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;

/** Counts what it is sent, hashes it if asked to, and releases it; for one datapath thread. */
final class ReplaySink implements Sink {

    private final PacketPool pool;
    private final PortCounters counters;
    private ReplayPort.SinkMode mode = ReplayPort.SinkMode.COUNT;
    private long checksum;

    /**
     * Makes the sink.
     *
     * @param pool     as the thread sees it
     * @param counters that the thread writes
     */
    ReplaySink(PacketPool pool, PortCounters counters) {
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

    @Override
    public void send(Batch batch) {
        long bytes = 0;
        if (mode == ReplayPort.SinkMode.CHECKSUM) {
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
}
