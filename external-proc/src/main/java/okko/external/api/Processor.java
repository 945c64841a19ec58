package okko.external.api;

import java.io.IOException;

/**
 * User code that runs in an external process, on packets that stay in the switch's pool.
 *
 * <p>One instance serves a process for its life: made by its constructor without parameters, {@linkplain #start
 * started}, shown packets, {@linkplain #close closed}. When the switch restarts, the same instance goes on with the
 * next attachment and keeps what it knows. All calls come from one thread, the same for all.
 */
public interface Processor extends AutoCloseable {

    /**
     * Gets ready, before the first attachment. Settings that the user gave and this method did not ask for are an
     * error, so ask for all.
     *
     * @param context name, settings, metrics and clock; may be kept
     * @throws IOException              if a file or another resource cannot be had; ends the process with its message
     * @throws IllegalArgumentException if a setting makes no sense; ends the process with its message
     */
    default void start(ProcessorContext context) throws IOException {}

    /**
     * Judges packets. Each starts as "pass with result 0"; change what should differ. The bytes may be read and, if the
     * batch {@linkplain PacketBatch#isWritable is writable}, changed until this method returns; keep no address.
     *
     * <p>If it throws, the whole batch is dropped, the failure is counted and told, and the next batch comes.
     *
     * @param batch at least one packet
     */
    void process(PacketBatch batch);

    /**
     * Does what is due without packets; may {@linkplain PacketBatch#originate originate} some. Called while no packets
     * wait: again and again, or every 100 ms if the process sleeps meanwhile. Under steady traffic it may not be called
     * for long, so what must not be late is looked after in {@link #process} as well.
     *
     * @param batch no packets
     */
    default void idle(PacketBatch batch) {}

    /** Releases what the processor holds; called once, when it is stopped, also if {@link #start} failed. */
    @Override
    default void close() {}
}
