package okko.switchd.external;

import java.util.Optional;
import java.util.OptionalInt;
import okko.ringshm.attach.Attachment;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;

/**
 * The port that a processor serves, as its supervisor sees it. Each call is handed on to the datapath thread, which
 * alone touches the rings; calls arrive in order.
 */
public interface ProcessorPort {

    /** {@return the name that a processor must give to serve this port} */
    String name();

    /** {@return what an attachment is given} */
    Terms terms();

    /**
     * What an attachment is given.
     *
     * @param ringCapacity descriptors per ring, a power of two
     * @param trust        how its processor gets at the packets
     * @param copies       size of its own pool, if it is {@linkplain TrustMode#ISOLATED isolated}
     * @param user         whose processes may attach, beside those of the switch's own user and of root
     */
    record Terms(int ringCapacity, TrustMode trust, PoolConfig copies, OptionalInt user) {}

    /** {@return whether the port has cut the processor off by itself, because it broke the rules} */
    boolean hasCutOff();

    /**
     * Begins to feed a processor.
     *
     * @param attachment whose rings the port uses until {@code reclaimed} of {@link #died} is called
     * @param copies     the attachment's own pool, if it is isolated; used as long as the rings
     */
    void attach(Attachment attachment, Optional<PacketPool> copies);

    /** Stops feeding the processor, which gives no sign of life. */
    void suspend();

    /** Feeds the processor again. */
    void resume();

    /** Stops feeding the processor, which has hung up but may be alive; what it returns is taken. */
    void hangUp();

    /** Uses the rings no more; the processor may be alive. */
    void cutOff();

    /**
     * Takes everything back from a processor that is dead for certain.
     *
     * @param reclaimed called on the supervisor's thread when the port has no more to do with the rings
     */
    void died(Runnable reclaimed);
}
