package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.FlowSelection;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.StatisticsRequest.FlowsForm;
import okko.switchd.openflow.wire.FlowMatch.Peer;

/** Questions for flows and their sums, and the answers, in bytes. */
final class FlowStatisticsMessages implements Family {

    private static final int FLOW = 1;
    private static final int AGGREGATE = 2;
    private static final int FLOW_STATISTICS = 17;
    private static final int NICIRA_FLOW = 0;
    private static final int NICIRA_AGGREGATE = 1;

    private static final int ANY_TABLE = 0xff;
    private static final int ANY_GROUP = 0xffffffff;

    private final OpenFlowVersion version;
    private final MatchCodec matches;
    private final FlowEntries entries;

    FlowStatisticsMessages(Encoding encoding) {
        version = encoding.version();
        matches = new MatchCodec(version);
        entries = new FlowEntries(encoding);
    }

    private boolean isFirst() {
        return version == OpenFlowVersion.V1_0;
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        return switch (kind.space()) {
            case REQUEST -> decodeRequest(kind.type(), body);
            case REPLY -> decodeReply(kind.type(), body);
            case EXPERIMENTER_REQUEST -> isNicira(kind) ? Optional.of(readNicira(kind.type(), body)) : Optional.empty();
            case EXPERIMENTER_REPLY -> !isNicira(kind) ? Optional.empty()
                    : Optional.of(kind.type() == NICIRA_FLOW
                            ? readFlows(body, FlowsForm.NICIRA)
                            : readAggregate(body, FlowsForm.NICIRA));
            case PLAIN, EXPERIMENTER -> Optional.empty();
        };
    }

    private boolean isNicira(Kind kind) {
        return isFirst() && kind.experimenter() == Kind.NICIRA
                && (kind.type() == NICIRA_FLOW || kind.type() == NICIRA_AGGREGATE);
    }

    private FlowsForm ownForm() {
        return isFirst() ? FlowsForm.OPENFLOW_10 : FlowsForm.MULTIPART;
    }

    private Optional<Message> decodeRequest(int type, WireReader body) throws OpenFlowException {
        if (type == FLOW_STATISTICS && version == OpenFlowVersion.V1_5) {
            return Optional.of(new StatisticsRequest.Flows(readSelection(body).flows, FlowsForm.STATISTICS_ONLY));
        }
        if (type != FLOW && type != AGGREGATE) {
            return Optional.empty();
        }
        Asked asked = readSelection(body);
        FlowsForm form = asked.peer == Peer.OKKO ? FlowsForm.MULTIPART_FOR_OKKO : ownForm();
        return Optional.of(type == FLOW
                ? new StatisticsRequest.Flows(asked.flows, form)
                : new StatisticsRequest.Aggregate(asked.flows, form));
    }

