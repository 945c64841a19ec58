package okko.switchd.port;

import okko.switchd.packet.ProcessorState;

/** A port behind which a processor is: what it is sent comes back by it, is dropped, or is still there. */
public sealed interface ExternalPort extends Port permits AeronPort, RingPort {

    /** {@return how many packets the processor has; read by any thread} */
    int lent();

    /** {@return how the processor is doing, as this port knows it; read by any thread} */
    ProcessorState state();
}
