package okko.switchd.port;

import java.util.Map;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;

/** Receives nothing; what it is sent it counts and releases. */
public final class NullPort implements Port {

    private final PortCounters counters = new PortCounters();
    private final PacketPool pool;

    /**
     * Makes the port.
     *
     * @param pool that packets are released to
     */
    public NullPort(PacketPool pool) {
        this.pool = pool;
    }

    @Override
    public int receive(Batch batch) {
        return 0;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        // never has packets
    }

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

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public int heldReferences() {
        return 0;
    }

    @Override
    public Map<String, Object> details() {
        return Map.of();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
