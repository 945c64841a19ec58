package okko.switchd.openflow.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.EventMessage.FlowRemoved;
import okko.switchd.openflow.EventMessage.FlowRemovedReason;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.FlowMatch.Peer;
import okko.switchd.openflow.wire.MatchFields.Unknown;

/** {@link FlowRemoved} in bytes: {@code OFPT_FLOW_REMOVED}, and in 1.0 {@code NXT_FLOW_REMOVED} as well. */
final class FlowRemovedMessages implements Family {

    private static final int FLOW_REMOVED = 11;
    private static final int NICIRA_FLOW_REMOVED = 14;

    private final OpenFlowVersion version;
    private final MatchCodec matches;

    FlowRemovedMessages(Encoding encoding) {
        version = encoding.version();
        matches = new MatchCodec(version);
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(Kind.plain(FLOW_REMOVED))) {
            return Optional.of(switch (version) {
                case V1_0 -> readFirst(body);
                case V1_3, V1_4 -> readLater(body);
                case V1_5 -> readLast(body);
            });
        }
        if (version == OpenFlowVersion.V1_0 && kind.equals(Kind.experimenter(Kind.NICIRA, NICIRA_FLOW_REMOVED))) {
            return Optional.of(readNicira(body));
        }
        return Optional.empty();
    }

    private static FlowRemovedReason reason(int number) throws OpenFlowException {
        if (number >= FlowRemovedReason.values().length) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_PACKET, "no reason %d for an end".formatted(number));
        }
        return FlowRemovedReason.values()[number];
    }

    /** The reasons that came later are a deletion in 1.0. */
    private int reason(FlowRemovedReason reason) {
        boolean isLater = reason.ordinal() > FlowRemovedReason.DELETE.ordinal() && version == OpenFlowVersion.V1_0
                || reason.ordinal() > FlowRemovedReason.GROUP_DELETE.ordinal() && version == OpenFlowVersion.V1_3;
        return isLater ? FlowRemovedReason.DELETE.ordinal() : reason.ordinal();
    }

    private static Flow flow(int table, int priority, FlowMatch match, long cookie, int idleTimeout, int hardTimeout) {
        return new Flow(Math.min(table, Flow.MAX_TABLE), priority, match.match(), match.flowProgram(), List.of(),
                cookie, idleTimeout, hardTimeout);
    }

    private FlowRemoved readFirst(WireReader body) throws OpenFlowException {
        FlowMatch match = matches.read(body);
        long cookie = body.u64();
        int priority = body.u16();
        FlowRemovedReason reason = reason(body.u8());
        body.skip(1);
        long durationNs = Duration.read(body);
        int idleTimeout = body.u16();
        body.skip(2);
        Flow flow = flow(0, priority, match, cookie, idleTimeout, 0);
        return new FlowRemoved(flow, reason, durationNs, body.u64(), body.u64());
    }

    private FlowRemoved readNicira(WireReader body) throws OpenFlowException {
        long cookie = body.u64();
        int priority = body.u16();
        FlowRemovedReason reason = reason(body.u8());
        int table = Math.max(body.u8() - 1, 0); // 0 stands for a table that is not told
        long durationNs = Duration.read(body);
        int idleTimeout = body.u16();
        int matchBytes = body.u16();
        long packets = body.u64();
        long bytes = body.u64();
        FlowMatch match = matches.readNicira(body, matchBytes, Unknown.SKIPPED);
        Flow flow = flow(table, priority, match, cookie, idleTimeout, 0);
        return new FlowRemoved(flow, reason, durationNs, packets, bytes);
    }

    private FlowRemoved readLater(WireReader body) throws OpenFlowException {
        long cookie = body.u64();
        int priority = body.u16();
        FlowRemovedReason reason = reason(body.u8());
        int table = body.u8();
        long durationNs = Duration.read(body);
        int idleTimeout = body.u16();
        int hardTimeout = body.u16();
        long packets = body.u64();
        long bytes = body.u64();
        Flow flow = flow(table, priority, matches.readLoosely(body), cookie, idleTimeout, hardTimeout);
        return new FlowRemoved(flow, reason, durationNs, packets, bytes);
    }

    private FlowRemoved readLast(WireReader body) throws OpenFlowException {
        int table = body.u8();
        FlowRemovedReason reason = reason(body.u8());
        int priority = body.u16();
        int idleTimeout = body.u16();
        int hardTimeout = body.u16();
        long cookie = body.u64();
        Flow flow = flow(table, priority, matches.readLoosely(body), cookie, idleTimeout, hardTimeout);
        FlowCounts counts = FlowCounts.read(body);
        return new FlowRemoved(flow, reason, Math.max(counts.durationNs(), 0), counts.packets(), counts.bytes());
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        if (!(message instanceof FlowRemoved removed)) {
            return false;
        }
        if (version == OpenFlowVersion.V1_0 && !TwelveTuple.canSay(removed.flow().match())) {
            output.message(Kind.experimenter(Kind.NICIRA, NICIRA_FLOW_REMOVED),
                    writer -> writeNicira(removed, writer));
            return true;
        }
        output.message(Kind.plain(FLOW_REMOVED), writer -> {
            switch (version) {
                case V1_0 -> writeFirst(removed, writer);
                case V1_3, V1_4 -> writeLater(removed, writer);
                case V1_5 -> writeLast(removed, writer);
            }
        });
        return true;
    }

    private void writeFirst(FlowRemoved removed, WireWriter writer) {
        Flow flow = removed.flow();
        TwelveTuple.write(flow.match(), writer);
        writer.u64(flow.cookie()).u16(flow.priority()).u8(reason(removed.reason())).zeros(1);
        Duration.write(removed.durationNs(), writer);
        writer.u16(flow.idleTimeout()).zeros(2).u64(removed.packets()).u64(removed.bytes());
    }

    private void writeNicira(FlowRemoved removed, WireWriter writer) {
        Flow flow = removed.flow();
        writer.u64(flow.cookie()).u16(flow.priority()).u8(reason(removed.reason())).u8(flow.table() + 1);
        Duration.write(removed.durationNs(), writer);
        writer.u16(flow.idleTimeout());
        int lengthAt = writer.position();
        writer.u16(0).u64(removed.packets()).u64(removed.bytes());
        int start = writer.position();
        matches.writeFields(flow.match(), OptionalInt.empty(), Peer.STOCK, writer);
        writer.patchU16(lengthAt, writer.position() - start);
        writer.padFrom(start);
    }

    private void writeLater(FlowRemoved removed, WireWriter writer) {
        Flow flow = removed.flow();
        writer.u64(flow.cookie()).u16(flow.priority()).u8(reason(removed.reason())).u8(flow.table());
        Duration.write(removed.durationNs(), writer);
        writer.u16(flow.idleTimeout()).u16(flow.hardTimeout()).u64(removed.packets()).u64(removed.bytes());
        matches.write(flow.match(), OptionalInt.empty(), Peer.STOCK, writer);
    }

    private void writeLast(FlowRemoved removed, WireWriter writer) {
        Flow flow = removed.flow();
        writer.u8(flow.table()).u8(reason(removed.reason())).u16(flow.priority()).u16(flow.idleTimeout())
                .u16(flow.hardTimeout()).u64(flow.cookie());
        matches.write(flow.match(), OptionalInt.empty(), Peer.STOCK, writer);
        new FlowCounts(removed.durationNs(), -1, -1, removed.packets(), removed.bytes()).write(writer);
    }
}
