package okko.switchd.packet;

/** Why a packet ended inside the switch. Every packet leaves by a port or by exactly one of these. */
public enum DropReason {
    /** The rule says drop, or has no action. */
    FLOW_DROP("flow_drop"),
    /** No rule matched. */
    TABLE_MISS("table_miss"),
    /** Rules sent it back to the tables too often, or too deep. */
    TOO_DEEP("too_deep"),
    /** It was written and had to be looked up again too often. */
    TOO_MANY_PASSES("too_many_passes"),
    /** A program said to drop the packet. */
    PROGRAM_DROP("program_drop"),
    /** A program failed over the packet. */
    PROGRAM_ABORTED("program_aborted"),
    /** The program that is to be run is not loaded. */
    NO_SUCH_PROGRAM("no_such_program"),
    /** The output port is the one that the packet came in by. */
    OUTPUT_TO_INPUT("output_to_input"),
    /** The output port does not exist (any more). */
    NO_SUCH_PORT("no_such_port"),
    /** The time to live was over: it could not be decremented. */
    TTL_EXPIRED("ttl_expired"),
    /** The meter's rate was exceeded. */
    METER_EXCEEDED("meter_exceeded"),
    /** There is no room before the frame for another tag or label. */
    NO_HEADROOM("no_headroom"),
    /** To be flooded, and there is no port but the one that the packet came in by. */
    NO_OTHER_PORT("no_other_port"),
    /** To be switched as normal, and sent to an address that bridges keep to themselves (IEEE 802.1D, table 7-10). */
    RESERVED_ADDRESS("reserved_address"),
    /** To be sent to the controllers, and there is none. */
    NO_CONTROLLER("no_controller"),
    /** To be sent to the controllers, which are too slow. */
    CONTROLLER_FULL("controller_full"),
    /** The frame is shorter than an Ethernet header. */
    RUNT("runt"),
    /** The frame does not fit into a buffer. */
    TOO_LONG("too_long"),
    /** No buffer was free, to receive the frame or to copy it for a further output. */
    NO_BUFFER("no_buffer"),
    /** The port is switched off, by {@code okko ctl port down}. */
    PORT_DOWN("port_down"),
    /** It came in by a port that is not to receive, a controller said. */
    PORT_NO_RECEIVE("port_no_receive"),
    /** It was to go out by a port that is not to send, a controller said. */
    PORT_NO_FORWARD("port_no_forward"),
    /** No rule matched, and it came in by a port of which the controllers are to get nothing. */
    PORT_NO_PACKET_IN("port_no_packet_in"),
    /** Patch ports have sent the packet round too often. */
    TOO_MANY_HOPS("too_many_hops"),
    /** The kernel, or the device behind the port, did not take the frame. */
    TRANSMIT_FAILED("transmit_failed"),
    /** The thread that the output port belongs to has too many packets of another thread before it. */
    HAND_OVER_FULL("hand_over_full"),
    /** No processor is attached to the ring port. */
    PROCESSOR_ABSENT("processor_absent"),
    /** The processor is too slow: its ring is full, or it holds as many buffers as it may. */
    PROCESSOR_BUSY("processor_busy"),
    /** The processor gave no sign of life for too long; it is not fed until it does. */
    PROCESSOR_SILENT("processor_silent"),
    /** The processor died while it held the packet. */
    PROCESSOR_DIED("processor_died"),
    /** A copy that was sent to the processor came back malformed, in memory that failed, or not with its answers. */
    PROCESSOR_LOST("processor_lost"),
    /** The processor said to drop the packet. */
    PROCESSOR_DROP("processor_drop"),
    /** The switch failed over the packet, in a filter for instance: a defect, or failed memory; the log says. */
    FAULT("fault");

    private final String label;

    DropReason(String label) {
        this.label = label;
    }

    /** {@return the name in counters and reports} */
    public String label() {
        return label;
    }
}
