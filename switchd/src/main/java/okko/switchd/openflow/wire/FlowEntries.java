package okko.switchd.openflow.wire;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.StatisticsRequest.FlowsForm;
import okko.switchd.openflow.wire.FlowMatch.Peer;
import okko.switchd.openflow.wire.MatchFields.Unknown;

/** One flow and what it counted, as the answers of the versions have it. */
final class FlowEntries {

    private static final int AGE_MAX = 0xffff;
    private static final long NS_PER_S = 1_000_000_000L;

    private final OpenFlowVersion version;
    private final MatchCodec matches;
    private final InstructionCodec instructions;

    FlowEntries(Encoding encoding) {
        version = encoding.version();
        matches = new MatchCodec(version);
        instructions = new InstructionCodec(version, encoding.dialect());
    }

    static Peer peer(FlowsForm form) {
        return switch (form) {
            case OPENFLOW_10, NICIRA, MULTIPART, STATISTICS_ONLY -> Peer.STOCK;
            case NICIRA_FOR_OKKO, MULTIPART_FOR_OKKO -> Peer.OKKO;
        };
    }

    void write(FlowStatistics flow, FlowsForm form, WireWriter writer) {
        int start = writer.position();
        writer.u16(0);
        switch (form) {
            case OPENFLOW_10 -> writeFirst(flow, writer);
            case NICIRA, NICIRA_FOR_OKKO -> writeNicira(flow, peer(form), writer);
            case STATISTICS_ONLY -> writeStatisticsOnly(flow, writer);
            case MULTIPART, MULTIPART_FOR_OKKO -> {
                if (version == OpenFlowVersion.V1_5) {
                    writeDescription(flow, peer(form), writer);
                } else {
                    writeLater(flow, peer(form), writer);
                }
            }
        }
        writer.patchU16(start, writer.position() - start);
    }

    private static void writeTimes(Flow flow, WireWriter writer) {
        writer.u16(flow.priority()).u16(flow.idleTimeout()).u16(flow.hardTimeout());
    }

    private static void writeCounts(FlowStatistics flow, WireWriter writer) {
        writer.u64(flow.flow().cookie()).u64(flow.packets()).u64(flow.bytes());
    }

    private void writeFirst(FlowStatistics counted, WireWriter writer) {
        Flow flow = counted.flow();
        writer.u8(flow.table()).zeros(1);
        TwelveTuple.write(flow.match(), writer);
        Duration.write(counted.durationNs(), writer);
        writeTimes(flow, writer);
        writer.zeros(6);
        writeCounts(counted, writer);
        instructions.write(flow.actions(), flow.match(), writer);
    }

    private void writeNicira(FlowStatistics counted, Peer peer, WireWriter writer) {
        Flow flow = counted.flow();
        writer.u8(flow.table()).zeros(1);
        Duration.write(counted.durationNs(), writer);
        writeTimes(flow, writer);
        int lengthAt = writer.position();
        writer.u16(0).u16(age(counted.idleNs())).u16(age(counted.hardNs()));
        writeCounts(counted, writer);
        int start = writer.position();
        matches.writeFields(flow.match(), OptionalInt.of(flow.filterProgram()), peer, writer);
        writer.patchU16(lengthAt, writer.position() - start);
        writer.padFrom(start);
        instructions.write(flow.actions(), flow.match(), writer);
    }

    /** One more than the seconds, as 0 stands for an age that is not known. */
    private static int age(long ns) {
        return ns < 0 ? 0 : (int) Math.min(ns / NS_PER_S + 1, AGE_MAX);
    }

    private static long ageNs(int age) {
        return age == 0 ? -1 : (age - 1) * NS_PER_S;
    }

    private void writeLater(FlowStatistics counted, Peer peer, WireWriter writer) {
        Flow flow = counted.flow();
        writer.u8(flow.table()).zeros(1);
        Duration.write(counted.durationNs(), writer);
        writeTimes(flow, writer);
        writer.u16(FlowModMessages.bits(flow.flags()))
                .u16(version.isAtLeast(OpenFlowVersion.V1_4) ? flow.importance() : 0).zeros(2);
        writeCounts(counted, writer);
        matches.write(flow.match(), OptionalInt.of(flow.filterProgram()), peer, writer);
        instructions.write(flow.actions(), flow.match(), writer);
    }

    private void writeDescription(FlowStatistics counted, Peer peer, WireWriter writer) {
        Flow flow = counted.flow();
        writer.zeros(2).u8(flow.table()).zeros(1);
        writeTimes(flow, writer);
        writer.u16(FlowModMessages.bits(flow.flags())).u16(flow.importance()).u64(flow.cookie());
        matches.write(flow.match(), OptionalInt.of(flow.filterProgram()), peer, writer);
        FlowCounts.of(counted).write(writer);
        instructions.write(flow.actions(), flow.match(), writer);
    }

