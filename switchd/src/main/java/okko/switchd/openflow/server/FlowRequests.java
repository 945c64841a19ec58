package okko.switchd.openflow.server;

import java.util.List;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowChange;
import okko.switchd.table.FlowStatus;
import okko.switchd.table.FlowTables;

/** What controllers ask about flows, and how they change flows. */
final class FlowRequests {

    private final FlowTables tables;
    private final Publication publication;

    FlowRequests(FlowTables tables, Publication publication) {
        this.tables = tables;
        this.publication = publication;
    }

    void change(FlowMod wanted) throws OpenFlowException {
        switch (tables.apply(List.of(read(wanted)))) {
            case ChangeResult.Changed changed -> publication.note(changed.unneeded());
            case ChangeResult.Refused(var findings) ->
                throw new OpenFlowException(OpenFlowError.OFPFMFC_UNKNOWN, findings.getFirst().reason());
        }
    }

    private static FlowChange read(FlowMod wanted) throws OpenFlowException {
        if (wanted.bufferId() != ChangeMessage.NO_BUFFER) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BUFFER_UNKNOWN,
                    "no packets are kept: buffer_id=0x" + Integer.toHexString(wanted.bufferId()));
        }
        return switch (wanted.command()) {
            case ADD -> new FlowChange.Add(wanted.flow());
            case MODIFY, MODIFY_STRICT -> new FlowChange.Modify(wanted.selection(), wanted.flow().actions());
            case DELETE, DELETE_STRICT -> new FlowChange.Delete(wanted.selection());
        };
    }

    StatisticsReply list(StatisticsRequest.Flows wanted) {
        return new StatisticsReply.Flows(
                tables.list(wanted.flows()).stream().map(FlowRequests::statistics).toList(), wanted.form());
    }

    private static FlowStatistics statistics(FlowStatus status) {
        return new FlowStatistics(status.flow(), status.durationNs(), status.packets(), status.bytes(), -1, -1);
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
