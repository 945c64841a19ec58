package okko.switchd.openflow.server;

import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.ProgramMessage;

/** All controllers, as whoever has something to tell them sees them. On the control thread. */
public interface Audience {

    /**
     * Tells all controllers that want to know.
     *
     * @param event that happened
     */
    void tell(EventMessage event);

    /**
     * Sends what a map holds to all controllers, and to the tools that have asked for packets.
     *
     * @param contents of a map, or of a part of it
     */
    void send(ProgramMessage.MapContents contents);

    /** {@return whether some controller would be told of a packet now} */
    boolean isWaitingForPackets();

    /**
     * {@return whether some controller expects packets that no rule matches: those of OpenFlow 1.0 have no rule for
     * them}
     */
    boolean expectsMisses();
}
