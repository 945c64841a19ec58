package okko.switchd.openflow;

/** Changes that are made together or not at all (OpenFlow 1.4, 7.3.9; in 1.3 as ONF's extension 230). */
public sealed interface BundleMessage extends Message {

    /** Messages take effect in their order ({@code OFPBF_ORDERED}). */
    int FLAG_ORDERED = 2;

    /** All messages take effect at once for any packet ({@code OFPBF_ATOMIC}). */
    int FLAG_ATOMIC = 1;

    /** What becomes of a bundle, or became of it; in the order of their numbers on the wire. */
    enum Control {
        /** Begins one. */
        OPEN_REQUEST,
        /** It has begun. */
        OPEN_REPLY,
        /** Ends the adding of messages. */
        CLOSE_REQUEST,
        /** It has been ended. */
        CLOSE_REPLY,
        /** Carries it out. */
        COMMIT_REQUEST,
        /** It has been carried out. */
        COMMIT_REPLY,
        /** Forgets it. */
        DISCARD_REQUEST,
        /** It has been forgotten. */
        DISCARD_REPLY
    }

    /**
     * Asks for a bundle to be begun, ended, carried out or forgotten, or answers.
     *
     * @param bundleId chosen by the controller
     * @param control  what
     * @param flags    {@link #FLAG_ATOMIC} and {@link #FLAG_ORDERED}
     */
    record BundleControl(int bundleId, Control control, int flags) implements BundleMessage {}

    /**
     * Adds a message to a bundle.
     *
     * @param bundleId chosen by the controller
     * @param flags    as in {@link BundleControl}
     * @param xid      of the message inside
     * @param message  to be carried out with the bundle
     * @param bytes    the message inside as it came, for errors about it; empty when it is to be sent
     */
    record BundleAdd(int bundleId, int flags, int xid, Message message, byte[] bytes) implements BundleMessage {}
}
