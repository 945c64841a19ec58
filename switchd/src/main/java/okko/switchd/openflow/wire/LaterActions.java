package okko.switchd.openflow.wire;

import okko.ringshm.wire.Ethernet;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldCode;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** Actions of OpenFlow 1.3 (7.2.5) and 1.5 (7.2.6); what they have no action for is written as Nicira's. */
final class LaterActions implements ActionCodec.VersionActions {

    private static final int OUTPUT = 0;
    private static final int SET_MPLS_TTL = 15;
    private static final int DEC_MPLS_TTL = 16;
    private static final int PUSH_VLAN = 17;
    private static final int POP_VLAN = 18;
    private static final int PUSH_MPLS = 19;
    private static final int POP_MPLS = 20;
    private static final int SET_QUEUE = 21;
    private static final int GROUP = 22;
    private static final int SET_TTL = 23;
    private static final int DEC_TTL = 24;
    private static final int SET_FIELD = 25;
    private static final int COPY_FIELD = 28;
    private static final int METER = 29;

    private static final int SHORT_BYTES = 8;
    private static final int OUTPUT_BYTES = 16;
    private static final int HEADER_BYTES = 4;
    private static final int DSCP_SHIFT = 2;

    private final OpenFlowVersion version;
    private final NiciraActions nicira;
    private final FieldCodec fields;

    LaterActions(OpenFlowVersion version, NiciraActions nicira) {
        this.version = version;
        this.nicira = nicira;
        fields = nicira.ownFields();
    }

    private boolean isLast() {
        return version == OpenFlowVersion.V1_5;
    }

    @Override
    public Action read(int type, WireReader body) throws OpenFlowException {
        Action action = readBody(type, body);
        if (type != SET_FIELD && type != COPY_FIELD && body.position() + body.remaining() != bodyBytes(type)) {
            throw ActionCodec.badLength("action %d has %d bytes".formatted(type, bodyBytes(type) + HEADER_BYTES));
        }
        return action;
    }

    private Action readBody(int type, WireReader body) throws OpenFlowException {
        return switch (type) {
            case OUTPUT -> FirstActions.output(PortNumbers.ofWide(body.u32()), body.u16());
            case SET_MPLS_TTL -> NiciraActions.set(Field.MPLS_TTL, body.u8());
            case DEC_MPLS_TTL -> new Action.DecMplsTtl();
            case PUSH_VLAN -> new Action.PushVlan(vlanType(body.u16()));
            case POP_VLAN -> new Action.PopVlan();
            case PUSH_MPLS -> new Action.PushMpls(NiciraActions.mplsType(body.u16()));
            case POP_MPLS -> new Action.PopMpls(body.u16());
            case SET_QUEUE -> new Action.SetQueue(body.u32());
            case GROUP -> new Action.Group(body.u32());
            case SET_TTL -> NiciraActions.set(Field.NW_TTL, body.u8());
            case DEC_TTL -> new Action.DecTtl();
            case SET_FIELD -> readSetField(body);
            case COPY_FIELD -> {
                if (!isLast()) {
                    throw unknown(type);
                }
                yield NiciraActions.readCopyField(body);
            }
            case METER -> {
                if (!isLast()) {
                    throw unknown(type);
                }
                yield new Action.Meter(body.u32());
            }
            default -> throw unknown(type);
        };
    }

    private static int bodyBytes(int type) {
        return (type == OUTPUT ? OUTPUT_BYTES : SHORT_BYTES) - HEADER_BYTES;
    }

    private static OpenFlowException unknown(int type) {
        return new OpenFlowException(OpenFlowError.OFPBAC_BAD_TYPE, "no action " + type);
    }

    private static int vlanType(int type) throws OpenFlowException {
        if (type != Ethernet.TYPE_VLAN && type != Ethernet.TYPE_SERVICE_VLAN) {
            throw NiciraActions.badArgument("a tag of EtherType 0x%04x; expected 0x8100 or 0x88a8".formatted(type));
        }
        return type;
    }

