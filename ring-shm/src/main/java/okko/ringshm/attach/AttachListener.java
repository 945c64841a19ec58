package okko.ringshm.attach;

import okko.ringshm.kernel.PeerCredentials;

/** What the switch does about processors that come and go. Called by {@link AttachServer#poll()}, on its thread. */
public interface AttachListener {

    /**
     * Says whether processes of a user may ask at all; others are hung up on before they have said a word. Unless told
     * otherwise, those of this process's own user and of root.
     *
     * @param uid effective user of somebody who connected
     * @return false to refuse
     */
    default boolean mayCall(int uid) {
        return uid == 0 || uid == PeerCredentials.self().uid();
    }

    /**
     * A processor wants to attach; version and form of the name are in order, and nobody else uses the name. Its user
     * is one who {@linkplain #mayCall may call}; whether by this name is to be decided here.
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
