package okko.switchd.port;

import okko.switchd.packet.ProcessorState;

/** A port behind which a processor is: what it is sent comes back by it, is dropped, or is still there. */
public sealed interface ExternalPort extends Port permits AeronPort, RingPort {

    /**
     * Counts packets that are neither in nor out: the processor has them, or they are on their way around it.
     *
     * @return packets; on the datapath thread
     */
    int packetsUnderWay();

    /** {@return packets that processors of this port have begun themselves; read by any thread} */
    long originated();

    /** {@return how the processor is doing, as this port knows it; read by any thread} */
    ProcessorState state();

    /** {@return false: a processor gets what rules send to it} */
    @Override
    default boolean isFlooded() {
        return false;
    }
}
