package okko.switchd.port;

import okko.ringshm.idle.WakeUps;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;

/** Stands in for a port that is switched off: receives nothing, and drops what it is sent. */
public final class SwitchedOff implements Source, Sink {

    private final PortCounters counters;
    private final PacketPool pool;

    /**
     * Makes the stand-in.
     *
     * @param counters of the port
     * @param pool     of the thread that uses the port
     */
    public SwitchedOff(PortCounters counters, PacketPool pool) {
        this.counters = counters;
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
        counters.drops().add(DropReason.PORT_DOWN, batch.size);
        for (int i = 0; i < batch.size; i++) {
            pool.release(batch.buffer[i]);
        }
        batch.clear();
    }
}
