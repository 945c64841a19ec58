package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldAccess;
import okko.switchd.flow.FieldCode;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply.TableFeaturesReply;
import okko.switchd.openflow.StatisticsRequest.TableFeaturesRequest;
import okko.switchd.openflow.TableFeatures;

/**
 * What tables can do, in bytes (OpenFlow 1.3, 7.3.5.5). What becomes of packets that no rule matches can do all that
 * rules can: every property but the fields that are matched is written twice.
 */
final class TableFeaturesMessages implements Family {

    private static final int TABLE_FEATURES = 12;

    private static final int INSTRUCTIONS = 0;
    private static final int NEXT_TABLES = 2;
    private static final int WRITE_ACTIONS = 4;
    private static final int APPLY_ACTIONS = 6;
    private static final int MATCH = 8;
    private static final int WILDCARDS = 10;
    private static final int WRITE_SET_FIELD = 12;
    private static final int APPLY_SET_FIELD = 14;

    private static final int INSTRUCTION_GOTO_TABLE = 1;
    private static final int INSTRUCTION_CLEAR_ACTIONS = 5;
    private static final int INSTRUCTION_METER = 6;

    private static final int NAME_BYTES = 32;
    private static final int ID_BYTES = 4;

    private final OpenFlowVersion version;

    /**
     * Makes the family.
     *
     * @param version 1.3 or later
     */
    TableFeaturesMessages(OpenFlowVersion version) {
        this.version = version;
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(Kind.request(TABLE_FEATURES))) {
            return Optional.of(new TableFeaturesRequest(tables(body)));
        }
        return kind.equals(Kind.reply(TABLE_FEATURES))
                ? Optional.of(new TableFeaturesReply(tables(body)))
                : Optional.empty();
    }

    private static List<TableFeatures> tables(WireReader body) throws OpenFlowException {
        List<TableFeatures> tables = new ArrayList<>();
        while (body.hasMore()) {
            int length = body.u16();
            tables.add(table(body.part(length - Short.BYTES, OpenFlowError.OFPBPC_BAD_LEN)));
        }
        return tables;
    }

    private static TableFeatures table(WireReader body) throws OpenFlowException {
        int table = body.u8();
        body.skip(5);
        String name = body.text(NAME_BYTES);
        long metadataMatch = body.u64();
        long metadataWrite = body.u64();
        int config = body.u32();
        long maxEntries = Integer.toUnsignedLong(body.u32());
        BitSet next = new BitSet();
        Set<Integer> actions = new TreeSet<>();
        Set<Field> fields = EnumSet.noneOf(Field.class);
        while (body.hasMore()) {
            Property property = Property.read(body);
            WireReader values = property.body();
            switch (property.type()) {
                case NEXT_TABLES -> {
                    while (values.hasMore()) {
                        next.set(values.u8());
                    }
                }
                case WRITE_ACTIONS, APPLY_ACTIONS -> readNumbers(values, actions);
                case MATCH, WILDCARDS -> readFields(values, fields);
                default -> { } // says nothing that those do not say
            }
        }
        return new TableFeatures(table, name, metadataMatch, metadataWrite, config, maxEntries, next, actions, fields);
    }

    /** Reads types, each with the length of what else says which one it is: nothing, unless it is an experimenter's. */
    private static void readNumbers(WireReader values, Set<Integer> numbers) throws OpenFlowException {
        while (values.hasMore()) {
            int type = values.u16();
            int length = values.u16();
            values.skip(length - ID_BYTES);
            if (length == ID_BYTES) {
                numbers.add(type);
            }
        }
    }

    private static void readFields(WireReader values, Set<Field> fields) throws OpenFlowException {
        while (values.hasMore()) {
            int space = values.u16();
            int number = values.u8();
            values.skip(1);
            int experimenter = space == FieldCode.Space.OKKO.number() ? values.u32() : 0;
            FieldCode.numbered(space, experimenter, number >> 1).ifPresent(code -> fields.add(code.field()));
        }
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case TableFeaturesRequest(List<TableFeatures> wanted) ->
                output.multipart(Kind.request(TABLE_FEATURES), wanted, this::write);
            case TableFeaturesReply(List<TableFeatures> tables) ->
                output.multipart(Kind.reply(TABLE_FEATURES), tables, this::write);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void write(TableFeatures table, WireWriter writer) {
        int start = writer.position();
        writer.u16(0).u8(table.table()).zeros(5).text(table.name(), NAME_BYTES)
                .u64(table.metadataMatch()).u64(table.metadataWrite())
                .u32(table.config()).u32((int) Math.min(table.maxEntries(), 0xffffffffL));
        for (int miss = 0; miss <= 1; miss++) {
            Property.write(INSTRUCTIONS | miss, writer, values -> instructions(table, values));
            Property.write(NEXT_TABLES | miss, writer, values -> table.nextTables().stream().forEach(values::u8));
            Property.write(WRITE_ACTIONS | miss, writer, values -> actions(table, values));
            Property.write(WRITE_SET_FIELD | miss, writer, values -> writableFields(table, values));
            Property.write(APPLY_ACTIONS | miss, writer, values -> actions(table, values));
            Property.write(APPLY_SET_FIELD | miss, writer, values -> writableFields(table, values));
        }
        Property.write(MATCH, writer, values -> matchableFields(table, values));
        Property.write(WILDCARDS, writer, values -> wildcards(table, values));
        writer.patchU16(start, writer.position() - start);
    }

    private void instructions(TableFeatures table, WireWriter writer) {
        int last = version == OpenFlowVersion.V1_5 ? INSTRUCTION_CLEAR_ACTIONS : INSTRUCTION_METER;
        for (int each = INSTRUCTION_GOTO_TABLE; each <= last; each++) {
            if (each != INSTRUCTION_GOTO_TABLE || !table.nextTables().isEmpty()) {
                writer.u16(each).u16(ID_BYTES);
            }
        }
    }

    private static void actions(TableFeatures table, WireWriter writer) {
        new TreeSet<>(table.actions()).forEach(number -> writer.u16(number).u16(ID_BYTES));
    }

    private static void writableFields(TableFeatures table, WireWriter writer) {
        for (Field field : table.fields()) {
            if (field.access() == FieldAccess.READ_WRITE) {
                write(field, false, writer);
            }
        }
    }

    private static void matchableFields(TableFeatures table, WireWriter writer) {
        table.fields().forEach(field -> write(field, field.isMaskable(), writer));
    }

    private static void wildcards(TableFeatures table, WireWriter writer) {
        table.fields().forEach(field -> write(field, false, writer));
    }

    /**
     * Writes which field it is, by the last of its codes: OpenFlow's own where it has one. Codes of other widths are
     * other fields for Open vSwitch, and follow.
     */
    private static void write(Field field, boolean hasMask, WireWriter writer) {
        Set<Integer> widths = new HashSet<>();
        for (FieldCode code : FieldCode.of(field).reversed()) {
            if (code.space().experimenter() == 0 && widths.add(code.bytes())) {
                writer.u16(code.space().number()).u8(code.number() << 1 | (hasMask ? 1 : 0))
                        .u8(hasMask ? 2 * code.bytes() : code.bytes());
            }
        }
    }
}
