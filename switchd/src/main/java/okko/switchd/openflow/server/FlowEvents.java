package okko.switchd.openflow.server;

import okko.switchd.flow.FlowFlag;
import okko.switchd.openflow.EventMessage.FlowRemoved;
import okko.switchd.openflow.EventMessage.FlowRemovedReason;
import okko.switchd.openflow.EventMessage.TableStatus;
import okko.switchd.table.FlowStatus;
import okko.switchd.table.FlowTables;
import okko.switchd.table.RemovalReason;
import okko.switchd.table.TableEvent;
import okko.switchd.table.TableListener;

/** Tells controllers of flows that are gone, if that was wished for, and of tables that get full. */
final class FlowEvents implements TableListener {

    private final FlowTables tables;
    private final Audience audience;

    FlowEvents(FlowTables tables, Audience audience) {
        this.tables = tables;
        this.audience = audience;
    }

    @Override
    public void happened(TableEvent event) {
        switch (event) {
            case TableEvent.Removed(FlowStatus last, RemovalReason reason, _) -> {
                if (last.flow().flags().contains(FlowFlag.SEND_FLOW_REM)) {
                    audience.tell(new FlowRemoved(
                            last.flow(), reason(reason), last.durationNs(), last.packets(), last.bytes()));
                }
            }
            case TableEvent.VacancyChanged(int table, var reason) ->
                audience.tell(new TableStatus(reason, tables.describe(table)));
            case TableEvent.Added _, TableEvent.Modified _ -> { }
        }
    }

    /** {@return the reason as OpenFlow has it} */
    static FlowRemovedReason reason(RemovalReason reason) {
        return switch (reason) {
            case IDLE_TIMEOUT -> FlowRemovedReason.IDLE_TIMEOUT;
            case HARD_TIMEOUT -> FlowRemovedReason.HARD_TIMEOUT;
            case DELETE, PROGRAM_UNLOAD -> FlowRemovedReason.DELETE;
            case GROUP_DELETE -> FlowRemovedReason.GROUP_DELETE;
            case METER_DELETE -> FlowRemovedReason.METER_DELETE;
            case EVICTION -> FlowRemovedReason.EVICTION;
        };
    }
}
