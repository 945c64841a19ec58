package okko.switchd.port;

import okko.ringshm.idle.WakeUps;
import okko.switchd.packet.Batch;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Source;

/**
 * A share of a replay port's flows, for a datapath thread of its own.
 *
 * @param frames   of these flows
 * @param counters that the thread writes
 */
record ReplayQueue(ReplaySource frames, PortCounters counters) implements Source {

    @Override
    public int receive(Batch batch) {
        long bytes = frames.receive(batch);
        if (batch.size > 0) {
            counters.received(batch.size, bytes);
        }
        return batch.size;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        if (frames.isRunning()) {
            wakeUps.noLongerThan(0); // also while it waits for packets: what comes home tells nobody
        }
    }
}
