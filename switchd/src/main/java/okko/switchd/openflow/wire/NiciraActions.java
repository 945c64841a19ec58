package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldAccess;
import okko.switchd.flow.FieldCode;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.Octets;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** Nicira's actions ({@code NXAST_*}), which all versions may have. */
final class NiciraActions {

    private static final int RESUBMIT = 1;
    private static final int SET_QUEUE = 4;
    private static final int POP_QUEUE = 5;
    private static final int REG_MOVE = 6;
    private static final int REG_LOAD = 7;
    private static final int NOTE = 8;
    private static final int RESUBMIT_TABLE = 14;
    private static final int OUTPUT_REG = 15;
    private static final int EXIT = 17;
    private static final int DEC_TTL = 18;
    private static final int CONTROLLER = 20;
    private static final int DEC_TTL_FOR = 21;
    private static final int WRITE_METADATA = 22;
    private static final int PUSH_MPLS = 23;
    private static final int POP_MPLS = 24;
    private static final int SET_MPLS_TTL = 25;
    private static final int DEC_MPLS_TTL = 26;
    private static final int SET_MPLS_LABEL = 30;
    private static final int SET_MPLS_TC = 31;
    private static final int OUTPUT_REG_2 = 32;
    private static final int REG_LOAD_2 = 33;
    private static final int CONTROLLER_2 = 37;
    private static final int GROUP = 40;
    private static final int CLONE = 42;

    private static final int ONF_COPY_FIELD = 3200;

    private static final int EXPERIMENTER = 0xffff;
    private static final int SAME_TABLE = 0xff;
    private static final int TYPE_MPLS = 0x8847;
    private static final int TYPE_MPLS_MULTICAST = 0x8848;

    private final ActionCodec all;
    private final FieldCodec fields = FieldCodec.nicira();
    private final FieldCodec ownFields;

    NiciraActions(ActionCodec all, OpenFlowVersion version) {
        this.all = all;
        ownFields = version == OpenFlowVersion.V1_0 ? fields : FieldCodec.of(version);
    }

    /** {@return how fields are called in the actions of this version} */
    FieldCodec ownFields() {
        return ownFields;
    }

