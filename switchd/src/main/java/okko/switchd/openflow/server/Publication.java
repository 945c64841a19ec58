package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okko.switchd.control.TableChanges;
import okko.switchd.packet.Filter;
import org.agrona.concurrent.NanoClock;

/**
 * Puts changes of the tables into force, as many together as have come: what costs as much as all tables is done
 * once in a while, not once for each flow. On the control thread.
 */
final class Publication {

    /** Between two times that nobody waits for: so much of the control thread's time is left for other things. */
    private static final int SHARE_FOR_OTHERS = 8;

    private final TableChanges changes;
    private final NanoClock clock;
    private List<Filter> unneeded = new ArrayList<>();
    private boolean isDue;
    private long notBeforeNs;

    /** Of all that was put into force so far: the datapath threads take it over in this order. */
    private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

    Publication(TableChanges changes, NanoClock clock) {
        this.changes = changes;
        this.clock = clock;
        notBeforeNs = clock.nanoTime();
    }

    /** Notes that the tables have changed, and which filters nobody asks when the datapath has them as they are now. */
    void note(List<Filter> filters) {
        isDue = true;
        unneeded.addAll(filters);
    }

    /** Puts what has come into force, unless the last time was just now. {@return how much was done} */
    int publishSometimes() {
        if (!isDue || !latest.isDone() || clock.nanoTime() - notBeforeNs < 0) {
            return 0;
        }
        publish();
        return 1;
    }

    /** Puts what has come into force now; what the datapath threads are given later, they do with the new rules. */
    void publish() {
        if (isDue) {
            isDue = false;
            List<Filter> closing = unneeded;
            unneeded = new ArrayList<>();
            long beginNs = clock.nanoTime();
            latest = changes.change(_ -> closing);
            long endNs = clock.nanoTime();
            notBeforeNs = endNs + SHARE_FOR_OTHERS * (endNs - beginNs);
        }
    }

    /** {@return completed on the control thread when all datapath threads have everything that was noted so far} */
    CompletableFuture<Void> settle() {
        publish();
        return latest.thenApply(_ -> null);
    }
}
