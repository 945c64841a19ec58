package okko.switchd.openflow.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.openflow.FlowRuns;
import okko.switchd.openflow.MapDescription;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.ProgramDescription;
import okko.switchd.openflow.ProgramMessage.DumpMaps;
import okko.switchd.openflow.ProgramMessage.FlowRunsList;
import okko.switchd.openflow.ProgramMessage.ListFlowRuns;
import okko.switchd.openflow.ProgramMessage.ListMaps;
import okko.switchd.openflow.ProgramMessage.ListPrograms;
import okko.switchd.openflow.ProgramMessage.MapDump;
import okko.switchd.openflow.ProgramMessage.MapList;
import okko.switchd.openflow.ProgramMessage.ProgramList;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.wire.FlowMatch.Peer;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramAbi;
import okko.switchd.program.ProgramUse;

/** {@link ProgramMessage} in bytes, as far as it is a question or its answer, which may be long. */
final class ProgramQuestions implements Family {

    private static final int PROGRAMS = 1;
    private static final int MAPS = 2;
    private static final int DUMP = 3;
    private static final int FLOW_RUNS = 4;

    private static final int PROGRAM_BYTES = 64;
    private static final int MAP_BYTES = 24;
    private static final int MAX_NAME_BYTES = 255;

    /** Of flows; the same in all versions. */
    private final MatchCodec matches = new MatchCodec(OpenFlowVersion.V1_3);

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.experimenter() != Kind.OKKO) {
            return Optional.empty();
        }
        return switch (kind.space()) {
            case EXPERIMENTER_REQUEST -> request(kind.type(), body);
            case EXPERIMENTER_REPLY -> reply(kind.type(), body);
            case PLAIN, REQUEST, REPLY, EXPERIMENTER -> Optional.empty();
        };
    }

    private static Optional<Message> request(int type, WireReader body) throws OpenFlowException {
        return switch (type) {
            case PROGRAMS -> Optional.of(new ListPrograms(program(body)));
            case MAPS -> Optional.of(new ListMaps(program(body)));
            case DUMP -> {
                int program = body.u16();
                List<Integer> maps = new ArrayList<>();
                for (int count = body.u16(); count > 0; count--) {
                    maps.add(body.u16());
                }
                body.skip(-(body.position()) & 7);
                body.end();
                yield Optional.of(new DumpMaps(program, maps));
            }
            case FLOW_RUNS -> {
                int table = body.u8();
                body.skip(7);
                body.end();
                yield Optional.of(new ListFlowRuns(table));
            }
            default -> Optional.empty();
        };
    }

    private static int program(WireReader body) throws OpenFlowException {
        int program = body.u16();
        body.skip(6);
        body.end();
        return program;
    }

    private Optional<Message> reply(int type, WireReader body) throws OpenFlowException {
        return switch (type) {
            case PROGRAMS -> {
                List<ProgramDescription> programs = new ArrayList<>();
                while (body.hasMore()) {
                    programs.add(program(body.u16(), body));
                }
                yield Optional.of(new ProgramList(programs));
            }
            case MAPS -> {
                List<MapDescription> maps = new ArrayList<>();
                while (body.hasMore()) {
                    maps.add(map(body.u16(), body));
                }
                yield Optional.of(new MapList(maps));
            }
            case DUMP -> {
                List<MapPart> parts = new ArrayList<>();
                while (body.hasMore()) {
                    parts.add(ProgramMessages.readMapPart(body));
                }
                yield Optional.of(new MapDump(parts));
            }
            case FLOW_RUNS -> {
                List<FlowRuns> flows = new ArrayList<>();
                while (body.hasMore()) {
                    flows.add(flow(body.u16(), body));
                }
                yield Optional.of(new FlowRunsList(flows));
            }
            default -> Optional.empty();
        };
    }

    /** An entry says how long it is, so that later ones may have more in them. */
    private static ProgramDescription program(int length, WireReader body) throws OpenFlowException {
        WireReader entry = body.part(length - Short.BYTES, OpenFlowError.OFPBRC_BAD_LEN);
        int program = entry.u16();
        ProgramUse use = ProgramMessages.one(entry.u8() - 1, ProgramUse.values(), "use");
        ProgramAbi abi = ProgramMessages.one(entry.u8() - 1, ProgramAbi.values(), "ABI");
        FilterEngine engine = ProgramMessages.one(entry.u8(), FilterEngine.values(), "engine");
        int placeBytes = entry.u8();
        int nameBytes = entry.u16();
        int maps = entry.u16();
        int instructions = entry.u32();
        int objectBytes = entry.u32();
        entry.skip(4);
        long loadedAtMs = entry.u64();
        long runs = entry.u64();
        long matches = entry.u64();
        long faults = entry.u64();
        long meanPicoseconds = entry.u64();
        String name = entry.text(nameBytes);
        String place = entry.text(placeBytes);
        return new ProgramDescription(program, name, use, abi, engine, place, maps, instructions, objectBytes,
                loadedAtMs, runs, matches, faults, meanPicoseconds);
    }

    private static MapDescription map(int length, WireReader body) throws OpenFlowException {
        WireReader entry = body.part(length - Short.BYTES, OpenFlowError.OFPBRC_BAD_LEN);
        int program = entry.u16();
        int map = entry.u16();
        int nameBytes = entry.u8();
        int typeBytes = entry.u8();
        int keyBytes = entry.u32();
        int valueBytes = entry.u32();
        int maxEntries = entry.u32();
        int entries = entry.u32();
        String name = entry.text(nameBytes);
        String type = entry.text(typeBytes);
        return new MapDescription(program, map, name, type, keyBytes, valueBytes, maxEntries, entries);
    }

    private FlowRuns flow(int length, WireReader body) throws OpenFlowException {
        WireReader entry = body.part(length - Short.BYTES, OpenFlowError.OFPBRC_BAD_LEN);
        int program = entry.u16();
        int table = entry.u8();
        entry.skip(1);
        int priority = entry.u16();
        long cookie = entry.u64();
        long runs = entry.u64();
        long meanPicoseconds = entry.u64();
        return new FlowRuns(table, priority, cookie, matches.readLoosely(entry).match(), program, runs,
                meanPicoseconds);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case ListPrograms(int program) -> question(PROGRAMS, program, output);
            case ListMaps(int program) -> question(MAPS, program, output);
            case DumpMaps(int program, List<Integer> maps) ->
                output.multipart(Kind.experimenterRequest(Kind.OKKO, DUMP), List.of(maps), (all, writer) -> {
                    int start = writer.position();
                    writer.u16(program).u16(all.size());
                    all.forEach(writer::u16);
                    writer.padFrom(start);
                });
            case ProgramList(List<ProgramDescription> programs) ->
                output.multipart(Kind.experimenterReply(Kind.OKKO, PROGRAMS), programs, ProgramQuestions::write);
            case MapList(List<MapDescription> maps) ->
                output.multipart(Kind.experimenterReply(Kind.OKKO, MAPS), maps, ProgramQuestions::write);
            case MapDump(List<MapPart> parts) -> output.multipart(Kind.experimenterReply(Kind.OKKO, DUMP),
                    parts.stream().flatMap(part -> ProgramMessages.cut(part).stream()).toList(),
                    ProgramMessages::writeMapPart);
            case ListFlowRuns(int table) -> output.multipart(Kind.experimenterRequest(Kind.OKKO, FLOW_RUNS),
                    List.of(table), (number, writer) -> writer.u8(number).zeros(7));
            case FlowRunsList(List<FlowRuns> flows) ->
                output.multipart(Kind.experimenterReply(Kind.OKKO, FLOW_RUNS), flows, this::write);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void question(int type, int program, FrameOutput output) {
        output.multipart(Kind.experimenterRequest(Kind.OKKO, type), List.of(program),
                (number, writer) -> writer.u16(number).zeros(6));
    }

    private static void write(ProgramDescription program, WireWriter writer) {
        byte[] name = bytes(program.name());
        byte[] place = bytes(program.place());
        int length = padded(PROGRAM_BYTES + name.length + place.length);
        int start = writer.position();
        writer.u16(length).u16(program.program())
                .u8(program.use().ordinal() + 1).u8(program.abi().ordinal() + 1).u8(program.engine().ordinal())
                .u8(place.length).u16(name.length)
                .u16(program.maps()).u32(program.instructions()).u32(program.objectBytes()).zeros(4)
                .u64(program.loadedAtMs()).u64(program.runs()).u64(program.matches()).u64(program.faults())
                .u64(program.meanPicoseconds())
                .bytes(name).bytes(place).padFrom(start);
    }

    private static void write(MapDescription map, WireWriter writer) {
        byte[] name = bytes(map.name());
        byte[] type = bytes(map.type());
        int length = padded(MAP_BYTES + name.length + type.length);
        int start = writer.position();
        writer.u16(length).u16(map.program()).u16(map.map()).u8(name.length).u8(type.length)
                .u32(map.keyBytes()).u32(map.valueBytes()).u32(map.maxEntries()).u32(map.entries())
                .bytes(name).bytes(type).padFrom(start);
    }

    private void write(FlowRuns flow, WireWriter writer) {
        int start = writer.position();
        writer.u16(0).u16(flow.program()).u8(flow.table()).zeros(1).u16(flow.priority()).u64(flow.cookie())
                .u64(flow.runs()).u64(flow.meanPicoseconds());
        matches.write(flow.match(), OptionalInt.empty(), Peer.STOCK, writer);
        writer.patchU16(start, writer.position() - start);
    }

    private static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_NAME_BYTES ? bytes : Arrays.copyOf(bytes, MAX_NAME_BYTES);
    }

    private static int padded(int length) {
        return length + (-length & 7);
    }
}
