package okko.switchd.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;
import okko.switchd.openflow.ChangeMessage.Vacancy;
import okko.switchd.openflow.EventMessage.VacancyReason;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/**
 * How many flows a table may have, which of them goes when it is full (OpenFlow 1.4, 6.5), and when controllers are
 * told that it is nearly so (7.4.5). Confined to the control thread.
 */
final class TableRoom {

    /** Flows that a table has room for, if nobody has said otherwise. */
    static final int MAX_FLOWS = 1_000_000;

    /** What is looked at when somebody has to go: {@code enum ofp_table_mod_prop_eviction_flag}, all of it. */
    static final int EVICTION_FLAGS = 7;

    /** Nobody is told. */
    static final Vacancy NO_VACANCY = new Vacancy(false, 0, 0);

    private static final int ALL_PERCENT = 100;

    private static final Comparator<FlowEntry> FIRST_TO_GO =
            Comparator.comparingInt((FlowEntry entry) -> entry.flow().importance())
                    .thenComparingLong(FlowEntry::deadlineNs)
                    .thenComparing(FlowEntry.BY_AGE);

    private final Journal journal;

    /** Those whose time will be over, the one that goes first is first; empty unless flows may be evicted. */
    private final TreeSet<FlowEntry> mortal = new TreeSet<>(FIRST_TO_GO);

    /** The others, likewise. */
    private final TreeSet<FlowEntry> immortal = new TreeSet<>(FIRST_TO_GO);

    private int maxFlows = MAX_FLOWS;
    private boolean isEvicting;
    private Vacancy vacancy = NO_VACANCY;

    /** Controllers have been told that there is little room, and not yet that there is more again. */
    private boolean isScarce;

    TableRoom(Journal journal) {
        this.journal = journal;
    }

    int maxFlows() {
        return maxFlows;
    }

    void maxFlows(int most) {
        int before = maxFlows;
        maxFlows = most;
        journal.done(() -> maxFlows = before);
    }

    boolean isEvicting() {
        return isEvicting;
    }

    /** Evicts flows from now on, or no more. */
    void evict(boolean evicts, Collection<FlowEntry> entries) {
        boolean before = isEvicting;
        evictOf(evicts, entries);
        journal.done(() -> evictOf(before, entries));
    }

    private void evictOf(boolean evicts, Collection<FlowEntry> entries) {
        isEvicting = evicts;
        mortal.clear();
        immortal.clear();
        entries.forEach(this::has);
    }

    Vacancy vacancy() {
        return vacancy;
    }

    static void check(Vacancy wanted) throws OpenFlowException {
        if (wanted.downPercent() > wanted.upPercent() || wanted.upPercent() > ALL_PERCENT) {
            throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_VALUE,
                    "expected percentages of which the second is not less: vacancy=%d,%d"
                            .formatted(wanted.downPercent(), wanted.upPercent()));
        }
    }

    void vacancy(Vacancy wanted) {
        Vacancy before = vacancy;
        vacancy = wanted;
        journal.done(() -> vacancy = before);
    }

    /** {@return how much is free, in percent} */
    int freePercent(int flows) {
        return (int) ((long) Math.max(0, maxFlows - flows) * ALL_PERCENT / maxFlows);
    }

    void has(FlowEntry entry) {
        if (isEvicting) {
            candidates(entry).add(entry);
        }
    }

    void hasNoMore(FlowEntry entry) {
        if (isEvicting) {
            candidates(entry).remove(entry);
        }
    }

    private TreeSet<FlowEntry> candidates(FlowEntry entry) {
        return entry.canExpire() ? mortal : immortal;
    }

    /**
     * Finds who makes room for a flow: the least important, of these the one whose time is over first. Those without a
     * timeout only go for a more important one.
     *
     * @param importance of the new flow
     * @return whom to evict, or {@code null} if nobody
     */
    FlowEntry victim(int importance) {
        boolean isAnyLess = !immortal.isEmpty() && immortal.first().flow().importance() < importance;
        if (mortal.isEmpty()) {
            return isAnyLess ? immortal.first() : null;
        }
        return isAnyLess && FIRST_TO_GO.compare(immortal.first(), mortal.first()) < 0
                ? immortal.first()
                : mortal.first();
    }

    /**
     * Notices when there is little room, or again enough.
     *
     * @param flows how many there are now
     * @param tell  who hears of it
     */
    void look(int flows, VacancyListener tell) {
        if (!vacancy.isOn()) {
            return;
        }
        int free = freePercent(flows);
        if (isScarce ? free < vacancy.upPercent() : free >= vacancy.downPercent()) {
            return;
        }
        boolean before = isScarce;
        journal.done(() -> isScarce = before);
        isScarce = !before;
        tell.changed(isScarce ? VacancyReason.DOWN : VacancyReason.UP);
    }

    /** Hears of a change of the room. */
    @FunctionalInterface
    interface VacancyListener {

        void changed(VacancyReason reason);
    }
}
