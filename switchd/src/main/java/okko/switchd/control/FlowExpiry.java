package okko.switchd.control;

import java.util.concurrent.TimeUnit;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FlowTables;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/** Takes flows away when their time is over, on the control thread; late by a quarter of a second at most. */
public final class FlowExpiry implements Agent {

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final FlowTables tables;
    private final TableChanges changes;
    private final NanoClock clock;
    private long nextNs;

    /**
     * Makes the agent.
     *
     * @param tables  on the control thread
     * @param changes of the tables
     * @param clock   monotonic
     */
    public FlowExpiry(FlowTables tables, TableChanges changes, NanoClock clock) {
        this.tables = tables;
        this.changes = changes;
        this.clock = clock;
        nextNs = clock.nanoTime();
    }

    @Override
    public String roleName() {
        return "okko-expiry";
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = nowNs + INTERVAL_NS;
        ChangeResult.Changed expired = tables.expire();
        if (expired.deleted() > 0) {
            changes.make(_ -> expired);
        }
        return expired.deleted();
    }
}
