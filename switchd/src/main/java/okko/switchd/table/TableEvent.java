package okko.switchd.table;

import okko.switchd.flow.Flow;
import okko.switchd.openflow.EventMessage.VacancyReason;

/** What happened in the flow tables. */
public sealed interface TableEvent {

    /**
     * A flow was added, also one in the place of another that was the same rule.
     *
     * @param flow   as it is now
     * @param origin who did it
     */
    record Added(Flow flow, Origin origin) implements TableEvent {}

    /**
     * A flow got other actions or another cookie.
     *
     * @param before as it was
     * @param flow   as it is now
     * @param origin who did it
     */
    record Modified(Flow before, Flow flow, Origin origin) implements TableEvent {}

    /**
     * A flow went.
     *
     * @param last   the flow, and what it counted until then
     * @param reason why
     * @param origin who did it
     */
    record Removed(FlowStatus last, RemovalReason reason, Origin origin) implements TableEvent {}

    /**
     * A table became fuller than its controllers allowed for, or is so no more.
     *
     * @param table  its number
     * @param reason which of both
     */
    record VacancyChanged(int table, VacancyReason reason) implements TableEvent {}
}
