package okko.switchd.port;

/** A restriction of a port, by a controller (OpenFlow 1.0, {@code enum ofp_port_config}). */
public enum PortSetting {
    /** What comes in is dropped. */
    NO_RECEIVE,
    /** Floods leave it out. */
    NO_FLOOD,
    /** What is to go out is dropped. */
    NO_FORWARD,
    /** Of what comes in and no rule matches, the controllers get nothing. */
    NO_PACKET_IN
}
