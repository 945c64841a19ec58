package okko.switchd.port;

import okko.ringshm.idle.WakeUps;
import okko.switchd.packet.Batch;
import okko.switchd.packet.Source;

/** Receives nothing: in place of a port that is switched off. */
public final class SilentSource implements Source {

    /** Makes one. */
    public SilentSource() {}

    @Override
    public int receive(Batch batch) {
        return 0;
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        // never has packets
    }
}
