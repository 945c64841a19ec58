package okko.switchd.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.switchd.classify.Classifier;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Flow;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import org.agrona.concurrent.NanoClock;

/**
 * The one flow table, from the side of control: changes here reach a datapath only with the next {@link #snapshot()}.
 * Confined to the control thread.
 *
 * <p>A flow keeps its filters and its counters from one snapshot to the next, so a change of one flow disturbs no
 * other. There are as many of both as datapath threads: each writes to its own.
 */
public final class FlowTable {

    /** In the order in which they were added. */
    private final List<Entry> entries = new ArrayList<>();

    private final FilterFactory filters;
    private final NanoClock clock;
    private final int threads;
    private long generation;

    /**
     * Starts without flows.
     *
     * @param filters makes the filters of flows with a program
     * @param clock   tells their age
     * @param threads how many datapath threads there are
     */
    public FlowTable(FilterFactory filters, NanoClock clock, int threads) {
        this.filters = filters;
        this.clock = clock;
        this.threads = threads;
    }

    /**
     * Adds a flow. It takes the place of a flow that {@linkplain Flow#isSameRule is the same rule}, and goes on
     * counting where that one stood, as OpenFlow 1.3 says (6.4); its age starts anew.
     *
     * @param flow to add
     * @throws IllegalArgumentException if its program is not loaded; the message is one line, and nothing has changed
     */
    public void add(Flow flow) {
        for (int i = 0; i < entries.size(); i++) {
            Entry old = entries.get(i);
            if (old.flow.isSameRule(flow)) {
                entries.set(i, new Entry(flow, old.filters, old.counters, clock.nanoTime()));
                return;
            }
        }
        List<FlowCounters> counters = Stream.generate(FlowCounters::new).limit(threads).toList();
        entries.add(new Entry(flow, filters(flow), counters, clock.nanoTime()));
    }

    private List<Filter> filters(Flow flow) {
        return flow.filterProgram() == Flow.NO_PROGRAM
                ? List.of()
                : IntStream.range(0, threads).mapToObj(thread -> filters.filter(flow.filterProgram(), thread)).toList();
    }

    /**
     * Removes flows.
     *
     * @param which says true for those to remove
     * @return their filters, to be closed when no datapath has the rules any more
     */
    public List<Filter> removeIf(Predicate<Flow> which) {
        List<Filter> unneeded = new ArrayList<>();
        entries.removeIf(entry -> {
            boolean goes = which.test(entry.flow);
            if (goes) {
                unneeded.addAll(entry.filters);
            }
            return goes;
        });
        return unneeded;
    }

    /**
     * Makes the filters of flows with a program anew; the flows go on counting.
     *
     * @param program number of the program
     * @return the old filters, to be closed when no datapath has the rules any more
     */
    public List<Filter> renewFilters(int program) {
        List<Filter> old = new ArrayList<>();
        entries.replaceAll(entry -> {
            if (entry.flow.filterProgram() != program) {
                return entry;
            }
            old.addAll(entry.filters);
            return new Entry(entry.flow, filters(entry.flow), entry.counters, entry.addedNs);
        });
        return old;
    }

    /** {@return all flows with what they counted, in the order in which they were added} */
    public List<FlowStatus> list() {
        long nowNs = clock.nanoTime();
        return entries.stream()
                .map(entry -> new FlowStatus(entry.flow, nowNs - entry.addedNs,
                        entry.counters.stream().mapToLong(FlowCounters::packets).sum(),
                        entry.counters.stream().mapToLong(FlowCounters::bytes).sum()))
                .toList();
    }

    /** {@return the rules as they are now, for all datapath threads} */
    public Tables snapshot() {
        Map<Integer, List<Rule>> rules = new TreeMap<>();
        for (Entry entry : entries) {
            Flow flow = entry.flow;
            rules.computeIfAbsent(flow.table(), _ -> new ArrayList<>()).add(new Rule(flow.table(), flow.priority(),
                    flow.match(), entry.filters, flow.actions(), entry.counters));
        }
        Map<Integer, Classifier> tables = new TreeMap<>();
        rules.forEach((number, ofTable) -> tables.put(number, new Classifier(ofTable)));
        return new Tables(++generation, tables);
    }

    private record Entry(Flow flow, List<Filter> filters, List<FlowCounters> counters, long addedNs) {}
}
