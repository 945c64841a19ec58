package okko.switchd.openflow.server;

import okko.switchd.openflow.AsyncConfig;
import okko.switchd.openflow.AsyncConfig.Masks;
import okko.switchd.openflow.ControllerRole;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.EventMessage.FlowRemoved;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.openflow.EventMessage.PortStatusMessage;
import okko.switchd.openflow.EventMessage.RoleStatus;
import okko.switchd.openflow.EventMessage.TableStatus;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.packet.PacketInReason;

/** What a controller is told by itself, by its role and wishes (OpenFlow 1.3, 7.3.10). */
final class Interests {

    private static final int ALL_PORT_REASONS = 0x07;
    private static final int PACKET_REASONS_13 = 0x03;
    private static final int PACKET_REASONS_14 = 0x3b;

    private final OpenFlowVersion version;
    private AsyncConfig config;

    /**
     * Begins with what the version has by itself; the same as in Open vSwitch.
     *
     * @param version agreed on
     */
    Interests(OpenFlowVersion version) {
        this.version = version;
        int flowReasons = switch (version) {
            case V1_0 -> 0x07;
            case V1_3 -> 0x0f;
            case V1_4, V1_5 -> 0x3f;
        };
        int packetReasons = version.isAtLeast(OpenFlowVersion.V1_4) ? PACKET_REASONS_14 : PACKET_REASONS_13;
        config = new AsyncConfig(
                new Masks(packetReasons, ALL_PORT_REASONS, flowReasons, 0, 0, 0),
                new Masks(0, ALL_PORT_REASONS, 0, 0, 0, 0));
    }

    /** {@return all of it} */
    AsyncConfig config() {
        return config;
    }

    /**
     * Changes what a controller speaks of, and leaves the rest as it is.
     *
     * @param wanted from now on
     */
    void change(AsyncConfig wanted) {
        config = config.changedBy(wanted);
    }

    /**
     * Says whether a controller of some role is told of an event.
     *
     * @param role  of the controller
     * @param event to tell
     * @return whether it is
     */
    boolean cover(ControllerRole role, EventMessage event) {
        Masks masks = role == ControllerRole.SLAVE ? config.slave() : config.master();
        return switch (event) {
            case PacketInMessage packet -> has(masks.packetIn(), reason(packet.reason()));
            case FlowRemoved removed -> has(masks.flowRemoved(), removed.reason().ordinal());
            case PortStatusMessage status -> has(masks.portStatus(), status.reason().ordinal());
            case RoleStatus _ -> version.isAtLeast(OpenFlowVersion.V1_4); // whatever the mask, as in Open vSwitch
            case TableStatus status -> version.isAtLeast(OpenFlowVersion.V1_4)
                    && has(masks.tableStatus(), status.reason().wire());
        };
    }

    /**
     * Says whether a controller of some role is told of packets, for some reason.
     *
     * @param role of the controller
     * @return whether it is
     */
    boolean coverPackets(ControllerRole role) {
        return (role == ControllerRole.SLAVE ? config.slave() : config.master()).packetIn() != 0;
    }

    /** The reasons that came with 1.4 are refinements of "an action says so", and told as that before. */
    private int reason(PacketInReason reason) {
        int bit = reason.ordinal();
        boolean isRefined = bit > PacketInReason.INVALID_TTL.ordinal();
        return isRefined && !version.isAtLeast(OpenFlowVersion.V1_4) ? PacketInReason.ACTION.ordinal() : bit;
    }

    private static boolean has(int mask, int bit) {
        return (mask >>> bit & 1) != 0;
    }
}
