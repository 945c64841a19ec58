package okko.ringshm.attach;

import okko.ringshm.kernel.PeerCredentials;

/** What the switch does about processors that come and go. Called by {@link AttachServer#poll()}, on its thread. */
public interface AttachListener {

    /**
     * A processor wants to attach; user, version and form of the name are in order, and nobody else uses the name.
     *
     * @param name        that it gives
     * @param credentials of its process, from the kernel
     * @return yes with the capacity of its rings, or no with the reason
     */
    AttachDecision attaching(String name, PeerCredentials credentials);

    /**
     * A processor has attached and was told so.
     *
     * @param attachment to be closed when the processor is dead and everything lent to it has been taken back
     */
    void attached(Attachment attachment);

    /**
     * A processor is gone, or going. {@link Loss#CLOSED} may come or not; {@link Loss#DIED} comes once, as the last.
     *
     * @param attachment that was lost
     * @param loss       what is known
     */
    void lost(Attachment attachment, Loss loss);
}
