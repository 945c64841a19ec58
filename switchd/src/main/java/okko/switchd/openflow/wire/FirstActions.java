package okko.switchd.openflow.wire;

import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/** Actions of OpenFlow 1.0 (5.2.4); what it has no action for is written as Nicira's. */
final class FirstActions implements ActionCodec.VersionActions {

    private static final int OUTPUT = 0;
    private static final int SET_VLAN_ID = 1;
    private static final int SET_VLAN_PRIORITY = 2;
    private static final int STRIP_VLAN = 3;
    private static final int SET_ETHERNET_SOURCE = 4;
    private static final int SET_ETHERNET_DESTINATION = 5;
    private static final int SET_NETWORK_SOURCE = 6;
    private static final int SET_NETWORK_DESTINATION = 7;
    private static final int SET_SERVICE = 8;
    private static final int SET_SOURCE_PORT = 9;
    private static final int SET_DESTINATION_PORT = 10;
    private static final int ENQUEUE = 11;

    private static final int SHORT_BYTES = 8;
    private static final int LONG_BYTES = 16;
    private static final int VLAN_ID = 0xfff;
    private static final int PRIORITY = 7;
    private static final int DSCP_SHIFT = 2;

    private final NiciraActions nicira;

    FirstActions(NiciraActions nicira) {
        this.nicira = nicira;
    }

    @Override
    public Action read(int type, WireReader body) throws OpenFlowException {
        Action action = switch (type) {
            case OUTPUT -> output(body.u16(), body.u16());
            case SET_VLAN_ID -> setVlan(Field.DL_VLAN, body.u16(), VLAN_ID);
            case SET_VLAN_PRIORITY -> setVlan(Field.DL_VLAN_PCP, body.u8(), PRIORITY);
            case STRIP_VLAN -> new Action.PopVlan();
            case SET_ETHERNET_SOURCE -> NiciraActions.set(Field.DL_SRC, body.ethernetAddress());
            case SET_ETHERNET_DESTINATION -> NiciraActions.set(Field.DL_DST, body.ethernetAddress());
            case SET_NETWORK_SOURCE -> NiciraActions.set(Field.NW_SRC, Integer.toUnsignedLong(body.u32()));
            case SET_NETWORK_DESTINATION -> NiciraActions.set(Field.NW_DST, Integer.toUnsignedLong(body.u32()));
            case SET_SERVICE -> NiciraActions.set(Field.NW_TOS, body.u8());
            case SET_SOURCE_PORT -> NiciraActions.set(Field.TP_SRC, body.u16());
            case SET_DESTINATION_PORT -> NiciraActions.set(Field.TP_DST, body.u16());
            case ENQUEUE -> readEnqueue(body);
            default -> throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_TYPE, "no action " + type);
        };
        checkPadding(type, body);
        return action;
    }

    /** All but two have 8 bytes: what is left of those is padding. */
    private static void checkPadding(int type, WireReader body) throws OpenFlowException {
        boolean isLong = type == SET_ETHERNET_SOURCE || type == SET_ETHERNET_DESTINATION || type == ENQUEUE;
        if (body.position() + body.remaining() != (isLong ? LONG_BYTES : SHORT_BYTES) - 4) {
            throw ActionCodec.badLength("action %d has %d bytes".formatted(type, isLong ? LONG_BYTES : SHORT_BYTES));
        }
    }

    /** Makes the action that sends a packet somewhere. */
    static Action output(int port, int maxBytes) throws OpenFlowException {
        if (port == ReservedPort.CONTROLLER) {
            return new Action.Controller(maxBytes);
        }
        if (port >= PortNumbers.FIRST_RESERVED && port < ReservedPort.IN_PORT || port == PortNumbers.NONE) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_OUT_PORT, "no port 0x%04x".formatted(port));
        }
        return new Action.Output(port);
    }

    private static Action setVlan(Field field, int value, int maximum) throws OpenFlowException {
        if (value > maximum) {
            throw NiciraActions.badArgument("%s cannot be %d".formatted(field.label(), value));
        }
        return new Action.SetVlan(field, value);
    }

    private static Action readEnqueue(WireReader body) throws OpenFlowException {
        int port = body.u16();
        body.skip(6);
        if (port >= PortNumbers.FIRST_RESERVED && port != ReservedPort.IN_PORT && port != ReservedPort.LOCAL) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_OUT_PORT, "no queues of port 0x%04x".formatted(port));
        }
        return new Action.Enqueue(port, body.u32());
    }

    @Override
    public void write(Action action, Conditions conditions, WireWriter writer) {
        switch (action) {
            case Action.Output(int port) -> begin(OUTPUT, writer).u16(port).u16(0);
            case Action.Controller controller when controller.isPlain() ->
                begin(OUTPUT, writer).u16(ReservedPort.CONTROLLER).u16(controller.maxBytes());
            case Action.Enqueue(int port, int queue) ->
                writer.u16(ENQUEUE).u16(LONG_BYTES).u16(port).zeros(6).u32(queue);
            case Action.SetVlan(Field field, int value) -> writeVlan(field, value, writer);
            case Action.PopVlan() -> begin(STRIP_VLAN, writer).zeros(4);
            case Action.PushVlan _ -> { } // no message of 1.0 can say it
            case Action.SetField set -> writeSetField(set, conditions, writer);
            default -> nicira.writeForFirst(action, conditions, writer);
        }
    }

    private static WireWriter begin(int type, WireWriter writer) {
        return writer.u16(type).u16(SHORT_BYTES);
    }

    private static void writeVlan(Field field, int value, WireWriter writer) {
        if (field == Field.DL_VLAN) {
            begin(SET_VLAN_ID, writer).u16(value).zeros(2);
        } else {
            begin(SET_VLAN_PRIORITY, writer).u8(value).zeros(3);
        }
    }

    private void writeSetField(Action.SetField set, Conditions conditions, WireWriter writer) {
        long value = set.value().low();
        FieldValue mask = set.mask();
        if (!mask.equals(set.field().exactMask())) {
            nicira.writeLoads(set, conditions, writer);
            return;
        }
        switch (set.field()) {
            case DL_SRC -> writeAddress(SET_ETHERNET_SOURCE, value, writer);
            case DL_DST -> writeAddress(SET_ETHERNET_DESTINATION, value, writer);
            case NW_SRC -> begin(SET_NETWORK_SOURCE, writer).u32((int) value);
            case NW_DST -> begin(SET_NETWORK_DESTINATION, writer).u32((int) value);
            case NW_TOS -> begin(SET_SERVICE, writer).u8((int) value).zeros(3);
            case IP_DSCP -> begin(SET_SERVICE, writer).u8((int) value << DSCP_SHIFT).zeros(3);
            case TP_SRC, TCP_SRC, UDP_SRC -> begin(SET_SOURCE_PORT, writer).u16((int) value).zeros(2);
            case TP_DST, TCP_DST, UDP_DST -> begin(SET_DESTINATION_PORT, writer).u16((int) value).zeros(2);
            case VLAN_VID -> writeVlan(Field.DL_VLAN, (int) value & VLAN_ID, writer);
            case DL_VLAN_PCP -> writeVlan(Field.DL_VLAN_PCP, (int) value, writer);
            case MPLS_LABEL, MPLS_TC, MPLS_TTL -> NiciraActions.writeMpls(set.field(), value, writer);
            default -> nicira.writeLoads(set, conditions, writer);
        }
    }

    private static void writeAddress(int type, long address, WireWriter writer) {
        writer.u16(type).u16(LONG_BYTES).ethernetAddress(address).zeros(6);
    }
}
