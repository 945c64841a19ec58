package okko.switchd.openflow;

/** What a controller says about its own connection (OpenFlow 1.3, 7.3.9 and 7.3.10, and Nicira's extensions). */
public sealed interface SettingsMessage extends Message {

    /**
     * Asks for a role.
     *
     * @param role         that it wants
     * @param generationId of the election; counts for master and slave only
     */
    record RoleRequest(ControllerRole role, long generationId) implements SettingsMessage {}

    /**
     * The role that a controller has now.
     *
     * @param role         not {@code NO_CHANGE}
     * @param generationId the latest that was heard of
     */
    record RoleReply(ControllerRole role, long generationId) implements SettingsMessage {}

    /** Asks what the switch tells by itself. */
    record GetAsyncRequest() implements SettingsMessage {}

    /**
     * What the switch tells by itself.
     *
     * @param config by role
     */
    record GetAsyncReply(AsyncConfig config) implements SettingsMessage {}

    /**
     * Changes what the switch tells by itself.
     *
     * @param config by role
     */
    record SetAsync(AsyncConfig config) implements SettingsMessage {}

    /**
     * Chooses how packets are sent to this controller ({@code NXT_SET_PACKET_IN_FORMAT}).
     *
     * @param format from now on
     */
    record SetPacketInFormat(PacketInFormat format) implements SettingsMessage {}

    /**
     * Chooses how flows are written in OpenFlow 1.0 ({@code NXT_SET_FLOW_FORMAT}).
     *
     * @param format 0 for {@code OFPST_FLOW}, 2 for {@code NXST_FLOW}
     */
    record SetFlowFormat(int format) implements SettingsMessage {}

    /**
     * Says that the high byte of a flow's command is its table ({@code NXT_FLOW_MOD_TABLE_ID}, OpenFlow 1.0).
     *
     * @param isOn from now on
     */
    record FlowModTableId(boolean isOn) implements SettingsMessage {}

    /**
     * Names the controller, for actions that send to one of them ({@code NXT_SET_CONTROLLER_ID}).
     *
     * @param id 0 to 65,535
     */
    record SetControllerId(int id) implements SettingsMessage {}
}
