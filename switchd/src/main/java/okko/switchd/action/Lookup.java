package okko.switchd.action;

import okko.switchd.packet.Packet;

/** Finds the steps for a packet in the middle of its way: what stands before the actions, seen from there. */
public interface Lookup {

    /**
     * Parses the packet and finds its steps.
     *
     * @param packet       as it is now
     * @param continuation what remains to be done
     * @return first step of it
     */
    Step find(Packet packet, Continuation continuation);
}
