package okko.switchd.action;

import java.security.SecureRandom;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What the datapath threads of a switch have in common when they execute actions.
 *
 * @param addresses   where stations were seen
 * @param controllers where packets for the controllers wait
 * @param clock       of meters and learned addresses
 */
public record SharedState(AddressTable addresses, ControllerQueue controllers, NanoClock clock) {

    /** Makes one where nothing is learned and nobody listens, by the clock of this machine. */
    public SharedState() {
        this(new AddressTable(new SecureRandom().nextLong()), new ControllerQueue(), SystemNanoClock.INSTANCE);
    }
}
