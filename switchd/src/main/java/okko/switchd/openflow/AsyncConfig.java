package okko.switchd.openflow;

/**
 * What the switch tells a controller by itself (OpenFlow 1.3, 7.3.10): for each kind of message a mask of reasons, bit
 * i for reason i.
 *
 * @param master of a master, or an equal
 * @param slave  of a slave
 */
public record AsyncConfig(Masks master, Masks slave) {

    /** In place of a mask: it stays what it is; a controller need not speak of all of them. */
    public static final int UNCHANGED = -1;

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
            int requestForward) {

        private Masks changedBy(Masks change) {
            return new Masks(changed(packetIn, change.packetIn), changed(portStatus, change.portStatus),
                    changed(flowRemoved, change.flowRemoved), changed(roleStatus, change.roleStatus),
                    changed(tableStatus, change.tableStatus), changed(requestForward, change.requestForward));
        }

        private static int changed(int mask, int change) {
            return change == UNCHANGED ? mask : change;
        }
    }

    /**
     * Applies what a controller said.
     *
     * @param change new masks, or {@link #UNCHANGED}
     * @return the masks from now on
     */
    public AsyncConfig changedBy(AsyncConfig change) {
        return new AsyncConfig(master.changedBy(change.master), slave.changedBy(change.slave));
    }
}
