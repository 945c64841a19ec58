package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.StatisticsRequest.FlowsForm;

/**
 * Flows as Oko has them: no field of a match names the program, but two bytes in the middle of structures of OpenFlow's
 * do. Without these bytes the messages are what they are elsewhere.
 */
final class OkoFlowMessages implements Family {

    private static final int FLOW_MOD = 14;
    private static final int NICIRA_FLOW_MOD = 13;
    private static final int FLOW = 1;
    private static final int NICIRA_FLOW = 0;

    private static final int LENGTH_OFFSET = 2;

    private final OpenFlowVersion version;
    private final FlowModMessages changes;
    private final FlowStatisticsMessages statistics;
    private final FlowEntries entries;

    OkoFlowMessages(Encoding encoding) {
        version = encoding.version();
        changes = new FlowModMessages(encoding);
        // Oko is older than what 1.5 came to be: it describes flows as 1.1 does in all later versions.
        Encoding described = version == OpenFlowVersion.V1_5
                ? Encoding.initial(OpenFlowVersion.V1_3, Dialect.OKO)
                : encoding;
        statistics = new FlowStatisticsMessages(described);
        entries = new FlowEntries(described);
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(Kind.plain(FLOW_MOD))) {
            return Optional.of(readFlowMod(kind, ProgramInserts.flowMod(version), body));
        }
        if (kind.equals(Kind.experimenter(Kind.NICIRA, NICIRA_FLOW_MOD))) {
            return Optional.of(readFlowMod(kind, ProgramInserts.NICIRA_FLOW_MOD, body));
        }
        if (kind.equals(Kind.reply(FLOW))) {
            return Optional.of(readFlows(kind, ProgramInserts.flowStatistics(version), body));
        }
        if (kind.equals(Kind.experimenterReply(Kind.NICIRA, NICIRA_FLOW))) {
            return Optional.of(readFlows(kind, ProgramInserts.NICIRA_FLOW_STATISTICS, body));
        }
        return statistics.decode(kind, body);
    }

    private FlowMod readFlowMod(Kind kind, ProgramInserts place, WireReader body) throws OpenFlowException {
        ProgramInserts.Removed removed = place.remove(body.rest());
        Optional<Message> message =
                changes.decode(kind, WireReader.of(removed.standard(), OpenFlowError.OFPBRC_BAD_LEN));
        if (message.isPresent() && message.get() instanceof FlowMod mod) {
            return new FlowMod(mod.command(), with(removed.program(), mod.flow()), ofAnyProgram(mod.selection()),
                    mod.bufferId(), mod.isTableNamed());
        }
        throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_TYPE, "no such change of flows");
    }

    /** Oko tells flows apart by match and priority alone. */
    private static FlowSelection ofAnyProgram(FlowSelection selection) {
        return new FlowSelection(selection.table(), selection.match(), selection.priority(), OptionalInt.empty(),
                selection.cookie(), selection.cookieMask(), selection.outPort(), selection.outGroup());
    }

    private static Flow with(int program, Flow flow) {
        return new Flow(flow.table(), flow.priority(), flow.match(), program, flow.actions(), flow.cookie(),
                flow.idleTimeout(), flow.hardTimeout(), flow.importance(), flow.flags());
    }

    private StatisticsReply.Flows readFlows(Kind kind, ProgramInserts place, WireReader body)
            throws OpenFlowException {
        FlowsForm form = kind.experimenter() == Kind.NICIRA ? FlowsForm.NICIRA
                : version == OpenFlowVersion.V1_0 ? FlowsForm.OPENFLOW_10 : FlowsForm.MULTIPART;
        List<FlowStatistics> flows = new ArrayList<>();
        while (body.hasMore()) {
            int length = body.ahead().u16();
            ProgramInserts.Removed removed = place.remove(body.bytes(length));
            WireWriter standard = new WireWriter().bytes(removed.standard());
            standard.patchU16(0, removed.standard().length);
            FlowStatistics flow = entries.read(
                    WireReader.of(standard.toBytes(0), OpenFlowError.OFPBRC_BAD_LEN), form);
            flows.add(with(removed.program(), flow));
        }
        return new StatisticsReply.Flows(flows, form);
    }

    private static FlowStatistics with(int program, FlowStatistics flow) {
        return new FlowStatistics(with(program, flow.flow()), flow.durationNs(), flow.packets(), flow.bytes(),
                flow.idleNs(), flow.hardNs());
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        return switch (message) {
            case FlowMod mod -> writeFlowMod(mod, output);
            case StatisticsReply.Flows(List<FlowStatistics> flows, FlowsForm form) -> writeFlows(flows, form, output);
            default -> statistics.encode(message, output);
        };
    }

    private boolean writeFlowMod(FlowMod mod, FrameOutput output) {
        FlowMod standard = new FlowMod(mod.command(), with(Flow.NO_PROGRAM, mod.flow()), ofAnyProgram(mod.selection()),
                mod.bufferId(), mod.isTableNamed());
        return changes.encode(standard, output.changed(frame -> {
            boolean isNicira = Byte.toUnsignedInt(frame[1]) != FLOW_MOD;
            ProgramInserts place = isNicira ? ProgramInserts.NICIRA_FLOW_MOD : ProgramInserts.flowMod(version);
            int bodyAt = isNicira ? 2 * FrameOutput.HEADER_BYTES : FrameOutput.HEADER_BYTES;
            WireWriter oko = new WireWriter().bytes(place.insert(frame, bodyAt, mod.flow().filterProgram()));
            oko.patchU16(LENGTH_OFFSET, oko.position());
            return oko.toBytes(0);
        }));
    }

    private boolean writeFlows(List<FlowStatistics> flows, FlowsForm form, FrameOutput output) {
        boolean isNicira = form == FlowsForm.NICIRA || form == FlowsForm.NICIRA_FOR_OKKO;
        ProgramInserts place =
                isNicira ? ProgramInserts.NICIRA_FLOW_STATISTICS : ProgramInserts.flowStatistics(version);
        FlowsForm said = isNicira ? FlowsForm.NICIRA
                : version == OpenFlowVersion.V1_0 ? FlowsForm.OPENFLOW_10 : FlowsForm.MULTIPART;
        Kind kind = isNicira ? Kind.experimenterReply(Kind.NICIRA, NICIRA_FLOW) : Kind.reply(FLOW);
        output.multipart(kind, flows, (flow, writer) -> {
            WireWriter standard = new WireWriter();
            entries.write(with(Flow.NO_PROGRAM, flow), said, standard);
            byte[] oko = place.insert(standard.toBytes(0), 0, flow.flow().filterProgram());
            int start = writer.position();
            writer.bytes(oko).patchU16(start, oko.length);
        });
        return true;
    }
}
