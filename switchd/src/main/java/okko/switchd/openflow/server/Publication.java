package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okko.switchd.control.TableChanges;
import okko.switchd.packet.Filter;
import org.agrona.concurrent.NanoClock;

/**
 * Puts changes of the tables into force, as many together as have come: what costs as much as all tables, and makes
 * every cached flow be looked at anew, is done once in a while, not once for each flow. On the control thread.
 *
 * <p>Whoever asks for a barrier waits until the datapath has what was changed before it. A tool that asks for a barrier
 * after each of very many changes would make the datapath do nothing else; so after {@value #PROMPT_BARRIERS} barriers
 * without a calm between them, further ones are answered as soon as the tables are changed, and the datapath follows in
 * {@value #GATHERING_NS} ns (ADR 0045).
 */
final class Publication {

    /** Between two times that nobody waits for: so much of the control thread's time is left for other things. */
    private static final int SHARE_FOR_OTHERS = 8;

    /** Barriers in a row that wait for the datapath. */
    static final int PROMPT_BARRIERS = 64;

    /** So long without a barrier ends a row of them. */
    static final long CALM_NS = 100_000_000;

    /** So long changes are gathered in a longer row. */
    static final long GATHERING_NS = 50_000_000;

    private final TableChanges changes;
    private final NanoClock clock;
    private List<Filter> unneeded = new ArrayList<>();
    private boolean isDue;
    private long notBeforeNs;
    private int barriersInRow;
    private long lastBarrierNs;

    /** Of all that was put into force so far: the datapath threads take it over in this order. */
    private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

    Publication(TableChanges changes, NanoClock clock) {
        this.changes = changes;
        this.clock = clock;
        notBeforeNs = clock.nanoTime();
        lastBarrierNs = notBeforeNs;
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
            notBeforeNs = endNs + Math.max(GATHERING_NS, SHARE_FOR_OTHERS * (endNs - beginNs));
        }
    }

    /**
     * Answers a barrier.
     *
     * @return completed on the control thread when all datapath threads have everything that was noted so far; at once
     *     behind many others, as said above
     */
    CompletableFuture<Void> barrier() {
        long nowNs = clock.nanoTime();
        barriersInRow = nowNs - lastBarrierNs > CALM_NS ? 1 : Math.min(barriersInRow + 1, PROMPT_BARRIERS + 1);
        lastBarrierNs = nowNs;
        if (barriersInRow > PROMPT_BARRIERS) {
            return CompletableFuture.completedFuture(null);
        }
        return inForce();
    }

    /** {@return completed on the control thread when all datapath threads have everything that was noted so far} */
    CompletableFuture<Void> inForce() {
        publish();
        return latest.thenApply(_ -> null);
    }
}
