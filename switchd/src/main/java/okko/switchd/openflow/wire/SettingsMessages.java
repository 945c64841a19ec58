package okko.switchd.openflow.wire;

import java.util.Optional;
import okko.switchd.openflow.ControllerRole;
import okko.switchd.openflow.EventMessage.RoleReason;
import okko.switchd.openflow.EventMessage.RoleStatus;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PacketInFormat;
import okko.switchd.openflow.SettingsMessage;
import okko.switchd.openflow.SettingsMessage.FlowModTableId;
import okko.switchd.openflow.SettingsMessage.GetAsyncReply;
import okko.switchd.openflow.SettingsMessage.GetAsyncRequest;
import okko.switchd.openflow.SettingsMessage.RoleReply;
import okko.switchd.openflow.SettingsMessage.RoleRequest;
import okko.switchd.openflow.SettingsMessage.SetAsync;
import okko.switchd.openflow.SettingsMessage.SetControllerId;
import okko.switchd.openflow.SettingsMessage.SetFlowFormat;
import okko.switchd.openflow.SettingsMessage.SetPacketInFormat;

/** {@link SettingsMessage} and {@link RoleStatus} in bytes. */
final class SettingsMessages implements Family {

    private static final int ROLE_REQUEST = 24;
    private static final int ROLE_REPLY = 25;
    private static final int GET_ASYNC_REQUEST = 26;
    private static final int GET_ASYNC_REPLY = 27;
    private static final int SET_ASYNC = 28;
    private static final int ROLE_STATUS = 30;

    private static final Kind NICIRA_ROLE_REQUEST = Kind.experimenter(Kind.NICIRA, 10);
    private static final Kind NICIRA_ROLE_REPLY = Kind.experimenter(Kind.NICIRA, 11);
    private static final Kind NICIRA_FLOW_FORMAT = Kind.experimenter(Kind.NICIRA, 12);
    private static final Kind NICIRA_TABLE_ID = Kind.experimenter(Kind.NICIRA, 15);
    private static final Kind NICIRA_PACKET_IN_FORMAT = Kind.experimenter(Kind.NICIRA, 16);
    private static final Kind NICIRA_SET_ASYNC = Kind.experimenter(Kind.NICIRA, 19);
    private static final Kind NICIRA_CONTROLLER_ID = Kind.experimenter(Kind.NICIRA, 20);
    private static final Kind NICIRA_SET_ASYNC_PROPERTIES = Kind.experimenter(Kind.NICIRA, 27);
    private static final Kind ONF_ROLE_STATUS = Kind.experimenter(Kind.ONF, 1911);

    /** Flow formats of {@code NXT_SET_FLOW_FORMAT}. */
    private static final int FORMAT_OPENFLOW_10 = 0;
    private static final int FORMAT_NXM = 2;

    private final OpenFlowVersion version;
    private final AsyncForm async;

    SettingsMessages(OpenFlowVersion version) {
        this.version = version;
        async = new AsyncForm(version);
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        Optional<Message> message = switch (kind.space()) {
            case PLAIN -> version == OpenFlowVersion.V1_0 ? Optional.empty() : plain(kind.type(), body);
            case EXPERIMENTER -> switch (kind.experimenter()) {
                case Kind.NICIRA -> nicira(kind, body);
                case Kind.ONF -> kind.equals(ONF_ROLE_STATUS) && version == OpenFlowVersion.V1_3
                        ? Optional.of(roleStatus(body))
                        : Optional.empty();
                default -> Optional.empty();
            };
            case REQUEST, REPLY, EXPERIMENTER_REQUEST, EXPERIMENTER_REPLY -> Optional.empty();
        };
        if (message.isPresent()) {
            body.end();
        }
        return message;
    }

