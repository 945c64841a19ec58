package okko.switchd.action;

import java.security.SecureRandom;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What the datapath threads of a switch have in common when they execute actions.
 *
 * @param addresses   where stations were seen
 * @param controllers where packets for the controllers wait
 * @param mirrors     where copies go
 * @param clock       of meters and learned addresses
 * @param mapRequests whose maps the controllers are to be sent
 */
public record SharedState(AddressTable addresses, ControllerQueue controllers, Mirrors mirrors, NanoClock clock,
        MapRequests mapRequests) {

    /**
     * Makes one where nobody has asked for maps.
     *
     * @param addresses   where stations were seen
     * @param controllers where packets for the controllers wait
     * @param mirrors     where copies go
     * @param clock       of meters and learned addresses
     */
    public SharedState(AddressTable addresses, ControllerQueue controllers, Mirrors mirrors, NanoClock clock) {
        this(addresses, controllers, mirrors, clock, new MapRequests());
    }

    /** {@return one that knows the same, and in which nothing that happens is seen by others} */
    public SharedState copy() {
        return new SharedState(addresses.copy(), controllers.emptied(), mirrors, clock);
    }

    /** Makes one where nothing is learned, nobody listens and nothing is mirrored, by the clock of this machine. */
    public SharedState() {
        this(Mirrors.NONE);
    }

    /**
     * Makes one where nothing is learned and nobody listens, by the clock of this machine.
     *
     * @param mirrors where copies go
     */
    public SharedState(Mirrors mirrors) {
        this(new AddressTable(new SecureRandom().nextLong()), new ControllerQueue(), mirrors, SystemNanoClock.INSTANCE);
    }
}
