package okko.switchd.openflow.server;

import java.util.concurrent.CompletableFuture;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;

/**
 * Carries out what controllers ask for, on the control thread. What concerns only their connection (hello, echo, roles,
 * formats, barriers) never comes here, and neither do changes that a slave asks for.
 */
public interface RequestHandler {

    /**
     * Carries a message out, or begins to, without waiting. Answers go to the controller with the number of the
     * message.
     *
     * @param controller that asks
     * @param xid        of its message
     * @param message    what it asks
     * @param bytes      the message as it came, for later refusals; stay the caller's
     * @return completed on the control thread when it has been answered; with an {@link OpenFlowException} if it comes
     *     to be refused
     * @throws OpenFlowException if it is refused at once
     */
    CompletableFuture<Void> handle(Controller controller, int xid, Message message, byte[] bytes)
            throws OpenFlowException;

    /**
     * Answers a barrier: has all changes that were handled so far put into force.
     *
     * @return completed on the control thread when all datapath threads have them; behind many other barriers when the
     *     tables have them and the datapath soon will (ADR 0045)
     */
    CompletableFuture<Void> settle();

    /**
     * Forgets what belonged to a connection: bundles, monitors.
     *
     * @param controller that is gone
     */
    void gone(Controller controller);
}
