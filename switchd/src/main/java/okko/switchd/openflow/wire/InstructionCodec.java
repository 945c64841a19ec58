package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.Match;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * Writes and reads what a flow does: instructions (OpenFlow 1.3, 7.2.4), in 1.0 just actions. Inside they are one list,
 * in the order in which they are carried out: meter, actions, clear, write, metadata, table.
 */
final class InstructionCodec {

    private static final int GOTO_TABLE = 1;
    private static final int WRITE_METADATA = 2;
    private static final int WRITE_ACTIONS = 3;
    private static final int APPLY_ACTIONS = 4;
    private static final int CLEAR_ACTIONS = 5;
    private static final int METER = 6;
    private static final int EXPERIMENTER = 0xffff;

    private static final int HEADER_BYTES = 4;
    private static final int MIN_BYTES = 8;
    private static final int METADATA_BYTES = 24;

    /** In which order they are carried out; index by type. */
    private static final int[] PLACES = {-1, 5, 4, 3, 1, 2, 0};

    private final OpenFlowVersion version;
    private final ActionCodec actions;

    InstructionCodec(OpenFlowVersion version, Dialect dialect) {
        this.version = version;
        actions = new ActionCodec(version, dialect);
    }

    /** {@return what reads and writes actions alone} */
    ActionCodec actions() {
        return actions;
    }

    /**
     * Reads to the end.
     *
     * @param reader of the instructions alone; in 1.0 of the actions
     * @return them, in the order in which they are carried out
     * @throws OpenFlowException if one is wrong, or there twice
     */
    List<Action> read(WireReader reader) throws OpenFlowException {
        if (version == OpenFlowVersion.V1_0) {
            return actions.read(reader);
        }
        List<List<Action>> places = new ArrayList<>();
        for (int place = 0; place < PLACES.length - 1; place++) {
            places.add(null);
        }
        while (reader.hasMore()) {
            readOne(reader, places);
        }
        List<Action> all = new ArrayList<>();
        places.stream().filter(found -> found != null).forEach(all::addAll);
        return all;
    }

    private void readOne(WireReader reader, List<List<Action>> places) throws OpenFlowException {
        if (reader.remaining() < HEADER_BYTES) {
            throw badLength("an instruction of %d bytes".formatted(reader.remaining()));
        }
        int type = reader.u16();
        int length = reader.u16();
        if (length < MIN_BYTES || length % MIN_BYTES != 0 || length - HEADER_BYTES > reader.remaining()) {
            throw badLength("instruction %d says that it has %d bytes where %d are left"
                    .formatted(type, length, reader.remaining() + HEADER_BYTES));
        }
        WireReader body = reader.part(length - HEADER_BYTES, OpenFlowError.OFPBIC_BAD_LEN);
        if (type == EXPERIMENTER) {
            throw new OpenFlowException(OpenFlowError.OFPBIC_BAD_EXPERIMENTER,
                    "no instructions of experimenter 0x%08x".formatted(body.u32()));
        }
        if (type == 0 || type >= PLACES.length) {
            throw new OpenFlowException(OpenFlowError.OFPBIC_UNKNOWN_INST, "no instruction " + type);
        }
        List<Action> before = places.set(PLACES[type], body(type, length, body));
        if (before != null) {
            throw new OpenFlowException(OpenFlowError.OFPBIC_DUP_INST, "instruction %d is there twice".formatted(type));
        }
    }

    private List<Action> body(int type, int length, WireReader body) throws OpenFlowException {
        boolean isList = type == WRITE_ACTIONS || type == APPLY_ACTIONS;
        int expected = type == WRITE_METADATA ? METADATA_BYTES : MIN_BYTES;
        if (!isList && length != expected) {
            throw badLength("instruction %d has %d bytes, not %d".formatted(type, expected, length));
        }
        return switch (type) {
            case GOTO_TABLE -> List.of(new Action.GotoTable(table(body.u8())));
            case WRITE_METADATA -> {
                body.skip(4);
                yield List.of(new Action.WriteMetadata(body.u64(), body.u64()));
            }
            case WRITE_ACTIONS -> readList(body, actions -> List.of(new Action.WriteActions(actions)));
            case APPLY_ACTIONS -> readList(body, actions -> actions);
            case CLEAR_ACTIONS -> List.of(new Action.ClearActions());
            default -> List.of(new Action.Meter(body.u32()));
        };
    }

    /** What a list of actions becomes. */
    @FunctionalInterface
    private interface Use {

        List<Action> of(List<Action> actions);
    }

    private List<Action> readList(WireReader body, Use use) throws OpenFlowException {
        body.skip(4);
        return use.of(actions.read(body));
    }

    private static int table(int table) throws OpenFlowException {
        if (table > Flow.MAX_TABLE) {
            throw new OpenFlowException(OpenFlowError.OFPBIC_BAD_TABLE_ID, "no table " + table);
        }
        return table;
    }

    private static OpenFlowException badLength(String reason) {
        return new OpenFlowException(OpenFlowError.OFPBIC_BAD_LEN, reason);
    }

    /**
     * Writes what a flow does.
     *
     * @param all    actions and instructions
     * @param match  of the flow
     * @param writer takes them
     */
    void write(List<Action> all, Match match, WireWriter writer) {
        Conditions conditions = new Conditions(match);
        if (version == OpenFlowVersion.V1_0) {
            actions.write(all, conditions, writer);
            return;
        }
        List<Action> applied = new ArrayList<>();
        List<Action> instructions = new ArrayList<>();
        for (Action action : all) {
            switch (action) {
                case Action.Meter(int id) when !version.isAtLeast(OpenFlowVersion.V1_5) ->
                    writer.u16(METER).u16(MIN_BYTES).u32(id);
                case Action.ClearActions _, Action.WriteActions _, Action.WriteMetadata _, Action.GotoTable _ ->
                    instructions.add(action);
                default -> applied.add(action);
            }
        }
        writeList(APPLY_ACTIONS, applied, conditions, writer);
        instructions.forEach(instruction -> write(instruction, conditions, writer));
    }

    private void write(Action instruction, Conditions conditions, WireWriter writer) {
        switch (instruction) {
            case Action.ClearActions() -> writer.u16(CLEAR_ACTIONS).u16(MIN_BYTES).zeros(4);
            case Action.WriteActions(List<Action> set) -> writeList(WRITE_ACTIONS, set, conditions.copy(), writer);
            case Action.WriteMetadata(long value, long mask) ->
                writer.u16(WRITE_METADATA).u16(METADATA_BYTES).zeros(4).u64(value).u64(mask);
            case Action.GotoTable(int table) -> writer.u16(GOTO_TABLE).u16(MIN_BYTES).u8(table).zeros(3);
            default -> throw new IllegalArgumentException("no instruction: " + instruction);
        }
    }

    private void writeList(int type, List<Action> list, Conditions conditions, WireWriter writer) {
        int start = writer.position();
        writer.u16(type).u16(0).zeros(4);
        actions.write(list, conditions, writer);
        if (type == APPLY_ACTIONS && writer.position() == start + MIN_BYTES) {
            writer.cutTo(start); // no actions, no instruction, as Open vSwitch has it
        } else {
            writer.patchU16(start + 2, writer.position() - start);
        }
    }
}
