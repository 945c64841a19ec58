package okko.switchd.port;

import okko.switchd.packet.ProcessorState;

/** A port behind which a processor is: what it is sent comes back by it, is dropped, or is still there. */
public sealed interface ExternalPort extends Port permits AeronPort, RingPort {

    /** {@return how many packets the processor has, and empty buffers for some; read by any thread} */
    int lent();

    /**
     * Counts packets that are neither in nor out; on the datapath thread.
     *
     * @return packets that the processor has, or that are on their way around it
     */
    int packetsUnderWay();

    /** {@return packets that processors of this port have begun themselves; read by any thread} */
    long originated();

    /** {@return how the processor is doing, as this port knows it; read by any thread} */
    ProcessorState state();
}