    private void writeStatisticsOnly(FlowStatistics counted, WireWriter writer) {
        Flow flow = counted.flow();
        writer.zeros(2).u8(flow.table()).zeros(1).u16(flow.priority());
        matches.write(flow.match(), OptionalInt.of(flow.filterProgram()), Peer.STOCK, writer);
        FlowCounts.of(counted).write(writer);
    }

    /**
     * Reads a flow.
     *
     * @param reader at its length
     * @param form   of the answer
     * @return the flow
     * @throws OpenFlowException if it is wrong
     */
    FlowStatistics read(WireReader reader, FlowsForm form) throws OpenFlowException {
        int length = reader.u16();
        if (length < Short.BYTES || length - Short.BYTES > reader.remaining()) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN, "a flow of %d bytes where %d are left"
                    .formatted(length, reader.remaining()));
        }
        WireReader entry = reader.part(length - Short.BYTES, OpenFlowError.OFPBRC_BAD_LEN);
        return switch (form) {
            case OPENFLOW_10 -> readFirst(entry);
            case NICIRA, NICIRA_FOR_OKKO -> readNicira(entry);
            case STATISTICS_ONLY -> readStatisticsOnly(entry);
            case MULTIPART, MULTIPART_FOR_OKKO ->
                version == OpenFlowVersion.V1_5 ? readDescription(entry) : readLater(entry);
        };
    }

    private FlowStatistics readFirst(WireReader reader) throws OpenFlowException {
        int table = table(reader);
        FlowMatch match = FlowMatch.of(TwelveTuple.read(reader));
        long durationNs = Duration.read(reader);
        int priority = reader.u16();
        int idleTimeout = reader.u16();
        int hardTimeout = reader.u16();
        reader.skip(6);
        long cookie = reader.u64();
        long packets = reader.u64();
        long bytes = reader.u64();
        Flow flow = new Flow(table, priority, match.match(), match.flowProgram(), instructions.read(reader), cookie,
                idleTimeout, hardTimeout);
        return new FlowStatistics(flow, durationNs, packets, bytes, -1, -1);
    }

    private static int table(WireReader reader) throws OpenFlowException {
        int table = reader.u8();
        reader.skip(1);
        if (table > Flow.MAX_TABLE) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_TABLE_ID, "no table " + table);
        }
        return table;
    }

    private FlowStatistics readNicira(WireReader reader) throws OpenFlowException {
        int table = table(reader);
        long durationNs = Duration.read(reader);
        int priority = reader.u16();
        int idleTimeout = reader.u16();
        int hardTimeout = reader.u16();
        int matchBytes = reader.u16();
        int idleAge = reader.u16();
        int hardAge = reader.u16();
        long cookie = reader.u64();
        long packets = reader.u64();
        long bytes = reader.u64();
        FlowMatch match = matches.readNicira(reader, matchBytes, Unknown.REFUSED);
        Flow flow = new Flow(table, priority, match.match(), match.flowProgram(), instructions.read(reader), cookie,
                idleTimeout, hardTimeout);
        return new FlowStatistics(flow, durationNs, packets, bytes, ageNs(idleAge), ageNs(hardAge));
    }

    private FlowStatistics readLater(WireReader reader) throws OpenFlowException {
        int table = table(reader);
        long durationNs = Duration.read(reader);
        int priority = reader.u16();
        int idleTimeout = reader.u16();
        int hardTimeout = reader.u16();
        Set<FlowFlag> flags = FlowModMessages.flags(reader.u16());
        int importance = reader.u16();
        reader.skip(2);
        long cookie = reader.u64();
        long packets = reader.u64();
        long bytes = reader.u64();
        FlowMatch match = matches.read(reader);
        Flow flow = new Flow(table, priority, match.match(), match.flowProgram(), instructions.read(reader), cookie,
                idleTimeout, hardTimeout, version.isAtLeast(OpenFlowVersion.V1_4) ? importance : 0, flags);
        return new FlowStatistics(flow, durationNs, packets, bytes, -1, -1);
    }

    private FlowStatistics readDescription(WireReader reader) throws OpenFlowException {
        reader.skip(2);
        int table = table(reader);
        int priority = reader.u16();
        int idleTimeout = reader.u16();
        int hardTimeout = reader.u16();
        Set<FlowFlag> flags = FlowModMessages.flags(reader.u16());
        int importance = reader.u16();
        long cookie = reader.u64();
        FlowMatch match = matches.read(reader);
        FlowCounts counts = FlowCounts.read(reader);
        Flow flow = new Flow(table, priority, match.match(), match.flowProgram(), instructions.read(reader), cookie,
                idleTimeout, hardTimeout, importance, flags);
        return counts.of(flow);
    }

    private FlowStatistics readStatisticsOnly(WireReader reader) throws OpenFlowException {
        reader.skip(2);
        int table = table(reader);
        int priority = reader.u16();
        FlowMatch match = matches.read(reader);
        FlowCounts counts = FlowCounts.read(reader);
        return counts.of(new Flow(table, priority, match.match(), match.flowProgram(), List.of(), 0, 0, 0));
    }
}
