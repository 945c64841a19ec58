package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.ProgramDescription;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.ProgramMessage.DeleteEntries;
import okko.switchd.openflow.ProgramMessage.DumpMaps;
import okko.switchd.openflow.ProgramMessage.ListPrograms;
import okko.switchd.openflow.ProgramMessage.LoadProgram;
import okko.switchd.openflow.ProgramMessage.MapDump;
import okko.switchd.openflow.ProgramMessage.ProgramList;
import okko.switchd.openflow.ProgramMessage.UnloadProgram;
import okko.switchd.openflow.ProgramMessage.UpdateMap;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramAbi;
import okko.switchd.program.ProgramUse;

/** P4rt-OVS's eight messages, under numbers of Nicira's that it took. */
final class P4rtProgramMessages implements Family {

    private static final int LOAD_PROG = 32;
    private static final int UNLOAD_PROG = 33;
    private static final int UPDATE_MAP = 34;
    private static final int DUMP_MAP_REQUEST = 35;
    private static final int DUMP_MAP_REPLY = 36;
    private static final int DELETE_MAP = 37;
    private static final int SHOW_PROG_REQUEST = 38;
    private static final int SHOW_PROG_REPLY = 39;

    /** In place of a number: all programs. */
    private static final int ALL = 0xffff;

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.space() != Kind.Space.EXPERIMENTER || kind.experimenter() != Kind.NICIRA) {
            return Optional.empty();
        }
        return switch (kind.type()) {
            case LOAD_PROG -> Optional.of(HistoricalMaps.readLoad(body, ProgramUse.ACTION));
            case UNLOAD_PROG -> Optional.of(new UnloadProgram(body.u16()));
            case UPDATE_MAP -> Optional.of(new UpdateMap(HistoricalMaps.readUpdate(body)));
            case DUMP_MAP_REQUEST -> Optional.of(HistoricalMaps.readQuestion(body));
            case DUMP_MAP_REPLY -> Optional.of(HistoricalMaps.readAnswer(body));
            case DELETE_MAP -> Optional.of(new DeleteEntries(readKeys(body)));
            case SHOW_PROG_REQUEST -> {
                int program = body.u16();
                yield Optional.of(new ListPrograms(program == ALL ? ProgramMessage.ALL_PROGRAMS : program));
            }
            case SHOW_PROG_REPLY -> Optional.of(readPrograms(body));
            default -> Optional.empty();
        };
    }

    private static MapPart readKeys(WireReader body) throws OpenFlowException {
        int program = body.u16();
        int map = body.u16();
        int keyBytes = body.u32();
        int count = body.u32();
        return new MapPart(program, map, keyBytes, 0, HistoricalMaps.entries(body, keyBytes, 0, count));
    }

    /** What the message does not tell is as with a program that has done nothing yet. */
    private static ProgramList readPrograms(WireReader body) throws OpenFlowException {
        List<ProgramDescription> programs = new ArrayList<>();
        int count = body.u16();
        body.skip(2);
        for (int i = 0; i < count; i++) {
            int program = body.u16();
            int maps = body.u16();
            body.skip(4);
            programs.add(new ProgramDescription(program, "", ProgramUse.ACTION, ProgramAbi.OKO, FilterEngine.JIT,
                    "switch", maps, 0, 0, body.u64(), 0, 0, 0, 0));
        }
        return new ProgramList(programs);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case LoadProgram load when HistoricalMaps.isPlain(load) ->
                output.message(kind(LOAD_PROG), writer -> HistoricalMaps.writeLoad(load, writer));
            case UnloadProgram(int program) ->
                output.message(kind(UNLOAD_PROG), writer -> writer.u16(program).zeros(2));
            case UpdateMap(MapPart entries) ->
                output.message(kind(UPDATE_MAP), writer -> HistoricalMaps.writeUpdate(entries, writer));
            case DumpMaps question ->
                output.message(kind(DUMP_MAP_REQUEST), writer -> HistoricalMaps.writeQuestion(question, writer));
            case MapDump(var parts) ->
                output.message(kind(DUMP_MAP_REPLY), writer -> HistoricalMaps.writeAnswer(parts, writer));
            case DeleteEntries(MapPart keys) -> output.message(kind(DELETE_MAP), writer -> writeKeys(keys, writer));
            case ListPrograms(int program) -> output.message(kind(SHOW_PROG_REQUEST), writer ->
                    writer.u16(program == ProgramMessage.ALL_PROGRAMS ? ALL : program).zeros(2));
            case ProgramList(var programs) ->
                output.message(kind(SHOW_PROG_REPLY), writer -> writePrograms(programs, writer));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void writeKeys(MapPart keys, WireWriter writer) {
        byte[] bytes = keys.entries().bytes();
        writer.u16(keys.program()).u16(keys.map()).u32(keys.keyBytes()).u32(HistoricalMaps.count(bytes.length, keys))
                .bytes(bytes);
    }

    private static void writePrograms(List<ProgramDescription> programs, WireWriter writer) {
        int count = Math.min(programs.size(), (MessageCodec.MAX_MESSAGE_BYTES - writer.position() - 4) / 16);
        writer.u16(count).zeros(2);
        programs.stream().limit(count).forEach(program -> writer.u16(program.program()).u16(program.maps()).zeros(4)
                .u64(program.loadedAtMs()));
    }

    private static Kind kind(int type) {
        return Kind.experimenter(Kind.NICIRA, type);
    }
}
