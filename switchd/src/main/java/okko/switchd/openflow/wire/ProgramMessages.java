package okko.switchd.openflow.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.Part;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.ProgramMessage.DeleteEntries;
import okko.switchd.openflow.ProgramMessage.ExplainErrors;
import okko.switchd.openflow.ProgramMessage.LoadCommand;
import okko.switchd.openflow.ProgramMessage.LoadOptions;
import okko.switchd.openflow.ProgramMessage.LoadProgram;
import okko.switchd.openflow.ProgramMessage.MapContents;
import okko.switchd.openflow.ProgramMessage.SendMaps;
import okko.switchd.openflow.ProgramMessage.UnloadProgram;
import okko.switchd.openflow.ProgramMessage.UpdateMap;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramAbi;
import okko.switchd.program.ProgramUse;

/** {@link ProgramMessage} in bytes, as far as it is no question with an answer. */
final class ProgramMessages implements Family {

    /** Bytes of a program or of entries in one message, at most; with what stands before them it fits a frame. */
    static final int MAX_PART_BYTES = 60_000;

    private static final int LOAD = 1;
    private static final int REPLACE = 2;
    private static final int UNLOAD = 3;
    private static final int UPDATE_MAP = 4;
    private static final int DELETE_ENTRIES = 5;
    private static final int SEND_MAPS = 6;
    private static final int MAP_CONTENTS = 7;
    private static final int EXPLAIN_ERRORS = 8;

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.space() != Kind.Space.EXPERIMENTER || kind.experimenter() != Kind.OKKO) {
            return Optional.empty();
        }
        Message message = switch (kind.type()) {
            case LOAD -> load(LoadCommand.LOAD, body);
            case REPLACE -> load(LoadCommand.REPLACE, body);
            case UNLOAD -> new UnloadProgram(program(body));
            case UPDATE_MAP -> new UpdateMap(mapPart(body));
            case DELETE_ENTRIES -> new DeleteEntries(mapPart(body));
            case SEND_MAPS -> new SendMaps(program(body));
            case MAP_CONTENTS -> new MapContents(mapPart(body));
            case EXPLAIN_ERRORS -> {
                body.end();
                yield new ExplainErrors();
            }
            default -> null;
        };
        return Optional.ofNullable(message);
    }

    private static LoadProgram load(LoadCommand command, WireReader body) throws OpenFlowException {
        int program = body.u16();
        int use = body.u8();
        int abi = body.u8();
        int engine = body.u8();
        body.skip(1);
        int nameBytes = body.u16();
        int totalBytes = body.u32();
        int offset = body.u32();
        String name = body.text(nameBytes);
        body.skip(-nameBytes & 7);
        LoadOptions options = new LoadOptions(Optional.of(name).filter(text -> !text.isEmpty()),
                choice(abi, ProgramAbi.values(), "ABI"), choice(use, ProgramUse.values(), "use"),
                one(engine, FilterEngine.values(), "engine"));
        return new LoadProgram(command, program, options, part(totalBytes, offset, body.rest()));
    }

    /** Numbers begin at 1; 0 is none of them. */
    private static <E> Optional<E> choice(int number, E[] all, String what) throws OpenFlowException {
        return number == 0 ? Optional.empty() : Optional.of(one(number - 1, all, what));
    }

    /** Numbers are those of the order. */
    static <E> E one(int number, E[] all, String what) throws OpenFlowException {
        if (number < 0 || number >= all.length) {
            throw new OpenFlowException(OpenFlowError.OKKO_BAD_VALUE, "no such %s: %d".formatted(what, number));
        }
        return all[number];
    }

    private static int program(WireReader body) throws OpenFlowException {
        int program = body.u16();
        body.skip(6);
        body.end();
        return program;
    }

    private static MapPart mapPart(WireReader body) throws OpenFlowException {
        MapPart part = readMapPart(body);
        body.end();
        return part;
    }

    static MapPart readMapPart(WireReader body) throws OpenFlowException {
        int program = body.u16();
        int map = body.u16();
        int keyBytes = size(body, "keys");
        int valueBytes = size(body, "values");
        int totalBytes = body.u32();
        int offset = body.u32();
        int partBytes = body.u32();
        byte[] bytes = body.bytes(partBytes);
        body.skip(-partBytes & 7);
        return new MapPart(program, map, keyBytes, valueBytes, part(totalBytes, offset, bytes));
    }

    private static int size(WireReader body, String what) throws OpenFlowException {
        int bytes = body.u32();
        if (bytes < 0) {
            throw new OpenFlowException(OpenFlowError.OKKO_BAD_VALUE,
                    "no %s have %s bytes".formatted(what, Integer.toUnsignedString(bytes)));
        }
        return bytes;
    }

    static Part part(int totalBytes, int offset, byte[] bytes) throws OpenFlowException {
        if (totalBytes < 0 || offset < 0 || bytes.length > totalBytes - offset) {
            throw new OpenFlowException(OpenFlowError.OKKO_BAD_PART, "%d bytes at offset %s of %s".formatted(
                    bytes.length, Integer.toUnsignedString(offset), Integer.toUnsignedString(totalBytes)));
        }
        return new Part(totalBytes, offset, bytes);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case LoadProgram load -> load.object().cut(MAX_PART_BYTES).forEach(part ->
                    output.message(type(load.command() == LoadCommand.LOAD ? LOAD : REPLACE),
                            writer -> writeLoad(load, part, writer)));
            case UnloadProgram(int program) -> output.message(type(UNLOAD), writer -> writer.u16(program).zeros(6));
            case UpdateMap(MapPart entries) -> mapParts(UPDATE_MAP, entries, output);
            case DeleteEntries(MapPart keys) -> mapParts(DELETE_ENTRIES, keys, output);
            case SendMaps(int program) -> output.message(type(SEND_MAPS), writer -> writer.u16(program).zeros(6));
            case MapContents(MapPart part) -> mapParts(MAP_CONTENTS, part, output);
            case ExplainErrors() -> output.message(type(EXPLAIN_ERRORS), _ -> { });
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Kind type(int type) {
        return Kind.experimenter(Kind.OKKO, type);
    }

    private static void writeLoad(LoadProgram load, Part part, WireWriter writer) {
        LoadOptions options = load.options();
        byte[] name = options.function().orElse("").getBytes(StandardCharsets.UTF_8);
        writer.u16(load.program())
                .u8(options.use().map(use -> use.ordinal() + 1).orElse(0))
                .u8(options.abi().map(abi -> abi.ordinal() + 1).orElse(0))
                .u8(options.engine().ordinal()).u8(0)
                .u16(name.length)
                .u32(part.totalBytes()).u32(part.offset())
                .bytes(name).zeros(-name.length & 7)
                .bytes(part.bytes());
    }

    private static void mapParts(int type, MapPart entries, FrameOutput output) {
        for (MapPart part : cut(entries)) {
            output.message(type(type), writer -> writeMapPart(part, writer));
        }
    }

    static List<MapPart> cut(MapPart entries) {
        return entries.entries().cut(MAX_PART_BYTES).stream().map(entries::with).toList();
    }

    static void writeMapPart(MapPart part, WireWriter writer) {
        byte[] bytes = part.entries().bytes();
        writer.u16(part.program()).u16(part.map())
                .u32(part.keyBytes()).u32(part.valueBytes())
                .u32(part.entries().totalBytes()).u32(part.entries().offset())
                .u32(bytes.length)
                .bytes(bytes).zeros(-bytes.length & 7);
    }
}