    private Optional<Message> decodeReply(int type, WireReader body) throws OpenFlowException {
        return switch (type) {
            case FLOW -> Optional.of(readFlows(body, ownForm()));
            case AGGREGATE -> Optional.of(readAggregate(body, ownForm()));
            case FLOW_STATISTICS -> version == OpenFlowVersion.V1_5
                    ? Optional.of(readFlows(body, FlowsForm.STATISTICS_ONLY))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Which flows, and who asks. */
    private record Asked(FlowSelection flows, Peer peer) {}

    private Asked readSelection(WireReader body) throws OpenFlowException {
        if (isFirst()) {
            FlowMatch match = matches.read(body);
            OptionalInt table = table(body.u8());
            body.skip(1);
            return selection(match, table, PortNumbers.readOrAny(body, version, PortNumbers.NONE), OptionalInt.empty());
        }
        OptionalInt table = table(body.u8());
        body.skip(3);
        OptionalInt outPort = PortNumbers.readOrAny(body, version, PortNumbers.NONE);
        int group = body.u32();
        body.skip(4);
        long cookie = body.u64();
        long cookieMask = body.u64();
        FlowMatch match = matches.read(body);
        body.end();
        OptionalInt outGroup = group == ANY_GROUP ? OptionalInt.empty() : OptionalInt.of(group);
        return selection(new FlowMatch(match.match(), match.program(), match.peer(), cookie, cookieMask), table,
                outPort, outGroup);
    }

    private static OptionalInt table(int table) {
        return table == ANY_TABLE ? OptionalInt.empty() : OptionalInt.of(table);
    }

    private static Asked selection(FlowMatch match, OptionalInt table, OptionalInt outPort, OptionalInt outGroup) {
        return new Asked(new FlowSelection(table, match.match(), OptionalInt.empty(), match.program(),
                match.cookie() & match.cookieMask(), match.cookieMask(), outPort, outGroup), match.peer());
    }

    private Message readNicira(int type, WireReader body) throws OpenFlowException {
        OptionalInt outPort = PortNumbers.readOrAny(body, version, PortNumbers.NONE);
        int matchBytes = body.u16();
        OptionalInt table = table(body.u8());
        body.skip(3);
        FlowMatch match = matches.readNicira(body, matchBytes);
        Asked asked = selection(match, table, outPort, OptionalInt.empty());
        FlowsForm form = asked.peer == Peer.OKKO ? FlowsForm.NICIRA_FOR_OKKO : FlowsForm.NICIRA;
        return type == NICIRA_FLOW
                ? new StatisticsRequest.Flows(asked.flows, form)
                : new StatisticsRequest.Aggregate(asked.flows, form);
    }

    private Message readFlows(WireReader body, FlowsForm form) throws OpenFlowException {
        List<FlowStatistics> flows = new ArrayList<>();
        while (body.hasMore()) {
            flows.add(entries.read(body, form));
        }
        return new StatisticsReply.Flows(flows, form);
    }

    private Message readAggregate(WireReader body, FlowsForm form) throws OpenFlowException {
        if (version == OpenFlowVersion.V1_5) {
            FlowCounts counts = FlowCounts.read(body);
            return new StatisticsReply.Aggregate(Math.max(counts.flows(), 0), counts.packets(), counts.bytes(), form);
        }
        long packets = body.u64();
        long bytes = body.u64();
        long flows = Integer.toUnsignedLong(body.u32());
        body.skip(4);
        return new StatisticsReply.Aggregate(flows, packets, bytes, form);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case StatisticsRequest.Flows(FlowSelection flows, FlowsForm form) ->
                output.message(request(FLOW, NICIRA_FLOW, form), writer -> writeSelection(flows, form, writer));
            case StatisticsRequest.Aggregate(FlowSelection flows, FlowsForm form) -> output.message(
                    request(AGGREGATE, NICIRA_AGGREGATE, form), writer -> writeSelection(flows, form, writer));
            case StatisticsReply.Flows(List<FlowStatistics> flows, FlowsForm form) -> output.multipart(
                    reply(FLOW, NICIRA_FLOW, form), flows, (flow, writer) -> entries.write(flow, form, writer));
            case StatisticsReply.Aggregate sums -> output.message(reply(AGGREGATE, NICIRA_AGGREGATE, sums.form()),
                    writer -> writeAggregate(sums, writer));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Kind request(int type, int niciraType, FlowsForm form) {
        return switch (form) {
            case OPENFLOW_10, MULTIPART, MULTIPART_FOR_OKKO -> Kind.request(type);
            case NICIRA, NICIRA_FOR_OKKO -> Kind.experimenterRequest(Kind.NICIRA, niciraType);
            case STATISTICS_ONLY -> Kind.request(FLOW_STATISTICS);
        };
    }

    private static Kind reply(int type, int niciraType, FlowsForm form) {
        return switch (form) {
            case OPENFLOW_10, MULTIPART, MULTIPART_FOR_OKKO -> Kind.reply(type);
            case NICIRA, NICIRA_FOR_OKKO -> Kind.experimenterReply(Kind.NICIRA, niciraType);
            case STATISTICS_ONLY -> Kind.reply(FLOW_STATISTICS);
        };
    }

    private void writeSelection(FlowSelection flows, FlowsForm form, WireWriter writer) {
        int table = flows.table().orElse(ANY_TABLE);
        switch (form) {
            case OPENFLOW_10 -> {
                TwelveTuple.write(flows.match(), writer);
                writer.u8(table).zeros(1);
                PortNumbers.writeOrAny(flows.outPort(), version, PortNumbers.NONE, writer);
            }
            case NICIRA, NICIRA_FOR_OKKO -> {
                PortNumbers.writeOrAny(flows.outPort(), version, PortNumbers.NONE, writer);
                int lengthAt = writer.position();
                writer.u16(0).u8(table).zeros(3);
                int start = writer.position();
                matches.writeFields(flows.match(), flows.program(), FlowEntries.peer(form), writer);
                if (flows.cookieMask() != 0) {
                    MatchFields.writeCookie(flows.cookie(), flows.cookieMask(), writer);
                }
                writer.patchU16(lengthAt, writer.position() - start);
                writer.padFrom(start);
            }
            case MULTIPART, MULTIPART_FOR_OKKO, STATISTICS_ONLY -> {
                writer.u8(table).zeros(3);
                PortNumbers.writeOrAny(flows.outPort(), version, PortNumbers.NONE, writer);
                writer.u32(flows.outGroup().orElse(ANY_GROUP)).zeros(4).u64(flows.cookie()).u64(flows.cookieMask());
                matches.write(flows.match(), flows.program(), FlowEntries.peer(form), writer);
            }
        }
    }

    private void writeAggregate(StatisticsReply.Aggregate sums, WireWriter writer) {
        if (version == OpenFlowVersion.V1_5) {
            new FlowCounts(-1, -1, sums.flows(), sums.packets(), sums.bytes()).write(writer);
        } else {
            writer.u64(sums.packets()).u64(sums.bytes()).u32((int) sums.flows()).zeros(4);
        }
    }
}
