package okko.external.api;

/**
 * User code that runs in an external process, on packets that stay in the switch's pool.
 *
 * <p>Made once per attachment, by its constructor without parameters; confined to one thread.
 */
public interface Processor extends AutoCloseable {

    /**
     * Judges packets. Each starts as "pass with result 0"; change what should differ. The bytes may be read and, in
     * shared mode, written until this method returns; keep no address.
     *
     * @param batch at least one packet
     */
    void process(PacketBatch batch);

    /** Releases what the processor holds; called once, when it is stopped. */
    @Override
    default void close() {}
}
