package okko.switchd.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.PortCounters;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;

/**
 * A port of the switch: where packets come from and go to. Everything but the counters and {@link #details} belongs to
 * one datapath thread once the switch runs, but for what {@link #queues} and {@link #furtherSink} give.
 */
public sealed interface Port extends Source, Sink, AutoCloseable
        permits ExternalPort, InterfacePort, NullPort, PatchPort, PcapPort, ReplayPort {

    /** {@return its receive queues, each for one datapath thread; the first is the port itself, most have no other} */
    default List<Source> queues() {
        return List.of(this);
    }

    /**
     * Makes a sending half for one more datapath thread, beside the one that the port belongs to.
     *
     * @param pool as that thread sees it
     * @return what that thread alone sends by; empty if packets of other threads have to come to the port's own
     */
    default Optional<Sink> furtherSink(PacketPool pool) {
        return Optional.empty();
    }

    /** {@return what went through the port; read by any thread} */
    PortCounters counters();

    /**
     * Counts the pool references that the port keeps between batches, without those lent to a processor. The sum
     * over all ports plus everything lent is what the pool must have handed out: nothing else may hold a packet then.
     *
     * @return references, 0 or more
     */
    int heldReferences();

    /**
     * Tells what the counters do not say; read by any thread.
     *
     * @return numbers and words by name, in the order to show them in
     */
    Map<String, Object> details();

    /**
     * Takes the buffers that the port holds between batches; on the thread that is going to use the port, before it
     * does.
     *
     * @throws IllegalStateException if the pool has too few; the port holds none then
     */
    default void fill() {
        // most hold none
    }

    /**
     * Gives back what the port holds of the kernel: that may take a while, and touches no buffer. Any thread, when none
     * uses the port any more.
     */
    @Override
    void close();

    /** Gives back all buffers, after {@link #close}; on the thread that used the port, or when that has ended. */
    default void drain() {
        // most hold none
    }
}