    private Action readSetField(WireReader body) throws OpenFlowException {
        Action.SetField set = (Action.SetField) NiciraActions.readSetField(body);
        if (!isLast() && !set.mask().equals(set.field().exactMask())) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_SET_MASK,
                    "a mask in a field to be set, which OpenFlow %s does not have".formatted(version.number()));
        }
        return set;
    }

    @Override
    public void write(Action action, Conditions conditions, WireWriter writer) {
        switch (action) {
            case Action.Output(int port) -> writeOutput(port, 0, writer);
            case Action.Controller controller when controller.isPlain() ->
                writeOutput(ReservedPort.CONTROLLER, controller.maxBytes(), writer);
            case Action.Enqueue(int port, int queue) -> {
                begin(SET_QUEUE, writer).u32(queue);
                writeOutput(port, 0, writer);
                nicira.writeShared(new Action.PopQueue(), conditions, writer);
            }
            case Action.SetField set -> writeSetField(set, conditions, writer);
            case Action.Load load when isLast() -> writeSetField(load.asSetField(), conditions, writer);
            case Action.Load load -> nicira.writeLoads(load.asSetField(), conditions, writer);
            case Action.SetVlan(Field field, int value) -> writeSetVlan(field, value, conditions, writer);
            case Action.Move move when isLast() -> writeCopyField(move, writer);
            case Action.Move move -> nicira.writeMove(move, writer);
            case Action.PushVlan(int type) -> {
                begin(PUSH_VLAN, writer).u16(type).zeros(2);
                conditions.tag(true);
            }
            case Action.PopVlan() -> {
                begin(POP_VLAN, writer).zeros(4);
                conditions.tag(false);
            }
            case Action.PushMpls(int type) -> begin(PUSH_MPLS, writer).u16(type).zeros(2);
            case Action.PopMpls(int type) -> begin(POP_MPLS, writer).u16(type).zeros(2);
            case Action.SetQueue(int queue) -> begin(SET_QUEUE, writer).u32(queue);
            case Action.Group(int id) -> begin(GROUP, writer).u32(id);
            case Action.DecTtl ttl when ttl.equals(new Action.DecTtl()) -> begin(DEC_TTL, writer).zeros(4);
            case Action.DecMplsTtl() -> begin(DEC_MPLS_TTL, writer).zeros(4);
            case Action.Meter(int id) when isLast() -> begin(METER, writer).u32(id);
            default -> nicira.writeShared(action, conditions, writer);
        }
    }

    private static WireWriter begin(int type, WireWriter writer) {
        return writer.u16(type).u16(SHORT_BYTES);
    }

    private static void writeOutput(int port, int maxBytes, WireWriter writer) {
        writer.u16(OUTPUT).u16(OUTPUT_BYTES).u32(PortNumbers.toWide(port)).u16(maxBytes).zeros(6);
    }

    private void writeSetVlan(Field field, int value, Conditions conditions, WireWriter writer) {
        if (!conditions.hasTag()) {
            begin(PUSH_VLAN, writer).u16(Ethernet.TYPE_VLAN).zeros(2);
            conditions.tag(true);
        }
        if (field == Field.DL_VLAN) {
            writeField(Field.VLAN_VID, FieldValue.of(FlowKey.VLAN_PRESENT | value), Field.VLAN_VID.exactMask(), writer);
        } else {
            writeField(field, FieldValue.of(value), field.exactMask(), writer);
        }
    }

    private void writeSetField(Action.SetField set, Conditions conditions, WireWriter writer) {
        boolean isWhole = set.mask().equals(set.field().exactMask());
        if (isWhole) {
            writeWhole(set, conditions, writer);
        } else if (isLast()) {
            writeField(Conditions.spoken(set.field(), conditions), set.value(), set.mask(), writer);
        } else {
            nicira.writeLoads(set, conditions, writer);
        }
    }

    private void writeWhole(Action.SetField set, Conditions conditions, WireWriter writer) {
        Field field = set.field();
        long value = set.value().low();
        switch (field) {
            case MPLS_TTL -> begin(SET_MPLS_TTL, writer).u8((int) value).zeros(3);
            case NW_TTL -> begin(SET_TTL, writer).u8((int) value).zeros(3);
            case NW_TOS -> writeField(Field.IP_DSCP, FieldValue.of(value >>> DSCP_SHIFT), Field.IP_DSCP.exactMask(),
                    writer);
            case DL_VLAN -> writeField(Field.VLAN_VID, FieldValue.of(FlowKey.VLAN_PRESENT | value),
                    Field.VLAN_VID.exactMask(), writer);
            default -> {
                Field spoken = Conditions.spoken(field, conditions);
                writeField(spoken, set.value(), spoken.exactMask(), writer);
            }
        }
    }

    private void writeField(Field field, FieldValue value, FieldValue mask, WireWriter writer) {
        int start = writer.position();
        FieldCode code = fields.code(field);
        boolean isWhole = mask.equals(field.exactMask());
        writer.u16(SET_FIELD).u16(0);
        FieldHeader.of(code, !isWhole).write(writer);
        FieldCodec.writeValue(value, code, writer);
        if (!isWhole) {
            FieldCodec.writeNumber(mask, code.bytes(), writer);
        }
        writer.padFrom(start);
        writer.patchU16(start + 2, writer.position() - start);
    }

    private void writeCopyField(Action.Move move, WireWriter writer) {
        int start = writer.position();
        writer.u16(COPY_FIELD).u16(0).u16(move.bits()).u16(move.fromBit()).u16(move.toBit()).zeros(2);
        NiciraActions.writeName(move.from(), fields, writer);
        NiciraActions.writeName(move.to(), fields, writer);
        writer.padFrom(start);
        writer.patchU16(start + 2, writer.position() - start);
    }
}
