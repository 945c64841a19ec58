package okko.switchd.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Field;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.flow.PortNames;
import org.junit.jupiter.api.Test;

class FlowTableTest {

    private static final PortNames PORTS = new PortNames(Map.of("p1", 1, "p2", 2));

    private final List<Integer> filtersMade = new ArrayList<>();
    private long nowNs = 1_000_000_000L;
    private final FlowTable table = new FlowTable(
            (program, thread) -> {
                if (program > 2) {
                    throw new IllegalArgumentException("program " + program + " is not loaded");
                }
                if (thread == 0) {
                    filtersMade.add(program);
                }
                return (_, _) -> true;
            },
            () -> nowNs, 2);

    @Test
    void shouldPrintFlowAsDumpFlowsDoes() {
        add("cookie=0x5,priority=10,in_port=1,filter_prog=1,actions=output:2");
        first(table.snapshot(), 1).counters(0).matched(60);
        nowNs += 1_234_000_000L;
        assertThat(table.list().getFirst().text()).isEqualTo(" cookie=0x5, duration=1.234s, table=0, n_packets=1, "
                + "n_bytes=60, priority=10,filter_prog=1,in_port=1 actions=output:2");
    }

    @Test
    void shouldAddUpWhatAllThreadsCounted() {
        add("in_port=1,actions=output:2");
        first(table.snapshot(), 1).counters(0).matched(60);
        first(table.snapshot(), 1).counters(1).matched(100);
        assertThat(table.list()).singleElement()
                .returns(2L, FlowStatus::packets).returns(160L, FlowStatus::bytes);
    }

    @Test
    void shouldLeaveNoGapWhenFlowMatchesEverything() throws FlowSyntaxException {
        add("actions=drop");
        String text = table.list().getFirst().text();
        assertThat(text).isEqualTo(" cookie=0x0, duration=0.000s, table=0, n_packets=0, n_bytes=0, actions=drop");
        assertThat(FlowText.print(FlowText.parse(text, PORTS))).isEqualTo("actions=drop");
    }

    @Test
    void shouldKeepCountersAndFilterWhenSameRuleIsReplaced() {
        add("priority=10,in_port=1,filter_prog=1,actions=output:2");
        first(table.snapshot(), 1).counters(0).matched(60);
        nowNs += 5;
        add("priority=10,in_port=1,filter_prog=1,actions=drop");
        nowNs += 7;
        assertThat(table.list()).singleElement().isEqualTo(
                new FlowStatus(flow("priority=10,in_port=1,filter_prog=1,actions=drop"), 7, 1, 60));
        assertThat(filtersMade).containsExactly(1);
    }

    @Test
    void shouldKeepBothWhenOnlyTheProgramDiffers() {
        add("priority=10,in_port=1,filter_prog=1,actions=output:2");
        add("priority=10,in_port=1,filter_prog=2,actions=drop");
        assertThat(table.list()).hasSize(2);
    }

    @Test
    void shouldUseSameCountersAndMakeNoFilterWhenSnapshotIsTakenAgain() {
        add("in_port=1,filter_prog=1,actions=output:2");
        Rule before = first(table.snapshot(), 1);
        add("in_port=2,actions=drop");
        Rule after = first(table.snapshot(), 1);
        assertThat(after.counters(0)).isSameAs(before.counters(0));
        assertThat(after.filter(0).matches(0, 0)).isTrue();
        assertThat(filtersMade).containsExactly(1);
    }

    @Test
    void shouldChangeNothingWhenProgramIsNotLoaded() {
        assertThatThrownBy(() -> add("filter_prog=3,actions=drop")).hasMessage("program 3 is not loaded");
        assertThat(table.list()).isEmpty();
    }

    @Test
    void shouldRemoveOnlyWhatIsChosen() {
        add("in_port=1,actions=drop");
        add("in_port=2,actions=drop");
        assertThat(table.removeIf(flow -> flow.match().isExactly(Field.IN_PORT, 1))).isEmpty();
        assertThat(table.list()).map(status -> status.flow().toString()).containsExactly("in_port=2,actions=drop");
    }

    private void add(String text) {
        table.add(flow(text));
    }

    private static Flow flow(String text) {
        try {
            return FlowText.parse(text, PORTS);
        } catch (FlowSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Rule first(Tables tables, int inPort) {
        long[] key = new long[FlowKey.WORDS];
        key[FlowKey.PORT_AND_NETWORK] = Match.ANY.with(Field.IN_PORT, inPort).keyWord(FlowKey.PORT_AND_NETWORK);
        return tables.table(0).candidates(key, new long[FlowKey.WORDS]).getFirst();
    }
}
