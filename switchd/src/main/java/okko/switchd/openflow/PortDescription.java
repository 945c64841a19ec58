package okko.switchd.openflow;

/**
 * A port ({@code struct ofp_port}).
 *
 * @param number           OpenFlow number, as in OpenFlow 1.0 ({@code flow.ReservedPort})
 * @param ethernetAddress  48 bits
 * @param name             at most 63 bytes of UTF-8; in versions before 1.5 at most 15 are sent
 * @param config           bits of {@code enum ofp_port_config} of OpenFlow 1.0
 * @param state            bits of {@code enum ofp_port_state} of OpenFlow 1.0, and {@link #STATE_LIVE}
 * @param current          bits of {@code enum ofp_port_features} of OpenFlow 1.1; so are the next three
 * @param advertised       of them
 * @param supported        of them
 * @param peer             of them
 * @param currentKilobits  speed, per second; 0 if it is not known
 * @param maximumKilobits  speed, per second; 0 if it is not known
 */
public record PortDescription(int number, long ethernetAddress, String name, int config, int state, int current,
        int advertised, int supported, int peer, int currentKilobits, int maximumKilobits) {

    /** In {@link #config}: the port is switched off ({@code OFPPC_PORT_DOWN}). */
    public static final int CONFIG_DOWN = 1;

    /** In {@link #config}: what comes in is dropped ({@code OFPPC_NO_RECV}). */
    public static final int CONFIG_NO_RECEIVE = 1 << 2;

    /** In {@link #config}: floods leave it out ({@code OFPPC_NO_FLOOD}). */
    public static final int CONFIG_NO_FLOOD = 1 << 4;

    /** In {@link #config}: what is to go out is dropped ({@code OFPPC_NO_FWD}). */
    public static final int CONFIG_NO_FORWARD = 1 << 5;

    /** In {@link #config}: controllers get no packets of it ({@code OFPPC_NO_PACKET_IN}). */
    public static final int CONFIG_NO_PACKET_IN = 1 << 6;

    /** In {@link #state}: there is no link ({@code OFPPS_LINK_DOWN}). */
    public static final int STATE_LINK_DOWN = 1;

    /**
     * In {@link #state}, of a switch of OpenFlow 1.1 or later: fast failover groups may use it ({@code OFPPS_LIVE}). Is
     * said of every port that has a link.
     */
    public static final int STATE_LIVE = 1 << 2;
}
