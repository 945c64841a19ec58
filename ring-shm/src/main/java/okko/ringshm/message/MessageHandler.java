package okko.ringshm.message;

/** Takes messages as they come. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Looks at a message. The memory may be a peer's: what is read twice may differ.
     *
     * @param message     address
     * @param lengthBytes of it, 0 or more
     * @return false to be shown the same message again at the next poll, before any other
     */
    boolean onMessage(long message, int lengthBytes);
}