    private Optional<Message> plain(int type, WireReader body) throws OpenFlowException {
        return switch (type) {
            case ROLE_REQUEST -> {
                ControllerRole role = role(body.u32());
                body.skip(4);
                yield Optional.of(new RoleRequest(role, body.u64()));
            }
            case ROLE_REPLY -> {
                ControllerRole role = role(body.u32());
                body.skip(4);
                yield Optional.of(new RoleReply(role, body.u64()));
            }
            case GET_ASYNC_REQUEST -> Optional.of(new GetAsyncRequest());
            case GET_ASYNC_REPLY -> Optional.of(new GetAsyncReply(async.read(body)));
            case SET_ASYNC -> Optional.of(new SetAsync(async.read(body)));
            case ROLE_STATUS -> version.isAtLeast(OpenFlowVersion.V1_4)
                    ? Optional.of(roleStatus(body))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static ControllerRole role(int number) throws OpenFlowException {
        if (number < 0 || number >= ControllerRole.values().length) {
            throw new OpenFlowException(OpenFlowError.OFPRRFC_BAD_ROLE,
                    "role %s; there are 0 to 3".formatted(Integer.toUnsignedString(number)));
        }
        return ControllerRole.values()[number];
    }

    private static RoleStatus roleStatus(WireReader body) throws OpenFlowException {
        ControllerRole role = role(body.u32());
        int reason = body.u8();
        body.skip(3);
        if (reason >= RoleReason.values().length) {
            throw new OpenFlowException(OpenFlowError.NXBRC_BAD_REASON,
                    "a role's status for reason %d; there are 0 to 2".formatted(reason));
        }
        return new RoleStatus(role, RoleReason.values()[reason], body.u64());
    }

    private Optional<Message> nicira(Kind kind, WireReader body) throws OpenFlowException {
        boolean isFirst = version == OpenFlowVersion.V1_0;
        if (kind.equals(NICIRA_PACKET_IN_FORMAT)) {
            int format = body.u32();
            if (format < 0 || format >= PacketInFormat.values().length) {
                throw new OpenFlowException(OpenFlowError.OFPBRC_EPERM,
                        "format %s of packets; there are 0 to 2".formatted(Integer.toUnsignedString(format)));
            }
            return Optional.of(new SetPacketInFormat(PacketInFormat.values()[format]));
        }
        if (kind.equals(NICIRA_CONTROLLER_ID)) {
            body.skip(2);
            if (body.u32() != 0) {
                throw new OpenFlowException(OpenFlowError.NXBRC_MUST_BE_ZERO,
                        "a controller's number is 16 bits behind 6 bytes that are 0");
            }
            return Optional.of(new SetControllerId(body.u16()));
        }
        if (kind.equals(NICIRA_SET_ASYNC_PROPERTIES) && !version.isAtLeast(OpenFlowVersion.V1_4)) {
            return Optional.of(new SetAsync(AsyncForm.readProperties(body)));
        }
        if (!isFirst) {
            return Optional.empty();
        }
        if (kind.equals(NICIRA_SET_ASYNC)) {
            return Optional.of(new SetAsync(async.read(body)));
        }
        return nicira10(kind, body);
    }

    private static Optional<Message> nicira10(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(NICIRA_ROLE_REQUEST)) {
            return Optional.of(new RoleRequest(roleOfNicira(body.u32()), 0));
        }
        if (kind.equals(NICIRA_ROLE_REPLY)) {
            return Optional.of(new RoleReply(roleOfNicira(body.u32()), 0));
        }
        if (kind.equals(NICIRA_FLOW_FORMAT)) {
            int format = body.u32();
            if (format != FORMAT_OPENFLOW_10 && format != FORMAT_NXM) {
                throw new OpenFlowException(OpenFlowError.OFPBRC_EPERM,
                        "format %s of flows; there are 0 and 2".formatted(Integer.toUnsignedString(format)));
            }
            return Optional.of(new SetFlowFormat(format));
        }
        if (kind.equals(NICIRA_TABLE_ID)) {
            boolean isOn = body.u8() != 0;
            body.skip(7);
            return Optional.of(new FlowModTableId(isOn));
        }
        return Optional.empty();
    }

    private static ControllerRole roleOfNicira(int number) throws OpenFlowException {
        return switch (number) {
            case 0 -> ControllerRole.EQUAL;
            case 1 -> ControllerRole.MASTER;
            case 2 -> ControllerRole.SLAVE;
            default -> throw new OpenFlowException(OpenFlowError.OFPRRFC_BAD_ROLE,
                    "role %s; Nicira's are 0 to 2".formatted(Integer.toUnsignedString(number)));
        };
    }

    private static int niciraNumber(ControllerRole role) {
        return switch (role) {
            case NO_CHANGE, EQUAL -> 0;
            case MASTER -> 1;
            case SLAVE -> 2;
        };
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        boolean isFirst = version == OpenFlowVersion.V1_0;
        switch (message) {
            case RoleRequest(ControllerRole role, long generation) ->
                role(isFirst ? NICIRA_ROLE_REQUEST : Kind.plain(ROLE_REQUEST), role, generation, output);
            case RoleReply(ControllerRole role, long generation) ->
                role(isFirst ? NICIRA_ROLE_REPLY : Kind.plain(ROLE_REPLY), role, generation, output);
            case RoleStatus(ControllerRole role, RoleReason reason, long generation) when !isFirst ->
                output.message(version == OpenFlowVersion.V1_3 ? ONF_ROLE_STATUS : Kind.plain(ROLE_STATUS),
                        writer -> writer.u32(role.ordinal()).u8(reason.ordinal()).zeros(3).u64(generation));
            case GetAsyncRequest _ when !isFirst -> output.message(Kind.plain(GET_ASYNC_REQUEST), _ -> { });
            case GetAsyncReply(var config) when !isFirst ->
                output.message(Kind.plain(GET_ASYNC_REPLY), writer -> async.write(config, writer));
            case SetAsync(var config) ->
                output.message(isFirst ? NICIRA_SET_ASYNC : Kind.plain(SET_ASYNC),
                        writer -> async.write(config, writer));
            case SetPacketInFormat(PacketInFormat format) ->
                output.message(NICIRA_PACKET_IN_FORMAT, writer -> writer.u32(format.ordinal()));
            case SetControllerId(int id) ->
                output.message(NICIRA_CONTROLLER_ID, writer -> writer.zeros(6).u16(id));
            case SetFlowFormat(int format) when isFirst ->
                output.message(NICIRA_FLOW_FORMAT, writer -> writer.u32(format));
            case FlowModTableId(boolean isOn) when isFirst ->
                output.message(NICIRA_TABLE_ID, writer -> writer.u8(isOn ? 1 : 0).zeros(7));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void role(Kind kind, ControllerRole role, long generation, FrameOutput output) {
        output.message(kind, writer -> {
            if (kind.space() == Kind.Space.EXPERIMENTER) {
                writer.u32(niciraNumber(role));
            } else {
                writer.u32(role.ordinal()).zeros(4).u64(generation);
            }
        });
    }
}
