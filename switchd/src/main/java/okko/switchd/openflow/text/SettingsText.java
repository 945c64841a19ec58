package okko.switchd.openflow.text;

import java.util.List;
import okko.switchd.openflow.AsyncConfig;
import okko.switchd.openflow.BundleMessage;
import okko.switchd.openflow.BundleMessage.BundleControl;
import okko.switchd.openflow.ControllerRole;
import okko.switchd.openflow.EventMessage.RoleReason;
import okko.switchd.openflow.EventMessage.RoleStatus;
import okko.switchd.openflow.SettingsMessage;

/** What a controller says about its own connection, and bundles. */
final class SettingsText {

    private static final List<String> PACKET_IN = List.of("no_match", "action", "invalid_ttl", "action_set", "group",
            "packet_out");
    private static final List<String> PORT = List.of("add", "delete", "modify");
    private static final List<String> FLOW_REMOVED = List.of("idle", "hard", "delete", "group_delete", "meter_delete",
            "eviction");
    private static final List<String> ROLE = List.of("primary_request", "configuration_changed", "experimenter_data");
    private static final List<String> TABLE = List.of("", "", "", "vacancy_down", "vacancy_up");
    private static final List<String> REQUEST = List.of("group_mod_request", "meter_mod_request");
    private static final List<String> BUNDLE_FLAGS = List.of("atomic", "ordered");

    private SettingsText() {}

    static String print(SettingsMessage message) {
        return switch (message) {
            case SettingsMessage.RoleRequest(ControllerRole role, long generation) -> role(role, generation);
            case SettingsMessage.RoleReply(ControllerRole role, long generation) -> role(role, generation);
            case SettingsMessage.GetAsyncRequest _ -> "\n";
            case SettingsMessage.GetAsyncReply(AsyncConfig config) -> async(config);
            case SettingsMessage.SetAsync(AsyncConfig config) -> async(config);
            case SettingsMessage.SetPacketInFormat set -> " format=" + switch (set.format()) {
                case STANDARD -> "standard";
                case NXT_PACKET_IN -> "nxt_packet_in";
                case NXT_PACKET_IN2 -> "nxt_packet_in2";
            } + "\n";
            case SettingsMessage.SetFlowFormat(int format) -> " format=" + switch (format) {
                case 0 -> "openflow10";
                case 2 -> "nxm";
                default -> Integer.toUnsignedString(format);
            } + "\n";
            case SettingsMessage.FlowModTableId(boolean isOn) -> isOn ? " enable\n" : " disable\n";
            case SettingsMessage.SetControllerId(int id) -> " id=" + id + "\n";
        };
    }

    private static String role(ControllerRole role, long generation) {
        boolean hasGeneration = role == ControllerRole.MASTER || role == ControllerRole.SLAVE;
        return " role=" + name(role) + (hasGeneration ? " generation_id=" + Long.toUnsignedString(generation) : "")
                + "\n";
    }

    private static String name(ControllerRole role) {
        return switch (role) {
            case NO_CHANGE -> "nochange";
            case EQUAL -> "equal";
            case MASTER -> "primary";
            case SLAVE -> "secondary";
        };
    }

    static String status(RoleStatus status) {
        return " role=%s generation_id=%s reason=%s\n".formatted(name(status.role()),
                Long.toUnsignedString(status.generationId()), switch (status.reason()) {
                    case MASTER_REQUEST -> ROLE.getFirst();
                    case CONFIG -> ROLE.get(RoleReason.CONFIG.ordinal());
                    case EXPERIMENTER -> ROLE.getLast();
                });
    }

    private static String async(AsyncConfig config) {
        return "\n primary:\n" + masks(config.master()) + "\n secondary:\n" + masks(config.slave());
    }

    private static String masks(AsyncConfig.Masks masks) {
        return mask("       PACKET_IN:", masks.packetIn(), PACKET_IN)
                + mask("     PORT_STATUS:", masks.portStatus(), PORT)
                + mask("    FLOW_REMOVED:", masks.flowRemoved(), FLOW_REMOVED)
                + mask("     ROLE_STATUS:", masks.roleStatus(), ROLE)
                + mask("    TABLE_STATUS:", masks.tableStatus(), TABLE)
                + mask("  REQUESTFORWARD:", masks.requestForward(), REQUEST);
    }

    private static String mask(String name, int mask, List<String> reasons) {
        return name + " " + (mask == 0 ? "(off)" : Bits.print(mask, " ", reasons)) + "\n";
    }

    static String bundle(BundleControl control) {
        return "\n bundle_id=%s type=%s flags=%s\n".formatted(Integer.toUnsignedString(control.bundleId()),
                control.control(), flags(control.flags()));
    }

    /** Everything of a message in a bundle but that message. */
    static String bundle(BundleMessage.BundleAdd add) {
        return "\n bundle_id=%s flags=%s\n".formatted(Integer.toUnsignedString(add.bundleId()), flags(add.flags()));
    }

    private static String flags(int flags) {
        return Bits.print(flags, " ", BUNDLE_FLAGS);
    }
}
