package okko.switchd.openflow.server;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Match;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.FlowRuns;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.ProgramMessage.FlowRunsList;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowChange;
import okko.switchd.table.FlowChange.Counting;
import okko.switchd.table.FlowStatus;
import okko.switchd.table.FlowTables;
import okko.switchd.table.Origin;

/** What controllers ask about flows, and how they change flows. */
final class FlowRequests {

    /** In a modification: the cookie stays. */
    private static final long NO_COOKIE = -1L;

    private static final int PICOSECONDS_PER_NS = 1000;

    private final FlowTables tables;
    private final Publication publication;

    FlowRequests(FlowTables tables, Publication publication) {
        this.tables = tables;
        this.publication = publication;
    }

    void change(Controller controller, int xid, FlowMod wanted) throws OpenFlowException {
        FlowChange change = read(controller.version(), wanted);
        switch (tables.apply(List.of(change), new Origin(controller.id(), xid))) {
            case ChangeResult.Changed changed -> publication.note(changed.unneeded());
            case ChangeResult.Refused(var findings) ->
                throw new OpenFlowException(findings.getFirst().error(), findings.getFirst().reason());
        }
    }

    private static FlowChange read(OpenFlowVersion version, FlowMod wanted) throws OpenFlowException {
        if (wanted.bufferId() != ChangeMessage.NO_BUFFER) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BUFFER_UNKNOWN,
                    "no packets are kept: buffer_id=0x" + Integer.toHexString(wanted.bufferId()));
        }
        boolean isFirst = version == OpenFlowVersion.V1_0;
        return switch (wanted.command()) {
            case ADD -> new FlowChange.Add(isFirst ? countingAnew(wanted.flow()) : wanted.flow());
            case MODIFY, MODIFY_STRICT -> modification(wanted, isFirst);
            case DELETE, DELETE_STRICT -> new FlowChange.Delete(wanted.selection());
        };
    }

    /** {@return the flow, as OpenFlow 1.0 has it that takes the place of another} */
    private static Flow countingAnew(Flow flow) {
        Set<FlowFlag> flags = EnumSet.of(FlowFlag.RESET_COUNTS);
        flags.addAll(flow.flags());
        return flow.withFlags(flags);
    }

    /** In OpenFlow 1.0, also the cookie changes, and where there is nothing to be modified a flow is added. */
    private static FlowChange modification(FlowMod wanted, boolean isFirst) {
        Flow flow = wanted.flow();
        boolean hasCookie = isFirst && flow.cookie() != NO_COOKIE;
        boolean isAdded = hasCookie && wanted.selection().cookieMask() == 0;
        return new FlowChange.Modify(wanted.selection(), flow.actions(),
                hasCookie ? OptionalLong.of(flow.cookie()) : OptionalLong.empty(),
                flow.flags().contains(FlowFlag.RESET_COUNTS) ? Counting.BEGINS_ANEW : Counting.GOES_ON,
                isAdded ? Optional.of(flow) : Optional.empty());
    }

    StatisticsReply list(StatisticsRequest.Flows wanted) {
        return new StatisticsReply.Flows(
                tables.list(wanted.flows()).stream().map(FlowRequests::statistics).toList(), wanted.form());
    }

    private static FlowStatistics statistics(FlowStatus status) {
        return new FlowStatistics(status.flow(), status.durationNs(), status.packets(), status.bytes(),
                status.idleNs(), status.hardNs());
    }

    /** {@return what the filters of flows did, of a table or of all} */
    FlowRunsList runs(int table) {
        FlowSelection chosen = new FlowSelection(
                table == ProgramMessage.ALL_TABLES ? OptionalInt.empty() : OptionalInt.of(table), Match.ANY,
                OptionalInt.empty(), OptionalInt.empty(), 0, 0, OptionalInt.empty(), OptionalInt.empty());
        return new FlowRunsList(tables.list(chosen).stream()
                .filter(status -> status.flow().filterProgram() != Flow.NO_PROGRAM)
                .map(FlowRequests::runs)
                .toList());
    }

    private static FlowRuns runs(FlowStatus status) {
        Flow flow = status.flow();
        return new FlowRuns(flow.table(), flow.priority(), flow.cookie(), flow.match(), flow.filterProgram(),
                status.filter().runs(), Math.round(status.filter().meanNs() * PICOSECONDS_PER_NS));
    }

    StatisticsReply sum(StatisticsRequest.Aggregate wanted) {
        long flows = 0;
        long packets = 0;
        long bytes = 0;
        for (FlowStatus status : tables.list(wanted.flows())) {
            flows++;
            packets += status.packets();
            bytes += status.bytes();
        }
        return new StatisticsReply.Aggregate(flows, packets, bytes, wanted.form());
    }
}
