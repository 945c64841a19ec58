package okko.switchd.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import okko.switchd.classify.Classifier;
import okko.switchd.classify.ClassifierBuilder;
import okko.switchd.classify.Rule;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Match;
import okko.switchd.table.FlowEntry.Identity;

/** One table: its flows, from the side of control. Each change can be undone. Confined to the control thread. */
final class FlowTable {

    private final int number;
    private final Journal journal;
    private final TableRoom room;
    private final Map<Identity, FlowEntry> entries = new LinkedHashMap<>();

    /** Of those with a timeout. */
    private final Map<Identity, FlowEntry> mortal = new LinkedHashMap<>();

    private final ClassifierBuilder builder = new ClassifierBuilder();

    /** The rules as they are now; {@code null} if they have changed since somebody asked. */
    private Classifier classifier;

    private long sequence;

    /** Packets that flows had matched that are gone, or begin to count anew. */
    private long matchedBefore;

    FlowTable(int number, Journal journal) {
        this.number = number;
        this.journal = journal;
        room = new TableRoom(journal);
    }

    int number() {
        return number;
    }

    TableRoom room() {
        return room;
    }

    int size() {
        return entries.size();
    }

    /** {@return all flows, in the order in which they were added or last changed} */
    Collection<FlowEntry> entries() {
        return entries.values();
    }

    /** {@return packets that any flow matched} */
    long matched() {
        return matchedBefore + entries.values().stream().mapToLong(entry -> entry.rule().packets()).sum();
    }

    Classifier classifier() {
        if (classifier == null) {
            classifier = builder.snapshot();
        }
        return classifier;
    }

    /** {@return the flow that is the same rule, or {@code null}} */
    FlowEntry same(Flow flow) {
        return entries.get(Identity.of(flow));
    }

    /** {@return whether a packet could match a flow and another one of its priority} */
    boolean overlaps(Flow flow) {
        return builder.overlaps(flow.match(), flow.priority());
    }

    /** Adds a flow that is not there yet. */
    void add(Flow flow, Rule rule, long nowNs) {
        FlowEntry entry = FlowEntry.of(flow, rule, builder.add(rule), sequence++, nowNs);
        note(entry);
        journal.done(() -> {
            builder.remove(entry.rank(), entry.rule());
            forget(entry);
        });
        lookAtRoom();
    }

    /** Lets an entry take the place of another one that is the same rule. */
    void replace(FlowEntry old, FlowEntry entry) {
        swap(old, entry);
        long packets = old.rule().counters().equals(entry.rule().counters()) ? 0 : old.rule().packets();
        matchedBefore += packets;
        journal.done(() -> {
            matchedBefore -= packets;
            swap(entry, old);
        });
    }

    private void swap(FlowEntry old, FlowEntry entry) {
        builder.replace(entry.rank(), entry.rule());
        room.hasNoMore(old);
        note(entry);
    }

    void remove(FlowEntry entry) {
        builder.remove(entry.rank(), entry.rule());
        forget(entry);
        long packets = entry.rule().packets();
        matchedBefore += packets;
        journal.done(() -> {
            matchedBefore -= packets;
            builder.restore(entry.rank(), entry.rule());
            note(entry);
        });
        lookAtRoom();
    }

    private void note(FlowEntry entry) {
        classifier = null;
        Identity identity = entry.identity();
        entries.put(identity, entry);
        if (entry.canExpire()) {
            mortal.put(identity, entry);
        } else {
            mortal.remove(identity);
        }
        room.has(entry);
    }

    private void forget(FlowEntry entry) {
        classifier = null;
        entries.remove(entry.identity());
        mortal.remove(entry.identity());
        room.hasNoMore(entry);
    }

    private void lookAtRoom() {
        room.look(entries.size(), reason -> journal.happened(new TableEvent.VacancyChanged(number, reason)));
    }

    /** Evicts flows from now on when it is full, or no more. */
    void evict(boolean evicts) {
        room.evict(evicts, entries.values());
    }

    /** {@return the flows that are meant, in the order in which they were added} */
    List<FlowEntry> select(FlowSelection selection) {
        return chosen(selection).sorted(FlowEntry.BY_AGE).toList();
    }

    private Stream<FlowEntry> chosen(FlowSelection selection) {
        if (selection.table().isPresent() && selection.table().getAsInt() != number) {
            return Stream.empty();
        }
        if (selection.isStrict() && selection.program().isPresent()) {
            FlowEntry entry = entries.get(new Identity(selection.priority().getAsInt(),
                    selection.program().getAsInt(), selection.match()));
            return Stream.ofNullable(entry).filter(one -> selection.includes(one.flow()));
        }
        return entries.values().stream().filter(entry -> selection.includes(entry.flow()));
    }

    /** {@return the flow that a rule was made of; empty if it has changed since} */
    Optional<Flow> flow(Rule rule) {
        return entries.values().stream().filter(entry -> entry.rule() == rule).map(FlowEntry::flow).findAny();
    }

    /** {@return flows in the order in which they were added} */
    List<FlowEntry> select(Predicate<FlowEntry> which) {
        return entries.values().stream().filter(which).sorted(FlowEntry.BY_AGE).toList();
    }

    /**
     * Lists flows in the order of {@code ovs-ofctl dump-flows}: mask by mask, those first that have the highest
     * priority, and within a mask as they were added.
     *
     * @param selection which
     * @param nowNs     the time
     * @return what they are and did
     */
    Stream<FlowStatus> list(FlowSelection selection, long nowNs) {
        List<FlowEntry> chosen = select(selection);
        ToIntFunction<Match> places = chosen.size() > 1 ? builder.places() : _ -> 0;
        record Placed(int place, FlowEntry entry) {}
        return chosen.stream()
                .map(entry -> new Placed(places.applyAsInt(entry.flow().match()), entry))
                .sorted(Comparator.comparingInt(Placed::place)) // stable
                .map(placed -> placed.entry.status(nowNs));
    }

    /** {@return those whose time is over} */
    List<FlowEntry> overdue(long nowNs) {
        return mortal.values().stream().filter(entry -> entry.overdue(nowNs) != null).toList();
    }

    /** Looks at the counters of all flows, for their idle age. */
    void look(long nowNs) {
        entries.values().forEach(entry -> entry.look(nowNs));
    }
}
