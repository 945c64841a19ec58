package okko.switchd.openflow;

/**
 * What the switch tells a controller by itself (OpenFlow 1.3, 7.3.10): for each kind of message a mask of reasons, bit
 * i for reason i.
 *
 * @param master of a master, or an equal
 * @param slave  of a slave
 */
public record AsyncConfig(Masks master, Masks slave) {

    /**
     * The masks of one role.
     *
     * @param packetIn       of {@code ofp_packet_in_reason}
     * @param portStatus     of {@code ofp_port_reason}
     * @param flowRemoved    of {@code ofp_flow_removed_reason}
     * @param roleStatus     of {@code ofp_controller_role_reason} (1.4)
     * @param tableStatus    of {@code ofp_table_reason} (1.4)
     * @param requestForward of {@code ofp_requestforward_reason} (1.4)
     */
    public record Masks(int packetIn, int portStatus, int flowRemoved, int roleStatus, int tableStatus,
            int requestForward) {}
}
