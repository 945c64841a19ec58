package okko.switchd.port;

import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;

/** Drops all that is to go out of a port. */
public final class ClosedSink implements Sink {

    private final PortCounters counters;
    private final PacketPool pool;
    private final DropReason reason;

    /**
     * Stands in for a port.
     *
     * @param counters of the port
     * @param pool     of the thread that the port belongs to
     * @param reason   why it drops
     */
    public ClosedSink(PortCounters counters, PacketPool pool, DropReason reason) {
        this.counters = counters;
        this.pool = pool;
        this.reason = reason;
    }

    @Override
    public void send(Batch batch) {
        counters.drops().add(reason, batch.size);
        for (int i = 0; i < batch.size; i++) {
            pool.release(batch.buffer[i]);
        }
        batch.clear();
    }
}
