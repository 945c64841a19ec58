package okko.switchd.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.switchd.classify.Rule;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.Filter;
import okko.switchd.table.ChangeResult.Changed;
import okko.switchd.table.ChangeResult.Refused;

/** Flow tables of one thread with a clock that stands still, and what was heard of them. */
final class TablesFixture {

    static final long SECOND_NS = 1_000_000_000L;

    private static final PortNames PORTS = new PortNames(
            IntStream.rangeClosed(1, 20).boxed().collect(Collectors.toMap(number -> "p" + number, number -> number)));

    final List<TableEvent> events = new ArrayList<>();
    final List<Filter> filtersMade = new ArrayList<>();
    final List<Filter> filtersClosed = new ArrayList<>();
    final FlowTables tables = new FlowTables((_, _) -> filter(), this::nowNs, 1);

    private long nowNs = SECOND_NS;

    TablesFixture() {
        tables.listen(events::add);
    }

    private long nowNs() {
        return nowNs;
    }

    private Filter filter() {
        Filter filter = new Filter() {
            @Override
            public boolean matches(long frame, int lengthBytes) {
                return true;
            }

            @Override
            public void close() {
                filtersClosed.add(this);
            }
        };
        filtersMade.add(filter);
        return filter;
    }

    void pass(long seconds) {
        nowNs += seconds * SECOND_NS;
    }

    static Flow flow(String text) {
        try {
            return FlowText.parse(text, PORTS);
        } catch (FlowSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static FlowSelection loose(String text) {
        return selection(text, FlowText.Strictness.LOOSE);
    }

    static FlowSelection strict(String text) {
        return selection(text, FlowText.Strictness.STRICT);
    }

    private static FlowSelection selection(String text, FlowText.Strictness strictness) {
        try {
            return FlowText.parseSelection(text, PORTS, strictness);
        } catch (FlowSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static FlowChange add(String text) {
        return new FlowChange.Add(flow(text));
    }

    Changed make(FlowChange... changes) {
        ChangeResult result = tables.apply(List.of(changes));
        assertThat(result).isInstanceOf(Changed.class);
        return (Changed) result;
    }

    Changed added(String... texts) {
        return make(Stream.of(texts).map(TablesFixture::add).toArray(FlowChange[]::new));
    }

    ChangeResult.Finding refused(FlowChange... changes) {
        ChangeResult result = tables.apply(List.of(changes));
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).findings().getFirst();
    }

    /** The flows as they can be added again. */
    List<String> flows() {
        return tables.list().stream().map(status -> status.flow().toString()).toList();
    }

    /** The flows with what they counted, how old they are, since when they idle and since when they are as they are. */
    List<String> ages() {
        return tables.list().stream().map(status -> "%s: %d packets, %d/%d/%d s".formatted(status.flow().match(),
                status.packets(), status.durationNs() / SECOND_NS, status.idleNs() / SECOND_NS,
                status.hardNs() / SECOND_NS)).toList();
    }

    /** Counts packets for the first rule of a table that matches whatever comes. */
    void packets(int table, int count) {
        Rule rule = tables.snapshot().table(table)
                .candidates(Match.ANY.key(), new long[FlowKey.WORDS]).getFirst();
        for (int i = 0; i < count; i++) {
            rule.counters(0).matched(60);
        }
    }
}
