package okko.switchd.openflow.wire;

import okko.switchd.flow.Flow;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;

/**
 * Counters of OpenFlow 1.5 as a list of fields ({@code struct ofp_stats}, 1.5, 7.2.4).
 *
 * @param durationNs since the flow was added; negative if it is not told
 * @param idleNs     since its last packet; negative if it is not told
 * @param flows      how many flows; negative if it is not told
 * @param packets    that matched
 * @param bytes      of their frames
 */
record FlowCounts(long durationNs, long idleNs, long flows, long packets, long bytes) {

    private static final int BASIC_CLASS = 0x8002;
    private static final int DURATION = 0;
    private static final int IDLE = 1;
    private static final int FLOWS = 3;
    private static final int PACKETS = 4;
    private static final int BYTES = 5;

    private static final int HEADER_BYTES = 4;

    static FlowCounts of(FlowStatistics flow) {
        return new FlowCounts(flow.durationNs(), Math.max(flow.idleNs(), 0), -1, flow.packets(), flow.bytes());
    }

    FlowStatistics of(Flow flow) {
        return new FlowStatistics(flow, Math.max(durationNs, 0), packets, bytes, idleNs, -1);
    }

    void write(WireWriter writer) {
        int start = writer.position();
        writer.u16(0).u16(0);
        if (durationNs >= 0) {
            writeTime(DURATION, durationNs, writer);
        }
        if (idleNs >= 0) {
            writeTime(IDLE, idleNs, writer);
        }
        field(PACKETS, Long.BYTES, writer).u64(packets);
        field(BYTES, Long.BYTES, writer).u64(bytes);
        if (flows >= 0) {
            field(FLOWS, Integer.BYTES, writer).u32((int) flows);
        }
        writer.patchU16(start + 2, writer.position() - start);
        writer.padFrom(start);
    }

    private static WireWriter field(int number, int length, WireWriter writer) {
        return writer.u16(BASIC_CLASS).u8(number << 1).u8(length);
    }

    private static void writeTime(int number, long ns, WireWriter writer) {
        field(number, Long.BYTES, writer);
        Duration.write(ns, writer);
    }

    /**
     * Reads counters, with the padding behind them.
     *
     * @param reader at their beginning
     * @return those that are known of
     * @throws OpenFlowException if they are wrong
     */
    static FlowCounts read(WireReader reader) throws OpenFlowException {
        reader.skip(2);
        int length = reader.u16();
        if (length < HEADER_BYTES || length - HEADER_BYTES > reader.remaining()) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN, "counters of %d bytes where %d are left"
                    .formatted(length, reader.remaining()));
        }
        WireReader fields = reader.part(length - HEADER_BYTES, OpenFlowError.OFPBRC_BAD_LEN);
        reader.skipPadding(length);
        FlowCounts counts = new FlowCounts(-1, -1, -1, 0, 0);
        while (fields.hasMore()) {
            counts = counts.with(fields);
        }
        return counts;
    }

    private FlowCounts with(WireReader fields) throws OpenFlowException {
        int space = fields.u16();
        int number = fields.u8() >>> 1;
        WireReader value = fields.part(fields.u8(), OpenFlowError.OFPBRC_BAD_LEN);
        if (space != BASIC_CLASS) {
            return this;
        }
        return switch (number) {
            case DURATION -> new FlowCounts(Duration.read(value), idleNs, flows, packets, bytes);
            case IDLE -> new FlowCounts(durationNs, Duration.read(value), flows, packets, bytes);
            case FLOWS -> new FlowCounts(durationNs, idleNs, Integer.toUnsignedLong(value.u32()), packets, bytes);
            case PACKETS -> new FlowCounts(durationNs, idleNs, flows, value.u64(), bytes);
            case BYTES -> new FlowCounts(durationNs, idleNs, flows, packets, value.u64());
            default -> this;
        };
    }
}
