package okko.switchd.openflow;

/** How packets are sent to a controller; in the order of their numbers on the wire. */
public enum PacketInFormat {
    /** The {@code OFPT_PACKET_IN} of the version. */
    STANDARD,
    /** {@code NXT_PACKET_IN}: with table, cookie and metadata, also in OpenFlow 1.0. */
    NXT_PACKET_IN,
    /** {@code NXT_PACKET_IN2}: as properties. */
    NXT_PACKET_IN2
}
