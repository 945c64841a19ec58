package okko.switchd.openflow.server;

import java.util.concurrent.CompletableFuture;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/** Carries nothing out. */
public final class RefuseAll implements RequestHandler {

    /** Needs nothing. */
    public RefuseAll() {}

    @Override
    public CompletableFuture<Void> handle(Controller controller, int xid, Message message, byte[] bytes)
            throws OpenFlowException {
        throw new OpenFlowException(OpenFlowError.OFPBRC_EPERM, "nothing can be asked for");
    }

    @Override
    public CompletableFuture<Void> settle() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void gone(Controller controller) {
        // nothing belonged to it
    }
}
