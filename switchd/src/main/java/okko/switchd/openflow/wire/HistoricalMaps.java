package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.Part;
import okko.switchd.openflow.ProgramMessage.DumpMaps;
import okko.switchd.openflow.ProgramMessage.LoadCommand;
import okko.switchd.openflow.ProgramMessage.LoadOptions;
import okko.switchd.openflow.ProgramMessage.LoadProgram;
import okko.switchd.openflow.ProgramMessage.MapDump;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramUse;

/**
 * The bodies of messages that Oko and P4rt-OVS have in common. Both forgot to swap bytes in some, and so did their
 * peers: these numbers are little-endian, as on the machines that they ran on.
 */
final class HistoricalMaps {

    private static final int MAP_HEADER_BYTES = 16;

    private HistoricalMaps() {}

    static LoadProgram readLoad(WireReader body, ProgramUse use) throws OpenFlowException {
        int program = body.u16();
        body.skip(2);
        LoadOptions options =
                new LoadOptions(Optional.empty(), Optional.empty(), Optional.of(use), FilterEngine.JIT);
        return new LoadProgram(LoadCommand.LOAD, program, options, Part.whole(body.bytes(body.u32())));
    }

    /** {@return whether a program is loaded as these dialects can say it} */
    static boolean isPlain(LoadProgram load) {
        return load.command() == LoadCommand.LOAD;
    }

    static void writeLoad(LoadProgram load, WireWriter writer) {
        byte[] object = whole(load.object());
        writer.u16(load.program()).zeros(2).u32(object.length).bytes(object);
    }

    /** These messages know no parts; too long a one is refused where frames are made. */
    private static byte[] whole(Part part) {
        if (!part.isWhole()) {
            throw new IllegalArgumentException("this dialect has no messages in parts");
        }
        return part.bytes();
    }

    static MapPart readUpdate(WireReader body) throws OpenFlowException {
        int program = body.u16();
        int map = body.u16();
        int keyBytes = body.u32();
        int valueBytes = body.u32();
        int count = body.u32();
        return new MapPart(program, map, keyBytes, valueBytes, entries(body, keyBytes, valueBytes, count));
    }

    static void writeUpdate(MapPart part, WireWriter writer) {
        byte[] entries = whole(part.entries());
        writer.u16(part.program()).u16(part.map()).u32(part.keyBytes()).u32(part.valueBytes())
                .u32(count(entries.length, part)).bytes(entries);
    }

    /** A whole number of entries; what a map has too few bytes for is refused there. */
    static int count(int bytes, MapPart part) {
        int entryBytes = part.keyBytes() + part.valueBytes();
        return entryBytes == 0 ? 0 : bytes / entryBytes;
    }

    static Part entries(WireReader body, int keyBytes, int valueBytes, int count) throws OpenFlowException {
        long entryBytes = Integer.toUnsignedLong(keyBytes) + Integer.toUnsignedLong(valueBytes);
        long allBytes = Integer.toUnsignedLong(count) * entryBytes;
        if (entryBytes > body.remaining() && count != 0 || allBytes > body.remaining()) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN,
                    "%s entries with keys of %s and values of %s bytes do not fit the message".formatted(
                            Integer.toUnsignedString(count), Integer.toUnsignedString(keyBytes),
                            Integer.toUnsignedString(valueBytes)));
        }
        if (keyBytes < 0 || valueBytes < 0) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN, "no entries are that long");
        }
        return Part.whole(body.bytes((int) allBytes));
    }

    static DumpMaps readQuestion(WireReader body) throws OpenFlowException {
        int program = body.u16();
        List<Integer> maps = new ArrayList<>();
        for (int count = body.u16(); count > 0; count--) {
            maps.add(swapped16(body.u16()));
        }
        return new DumpMaps(program, maps);
    }

    static void writeQuestion(DumpMaps question, WireWriter writer) {
        writer.u16(question.program()).u16(question.maps().size());
        question.maps().forEach(map -> writer.u16(swapped16(map)));
    }

    static MapDump readAnswer(WireReader body) throws OpenFlowException {
        int program = swapped16(body.u16());
        List<MapPart> parts = new ArrayList<>();
        for (int count = swapped16(body.u16()); count > 0; count--) {
            int map = swapped16(body.u16());
            body.skip(2);
            int keyBytes = Integer.reverseBytes(body.u32());
            int valueBytes = Integer.reverseBytes(body.u32());
            int entries = Integer.reverseBytes(body.u32());
            parts.add(new MapPart(program, map, keyBytes, valueBytes, entries(body, keyBytes, valueBytes, entries)));
        }
        return new MapDump(parts);
    }

    /** There is only one message, so it has no more entries than fit into it. */
    static void writeAnswer(List<MapPart> parts, WireWriter writer) {
        writer.u16(swapped16(parts.isEmpty() ? 0 : parts.getFirst().program())).u16(swapped16(parts.size()));
        int headersLeft = parts.size() * MAP_HEADER_BYTES;
        for (MapPart part : parts) {
            headersLeft -= MAP_HEADER_BYTES;
            int room = MessageCodec.MAX_MESSAGE_BYTES - writer.position() - MAP_HEADER_BYTES - headersLeft;
            int count = count(Math.min(whole(part.entries()).length, Math.max(room, 0)), part);
            writer.u16(swapped16(part.map())).zeros(2)
                    .u32(Integer.reverseBytes(part.keyBytes())).u32(Integer.reverseBytes(part.valueBytes()))
                    .u32(Integer.reverseBytes(count))
                    .bytes(Arrays.copyOf(part.entries().bytes(),
                            count * (part.keyBytes() + part.valueBytes())));
        }
    }

    private static int swapped16(int number) {
        return Short.toUnsignedInt(Short.reverseBytes((short) number));
    }
}