    Action read(int type, WireReader body, int depth) throws OpenFlowException {
        return switch (type) {
            case RESUBMIT -> resubmit(body.u16(), OptionalInt.empty());
            case RESUBMIT_TABLE -> readResubmitTable(body);
            case SET_QUEUE -> {
                body.skip(2);
                yield new Action.SetQueue(body.u32());
            }
            case POP_QUEUE -> new Action.PopQueue();
            case REG_MOVE -> readMove(body);
            case REG_LOAD -> readLoad(body);
            case REG_LOAD_2 -> {
                body.skip(6);
                yield readSetField(body);
            }
            case NOTE -> new Action.Note(Octets.of(body.rest()));
            case OUTPUT_REG -> readOutputRegister(body);
            case OUTPUT_REG_2 -> readOutputRegister2(body);
            case EXIT -> new Action.Exit();
            case DEC_TTL -> new Action.DecTtl();
            case DEC_TTL_FOR -> readDecTtl(body);
            case CONTROLLER -> ControllerAction.read(body);
            case CONTROLLER_2 -> ControllerAction.readProperties(body);
            case WRITE_METADATA -> {
                body.skip(6);
                yield new Action.WriteMetadata(body.u64(), body.u64());
            }
            case PUSH_MPLS -> new Action.PushMpls(mplsType(body.u16()));
            case POP_MPLS -> new Action.PopMpls(body.u16());
            case SET_MPLS_TTL -> set(Field.MPLS_TTL, body.u8());
            case DEC_MPLS_TTL -> new Action.DecMplsTtl();
            case SET_MPLS_LABEL -> {
                body.skip(2);
                yield set(Field.MPLS_LABEL, body.u32());
            }
            case SET_MPLS_TC -> set(Field.MPLS_TC, body.u8());
            case GROUP -> {
                body.skip(2);
                yield new Action.Group(body.u32());
            }
            case CLONE -> {
                body.skip(6);
                yield new Action.Clone(all.read(body, depth + 1));
            }
            default -> throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_EXP_TYPE,
                    "no action %d of experimenter 0x%08x".formatted(type, Kind.NICIRA));
        };
    }

    /** Actions that later versions have, in earlier ones. */
    Action readOnf(int type, WireReader body) throws OpenFlowException {
        if (type != ONF_COPY_FIELD) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_EXP_TYPE,
                    "no action %d of experimenter 0x%08x".formatted(type, Kind.ONF));
        }
        body.skip(2);
        return readCopyField(body);
    }

    static int mplsType(int type) throws OpenFlowException {
        if (type != TYPE_MPLS && type != TYPE_MPLS_MULTICAST) {
            throw badArgument("a label of EtherType 0x%04x; expected 0x8847 or 0x8848".formatted(type));
        }
        return type;
    }

    static OpenFlowException badArgument(String reason) {
        return new OpenFlowException(OpenFlowError.OFPBAC_BAD_ARGUMENT, reason);
    }

    /** {@return the action that writes a whole field} */
    static Action set(Field field, long value) throws OpenFlowException {
        if (!FieldValue.of(value).andNot(field.exactMask()).isZero()) {
            throw badArgument("%s cannot be 0x%x".formatted(field.label(), value));
        }
        return new Action.SetField(field, FieldValue.of(value), field.exactMask());
    }

    private static Action resubmit(int port, OptionalInt table) {
        return new Action.Resubmit(
                port == ReservedPort.IN_PORT ? OptionalInt.empty() : OptionalInt.of(port), table);
    }

    private static Action readResubmitTable(WireReader body) throws OpenFlowException {
        int port = body.u16();
        int table = body.u8();
        return resubmit(port, table == SAME_TABLE ? OptionalInt.empty() : OptionalInt.of(table));
    }

    private static Action readDecTtl(WireReader body) throws OpenFlowException {
        int count = body.u16();
        body.skip(4);
        if (count == 0) {
            throw badArgument("dec_ttl for no controller");
        }
        List<Integer> ids = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            ids.add(body.u16());
        }
        return new Action.DecTtl(ids);
    }

    private static Action readMove(WireReader body) throws OpenFlowException {
        int bits = body.u16();
        int fromBit = body.u16();
        int toBit = body.u16();
        return move(bits, fromBit, toBit, body);
    }

    /** Reads {@code OFPAT_COPY_FIELD} of OpenFlow 1.5. */
    static Action readCopyField(WireReader body) throws OpenFlowException {
        int bits = body.u16();
        int fromBit = body.u16();
        int toBit = body.u16();
        body.skip(2);
        return move(bits, fromBit, toBit, body);
    }

    private static Action move(int bits, int fromBit, int toBit, WireReader body) throws OpenFlowException {
        Field from = readField(body);
        Field to = writable(readField(body));
        int inside = Math.min(checkBits(from, fromBit, bits), checkBits(to, toBit, bits));
        return new Action.Move(from, fromBit, to, toBit, inside);
    }

    private static Field readField(WireReader body) throws OpenFlowException {
        FieldHeader header = FieldHeader.readName(body, FieldPurpose.ACTION);
        return FieldCodec.known(header, FieldPurpose.ACTION).field();
    }

    private static Field writable(Field field) throws OpenFlowException {
        if (field.access() != FieldAccess.READ_WRITE) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_SET_ARGUMENT, field.label() + " can only be read");
        }
        return field;
    }

    /** {@return how many of the bits there are inside, where ARP operations have 8 of their 16} */
    private static int checkBits(Field field, int bit, int bits) throws OpenFlowException {
        int width = field == Field.ARP_OP ? Short.SIZE : field.bits();
        if (bits == 0 || bit + bits > width || bit >= field.bits()) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_SET_LEN, "%d bits from bit %d on of %s, which has %d"
                    .formatted(bits, bit, field.label(), width));
        }
        return Math.min(bits, field.bits() - bit);
    }

    private static Action readLoad(WireReader body) throws OpenFlowException {
        int place = body.u16();
        int bit = place >>> 6;
        Field field = writable(readField(body));
        int bits = checkBits(field, bit, (place & 0x3f) + 1);
        FieldValue value = FieldValue.of(body.u64());
        if (!value.andNot(FieldValue.ones(bits)).isZero()) {
            throw badArgument("%s does not fit into %d bits".formatted(value, bits));
        }
        return new Action.Load(field, bit, bits, value);
    }

    /** Reads a field with value, and mask if there is one, that is to be written. */
    static Action readSetField(WireReader body) throws OpenFlowException {
        FieldHeader header = FieldHeader.read(body, FieldPurpose.ACTION);
        FieldCode code = FieldCodec.known(header, FieldPurpose.ACTION);
        if (code.field().access() != FieldAccess.READ_WRITE) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_SET_ARGUMENT, code + " can only be read");
        }
        FieldValue value = FieldCodec.readValue(body, code, FieldPurpose.ACTION);
        FieldValue mask = header.hasMask()
                ? FieldCodec.readMask(body, code, FieldPurpose.ACTION)
                : code.field().exactMask();
        return new Action.SetField(code.field(), value.and(mask), mask);
    }

    private static Action readOutputRegister(WireReader body) throws OpenFlowException {
        int place = body.u16();
        Field field = readField(body);
        int maxBytes = body.u16();
        return outputRegister(field, place, maxBytes);
    }

    private static Action readOutputRegister2(WireReader body) throws OpenFlowException {
        int place = body.u16();
        int maxBytes = body.u16();
        return outputRegister(readField(body), place, maxBytes);
    }

    private static Action outputRegister(Field field, int place, int maxBytes) throws OpenFlowException {
        int bit = place >>> 6;
        int bits = checkBits(field, bit, (place & 0x3f) + 1);
        return new Action.OutputRegister(field, bit, bits, maxBytes);
    }

    /**
     * Writes an action that all versions have from Nicira or Okko.
     *
     * @param action     to write
     * @param conditions under which it is done
     * @param writer     takes it
     */
    void writeShared(Action action, Conditions conditions, WireWriter writer) {
        switch (action) {
            case Action.Resubmit(OptionalInt port, OptionalInt table) -> write(RESUBMIT_TABLE, writer, body -> body
                    .u16(port.orElse(ReservedPort.IN_PORT)).u8(table.orElse(SAME_TABLE)));
            case Action.Controller controller -> ControllerAction.write(controller, writer);
            case Action.OutputRegister register -> writeOutputRegister(register, writer);
            case Action.DecTtl(List<Integer> ids) -> write(DEC_TTL_FOR, writer, body -> {
                body.u16(ids.size()).zeros(4);
                ids.forEach(body::u16);
            });
            case Action.Clone(List<Action> actions) -> write(CLONE, writer,
                    body -> all.write(actions, conditions.copy(), body.zeros(6)));
            case Action.Exit() -> write(EXIT, writer, _ -> { });
            case Action.Note(Octets data) -> write(NOTE, writer, body -> body.bytes(data.toArray()));
            case Action.PopQueue() -> write(POP_QUEUE, writer, _ -> { });
            case Action.SendMaps maps -> OkkoActions.writeSendMaps(maps, writer);
            case Action.Program program -> OkkoActions.writeProgram(program, writer);
            case Action.Through through -> OkkoActions.writeThrough(through, writer);
            default -> { }
        }
    }

    /** Writes what OpenFlow 1.0 has from Nicira alone. */
    void writeForFirst(Action action, Conditions conditions, WireWriter writer) {
        switch (action) {
            case Action.DecTtl ttl when ttl.equals(new Action.DecTtl()) -> write(DEC_TTL, writer, _ -> { });
            case Action.SetQueue(int queue) -> write(SET_QUEUE, writer, body -> body.zeros(2).u32(queue));
            case Action.Group(int id) -> write(GROUP, writer, body -> body.zeros(2).u32(id));
            case Action.PushMpls(int type) -> write(PUSH_MPLS, writer, body -> body.u16(type));
            case Action.PopMpls(int type) -> write(POP_MPLS, writer, body -> body.u16(type));
            case Action.DecMplsTtl() -> write(DEC_MPLS_TTL, writer, _ -> { });
            case Action.WriteMetadata(long value, long mask) -> write(WRITE_METADATA, writer,
                    body -> body.zeros(6).u64(value).u64(mask));
            case Action.GotoTable(int table) -> writeShared(
                    new Action.Resubmit(OptionalInt.empty(), OptionalInt.of(table)), conditions, writer);
            case Action.Move move -> writeMove(move, writer);
            case Action.Load load -> writeLoads(load.asSetField(), conditions, writer);
            default -> writeShared(action, conditions, writer);
        }
    }

    /** Writes one of the parts of a label that Nicira has actions for. */
    static void writeMpls(Field field, long value, WireWriter writer) {
        switch (field) {
            case MPLS_TTL -> write(SET_MPLS_TTL, writer, body -> body.u8((int) value));
            case MPLS_TC -> write(SET_MPLS_TC, writer, body -> body.u8((int) value));
            case MPLS_LABEL -> write(SET_MPLS_LABEL, writer, body -> body.zeros(2).u32((int) value));
            default -> throw new IllegalArgumentException("no part of a label that can be set: " + field);
        }
    }

    void writeMove(Action.Move move, WireWriter writer) {
        write(REG_MOVE, writer, body -> {
            body.u16(move.bits()).u16(move.fromBit()).u16(move.toBit());
            writeName(move.from(), fields, body);
            writeName(move.to(), fields, body);
        });
    }

    static void writeName(Field field, FieldCodec codec, WireWriter writer) {
        FieldHeader.of(codec.code(field), false).write(writer);
    }

    private void writeOutputRegister(Action.OutputRegister register, WireWriter writer) {
        write(OUTPUT_REG, writer, body -> {
            body.u16(place(register.fromBit(), register.bits()));
            writeName(register.from(), fields, body);
            body.u16(register.maxBytes());
        });
    }

    /** Writes a field in runs of neighbouring bits, of at most 64 each. */
    void writeLoads(Action.SetField set, Conditions conditions, WireWriter writer) {
        Field field = Conditions.spoken(set.field(), conditions);
        FieldValue left = set.mask();
        int bit = 0;
        while (!left.shiftRight(bit).isZero()) {
            if ((left.shiftRight(bit).low() & 1) == 0) {
                bit++;
                continue;
            }
            int bits = Math.min(Long.numberOfTrailingZeros(~left.shiftRight(bit).low()), field.bits() - bit);
            FieldValue value = set.value().shiftRight(bit).and(FieldValue.ones(bits));
            int first = bit;
            write(REG_LOAD, writer, body -> {
                body.u16(place(first, bits));
                writeName(field, fields, body);
                body.u64(value.low());
            });
            bit += bits;
            if (bit >= field.bits()) {
                return;
            }
        }
    }

    private static int place(int bit, int bits) {
        return bit << 6 | bits - 1;
    }

    /** Begins an action, has its body written, and fills it up. */
    static void write(int type, WireWriter writer, Consumer<WireWriter> body) {
        write(Kind.NICIRA, type, writer, body);
    }

    private static void write(int experimenter, int type, WireWriter writer, Consumer<WireWriter> body) {
        int start = writer.position();
        writer.u16(EXPERIMENTER).u16(0).u32(experimenter).u16(type);
        body.accept(writer);
        writer.padFrom(start);
        writer.patchU16(start + 2, writer.position() - start);
    }
}
