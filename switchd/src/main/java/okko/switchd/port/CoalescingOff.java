package okko.switchd.port;

import okko.ringshm.kernel.NetworkInterface;
import okko.ringshm.kernel.NetworkInterface.Coalescing;

/**
 * Keeps the kernel and the card from making one long frame of several that they received, for as long as a port is
 * open: a switch passes on what was on the wire.
 *
 * @param interfaceName of the port
 * @param before        what was set before
 */
record CoalescingOff(String interfaceName, Coalescing before) {

    static CoalescingOff of(String interfaceName) {
        return new CoalescingOff(interfaceName, NetworkInterface.coalesce(interfaceName, Coalescing.OFF));
    }

    /** Sets what was set before; an interface that has gone needs nothing. */
    void restore() {
        if (before == Coalescing.ON) {
            NetworkInterface.coalesce(interfaceName, before);
        }
    }
}
