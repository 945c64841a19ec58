package okko.switchd.port;

import okko.ringshm.idle.WakeUps;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Source;

/**
 * Receives from a port and drops what comes in, so that nothing waits there for the time when it is to be received
 * again. What comes back with an answer has not come in: that goes on.
 */
public final class DeafSource implements Source {

    private final Source port;
    private final PortCounters counters;
    private final PacketPool pool;
    private final Batch received;

    /**
     * Puts itself before a port.
     *
     * @param port     to receive from
     * @param counters of the port, for the thread that receives
     * @param pool     of that thread
     * @param most     packets to receive at a time
     */
    public DeafSource(Source port, PortCounters counters, PacketPool pool, int most) {
        received = new Batch(most);
        this.port = port;
        this.counters = counters;
        this.pool = pool;
    }

    @Override
    public int receive(Batch batch) {
        int workCount = port.receive(received);
        int dropped = 0;
        for (int i = 0; i < received.size; i++) {
            if (received.question[i] != null) {
                batch.add(received, i);
            } else {
                pool.release(received.buffer[i]);
                dropped++;
            }
        }
        received.clear();
        if (dropped > 0) {
            counters.drops().add(DropReason.PORT_NO_RECEIVE, dropped);
        }
        return workCount;
    }

    @Override
    public boolean bringsAnswers() {
        return port.bringsAnswers();
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        port.prepareToSleep(wakeUps);
    }
}
