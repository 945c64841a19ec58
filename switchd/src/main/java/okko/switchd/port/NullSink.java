package okko.switchd.port;

import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;

/**
 * Counts what it is sent and releases it; for one datapath thread.
 *
 * @param pool     as the thread sees it
 * @param counters that the thread writes
 */
record NullSink(PacketPool pool, PortCounters counters) implements Sink {

    @Override
    public void send(Batch batch) {
        long bytes = 0;
        for (int i = 0; i < batch.size; i++) {
            bytes += batch.lengthBytes[i];
            pool.release(batch.buffer[i]);
        }
        counters.sent(batch.size, bytes);
        batch.clear();
    }
}
