package okko.switchd.openflow.server;

import okko.switchd.openflow.EventMessage;

/** All controllers, as whoever has something to tell them sees them. On the control thread. */
public interface Audience {

    /**
     * Tells all controllers that want to know.
     *
     * @param event that happened
     */
    void tell(EventMessage event);

    /** {@return whether some controller would be told of a packet now} */
    boolean isWaitingForPackets();
}
