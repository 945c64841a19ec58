package okko.switchd.action;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What the datapath threads of a switch have in common when they execute actions.
 *
 * @param controllers where packets for the controllers wait
 * @param clock       of meters and learned addresses
 */
public record SharedState(ControllerQueue controllers, NanoClock clock) {

    /** Makes one where nothing is learned and nobody listens, by the clock of this machine. */
    public SharedState() {
        this(new ControllerQueue(), SystemNanoClock.INSTANCE);
    }
}
