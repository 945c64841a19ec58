package okko.switchd.openflow.server;

import okko.switchd.openflow.ControllerRole;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** One connection with a controller or a tool, as whoever answers its messages sees it. */
public interface Controller {

    /** {@return the number of this connection; no other has or had it} */
    long id();

    /** {@return the version that was agreed on} */
    OpenFlowVersion version();

    /** {@return what it may do; not {@code NO_CHANGE}} */
    ControllerRole role();

    /**
     * Sends a message, as soon as the other side takes it.
     *
     * @param xid     of the message that it answers; 0 for what the switch tells by itself
     * @param message to send
     */
    void send(int xid, Message message);

    /**
     * Refuses a message, with the reason in words if the other side understands it.
     *
     * @param xid     of the message
     * @param refusal why
     * @param frame   the message as it came
     */
    void refuse(int xid, OpenFlowException refusal, byte[] frame);

    /** {@return how many bytes wait for the other side to take them} */
    long waitingBytes();
}
