package okko.switchd.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.FlowText.Strictness;
import okko.switchd.flow.Group;
import okko.switchd.flow.Match;
import okko.switchd.flow.Meter;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.packet.Filter;
import okko.switchd.table.ChangeResult.Changed;
import okko.switchd.table.ChangeResult.Finding;
import okko.switchd.table.ChangeResult.Refused;
import org.junit.jupiter.api.Test;

class FlowTablesTest {

    private static final Filter.Work NO_WORK = new Filter.Work(0, 0);

    private static final PortNames PORTS = new PortNames(Map.of("p1", 1, "p2", 2, "p3", 3, "p9", 9));
    private static final long MILLISECOND_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;

    private final List<String> filtersMade = new ArrayList<>();
    private final List<String> filtersClosed = new ArrayList<>();
    private long nowNs = SECOND_NS;
    private final FlowTables tables = new FlowTables(this::filter, () -> nowNs, 1);

    private Filter filter(int program, int thread) {
        if (program > 2) {
            throw new IllegalArgumentException("program " + program + " is not loaded");
        }
        String name = program + "/" + thread;
        filtersMade.add(name);
        return new Filter() {
            @Override
            public boolean matches(long frame, int lengthBytes) {
                return true;
            }

            @Override
            public void close() {
                filtersClosed.add(name);
            }
        };
    }

    @Test
    void shouldPrintFlowAsDumpFlowsDoes() {
        add("table=3,cookie=0x5,idle_timeout=9,priority=10,in_port=1,filter_prog=1,actions=output:2");
        first(3, 1).counters(0).matched(60);
        nowNs += 1_234_000_000L;
        assertThat(tables.list().getFirst().text()).isEqualTo(" cookie=0x5, duration=1.234s, table=3, n_packets=1, "
                + "n_bytes=60, idle_timeout=9, idle_age=0, priority=10,filter_prog=1,in_port=1 actions=output:2");
    }

    @Test
    void shouldLeaveNoGapWhenFlowMatchesEverything() throws FlowSyntaxException {
        add("actions=drop");
        String text = tables.list().getFirst().text();
        assertThat(text).isEqualTo(" cookie=0x0, duration=0.000s, table=0, n_packets=0, n_bytes=0, idle_age=0, actions=drop");
        assertThat(FlowText.print(FlowText.parse(text, PORTS))).isEqualTo("actions=drop");
    }

    @Test
    void shouldKeepCountersAndFilterWhenSameRuleIsReplaced() {
        add("priority=10,in_port=1,filter_prog=1,actions=output:2");
        first(0, 1).counters(0).matched(60);
        nowNs += 5 * MILLISECOND_NS;
        add("priority=10,in_port=1,filter_prog=1,actions=drop");
        nowNs += 7 * MILLISECOND_NS + 1;
        assertThat(tables.list()).singleElement().isEqualTo(
                new FlowStatus(flow("priority=10,in_port=1,filter_prog=1,actions=drop"), 
                        7 * MILLISECOND_NS, 1, 60, 7 * MILLISECOND_NS, 7 * MILLISECOND_NS, NO_WORK));
        assertThat(first(0, 1).actions()).containsExactly(new Action.Drop());
        assertThat(filtersMade).containsExactly("1/0");
    }

    @Test
    void shouldKeepBothWhenOnlyProgramOrTableDiffers() {
        add("priority=10,in_port=1,filter_prog=1,actions=output:2", "priority=10,in_port=1,filter_prog=2,actions=drop",
                "table=1,priority=10,in_port=1,filter_prog=2,actions=drop");
        assertThat(tables.list()).hasSize(3);
        assertThat(candidates(tables.snapshot(), 0, 1)).hasSize(2);
        assertThat(candidates(tables.snapshot(), 1, 1)).hasSize(1);
    }

    @Test
    void shouldUseSameCountersAndMakeNoFilterWhenSnapshotIsTakenAgain() {
        add("in_port=1,filter_prog=1,actions=output:2");
        Rule before = first(0, 1);
        add("in_port=2,actions=drop");
        assertThat(first(0, 1).counters(0)).isSameAs(before.counters(0));
        assertThat(first(0, 1).filter(0).matches(0, 0)).isTrue();
        assertThat(filtersMade).containsExactly("1/0");
    }

    @Test
    void shouldHaveFilterAndCountersForEachThread() {
        FlowTables ofTwo = new FlowTables(this::filter, () -> nowNs, 2);
        ofTwo.apply(List.of(new FlowChange.Add(flow("in_port=1,filter_prog=1,actions=output:2"))));
        Rule rule = candidates(ofTwo.snapshot(), 0, 1).getFirst();
        rule.counters(0).matched(60);
        rule.counters(1).matched(100);
        assertThat(filtersMade).containsExactly("1/0", "1/1");
        assertThat(ofTwo.list()).singleElement()
                .satisfies(status -> assertThat(List.of(status.packets(), status.bytes())).containsExactly(2L, 160L));
    }

    @Test
    void shouldNotTouchSnapshotThatWasTakenBefore() {
        add("in_port=1,actions=output:2");
        Tables before = tables.snapshot();
        delete("");
        assertThat(candidates(before, 0, 1)).hasSize(1);
        assertThat(candidates(tables.snapshot(), 0, 1)).isEmpty();
        assertThat(tables.snapshot().generation()).isGreaterThan(before.generation());
    }

    @Test
    void shouldChangeNothingWhenOneOfSeveralIsRefused() {
        add("in_port=9,actions=drop");
        ChangeResult result = tables.apply(changes("in_port=1,filter_prog=1,actions=output:2",
                "filter_prog=3,actions=drop", "in_port=2,actions=drop", "actions=group:7", "actions=meter:4,output:1",
                "table=5,actions=goto_table:5"));
        assertThat(result).isEqualTo(new Refused(List.of(
                new Finding(1, OpenFlowError.OFPBMC_BAD_VALUE, "program 3 is not loaded"),
                new Finding(3, OpenFlowError.OFPBAC_BAD_OUT_GROUP, "group 7 does not exist"),
                new Finding(4, OpenFlowError.OFPMMFC_INVALID_METER, "meter 4 does not exist"),
                new Finding(5, OpenFlowError.OFPBIC_BAD_TABLE_ID, "goto_table leads to later tables only: table=5 goto_table=5"))));
        assertThat(texts()).containsExactly("in_port=9,actions=drop");
        assertThat(filtersClosed).containsExactly("1/0");
    }

    @Test
    void shouldModifyActionsAndKeepTheRest() {
        add("cookie=0x1,in_port=1,tcp,actions=output:2", "in_port=1,udp,actions=output:2", "in_port=2,actions=drop");
        first(0, 2).counters(0).matched(60);
        nowNs += 5 * MILLISECOND_NS;
        assertThat(modify("in_port=1", Strictness.LOOSE, "output:1")).isEqualTo(2);
        assertThat(texts()).containsExactly("cookie=0x1,tcp,in_port=1,actions=output:1",
                "udp,in_port=1,actions=output:1", "in_port=2,actions=drop");
        assertThat(modify("priority=32768,in_port=2", Strictness.STRICT, "output:1")).isEqualTo(1);
        assertThat(modify("priority=1,in_port=2", Strictness.STRICT, "drop")).isZero();
        assertThat(tables.list().getLast()).isEqualTo(
                new FlowStatus(flow("in_port=2,actions=output:1"), 5 * MILLISECOND_NS, 1, 60, 0, 0, NO_WORK));
    }

    @Test
    void shouldRefuseToModifyWhenTheTableOfAFlowIsNotBeforeTheOneItWouldLeadTo() {
        add("table=1,actions=drop");
        assertThat(tables.apply(List.of(new FlowChange.Add(flow("table=3,actions=drop")),
                new FlowChange.Modify(FlowSelection.ALL, List.of(new Action.GotoTable(2))))))
                .isEqualTo(new Refused(List.of(
                        new Finding(1, OpenFlowError.OFPBIC_BAD_TABLE_ID, "goto_table leads to later tables only: table=3 goto_table=2"))));
    }

    @Test
    void shouldDeleteWhatIsSelected() {
        add("table=0,priority=1,cookie=0x11,in_port=1,tcp,tp_dst=80,actions=output:2",
                "table=0,priority=2,cookie=0x12,in_port=1,filter_prog=1,actions=output:1,output:2",
                "table=1,priority=2,cookie=0x21,in_port=1,actions=write_actions(output:2)",
                "table=1,priority=3,cookie=0x22,in_port=2,actions=drop");
        assertThat(matching("table=0")).isEqualTo(2);
        assertThat(matching("in_port=1")).isEqualTo(3);
        assertThat(matching("tcp")).isEqualTo(1);
        assertThat(matching("out_port=2")).isEqualTo(3);
        assertThat(matching("out_port=p1")).isEqualTo(1);
        assertThat(matching("cookie=0x20/0xf0")).isEqualTo(2);
        assertThat(matching("filter_prog=1")).isEqualTo(1);
        assertThat(matching("filter_prog=0")).isEqualTo(3);
        assertThat(delete("in_port=1,cookie=0x10/0xf0")).isEqualTo(2);
        assertThat(filtersClosed).isEmpty(); // a datapath may still be asking it
        assertThat(texts()).map(text -> text.substring(0, text.indexOf(','))).containsExactly("cookie=0x21",
                "cookie=0x22");
        assertThat(tables.removals()).isEqualTo(Map.of(RemovalReason.DELETE, 2L));
    }

    @Test
    void shouldReturnFilterWhenFlowGoes() {
        add("in_port=1,filter_prog=1,actions=drop");
        assertThat(tables.apply(List.of(new FlowChange.Delete(FlowSelection.ALL))))
                .isInstanceOfSatisfying(Changed.class, changed -> assertThat(changed.unneeded()).hasSize(1));
        add("in_port=1,filter_prog=1,actions=drop", "in_port=1,filter_prog=1,actions=output:1");
        assertThat(filtersMade).hasSize(2);
        assertThat(filtersClosed).isEmpty();
    }

    @Test
    void shouldExpireByTheClockAndByLackOfPackets() {
        add("in_port=1,idle_timeout=10,actions=drop", "in_port=2,hard_timeout=15,actions=drop", "actions=drop");
        nowNs += 9 * SECOND_NS;
        first(0, 1).counters(0).matched(60);
        assertThat(tables.expire().deleted()).isZero();
        nowNs += 6 * SECOND_NS;
        assertThat(tables.expire().deleted()).isEqualTo(1);
        nowNs += 3 * SECOND_NS;
        assertThat(tables.expire().deleted()).isZero();
        nowNs += SECOND_NS;
        assertThat(tables.expire().deleted()).isEqualTo(1);
        assertThat(texts()).containsExactly("actions=drop");
        assertThat(tables.removals()).isEqualTo(Map.of(RemovalReason.HARD_TIMEOUT, 1L, RemovalReason.IDLE_TIMEOUT, 1L));
    }

    @Test
    void shouldRemoveFlowsWithTheProgramThatTheyAskOrRun() {
        add("in_port=1,filter_prog=1,actions=drop", "in_port=2,actions=prog:1,output:1", "in_port=3,actions=drop");
        assertThat(tables.removeProgram(1).deleted()).isEqualTo(2);
        assertThat(texts()).containsExactly("in_port=3,actions=drop");
    }

    @Test
    void shouldRemoveFlowsWithTheGroupOrMeterThatTheyUse() throws OpenFlowException {
        tables.groups().add(group(7, new Action.Output(1)));
        tables.meters().add(new Meter(4, Meter.Unit.PACKETS, List.of(new Meter.Band(Meter.BandType.DROP, 5, 0, 0))));
        add("in_port=1,actions=write_actions(group:7)", "in_port=2,actions=meter:4,output:1", "in_port=3,actions=drop");
        assertThat(tables.snapshot().groups()).containsOnlyKeys(7);
        assertThat(tables.removeGroup(7, Origin.SWITCH).deleted()).isEqualTo(1);
        assertThat(tables.removeMeter(4, Origin.SWITCH).deleted()).isEqualTo(1);
        assertThat(texts()).containsExactly("in_port=3,actions=drop");
        assertThat(tables.snapshot().groups()).isEmpty();
    }

    @Test
    void shouldRefuseGroupsThatLeadToNothingOrBackOrTooDeep() throws OpenFlowException {
        assertThatThrownBy(() -> tables.groups().add(group(1, new Action.Group(2))))
                .hasMessage("group 1 leads to group 2, which does not exist");
        tables.groups().add(group(1, new Action.Output(1)));
        for (int id = 2; id <= Groups.MAX_DEPTH; id++) {
            tables.groups().add(group(id, new Action.Group(id - 1)));
        }
        assertThatThrownBy(() -> tables.groups().add(group(1, new Action.Output(1)))).hasMessage("group 1 exists already");
        assertThatThrownBy(() -> tables.groups().modify(group(1, new Action.Group(9))))
                .hasMessage("group 1 leads to group 9, which leads back");
        assertThatThrownBy(() -> tables.groups().add(group(33, new Action.Group(32))))
                .hasMessage("group 33: more than 32 groups would follow one another");
        assertThatThrownBy(() -> tables.groups().modify(group(33, new Action.Drop())))
                .hasMessage("group 33 does not exist");
        assertThatThrownBy(() -> tables.removeGroup(3, Origin.SWITCH)).hasMessage("group 3 is needed by group 4");
        assertThatThrownBy(() -> tables.groups().modify(group(32, new Action.GotoTable(3))))
                .hasMessageStartingWith("group 32: a bucket has no instructions");
        assertThat(tables.snapshot().groups()).hasSize(32);
    }

    private static Group group(int id, Action... actions) {
        Group.Bucket bucket = new Group.Bucket(1, Group.Bucket.WATCH_NOTHING, Group.Bucket.WATCH_NOTHING,
                List.of(actions));
        return new Group(id, Group.Type.ALL, List.of(bucket));
    }

    private void add(String... texts) {
        assertThat(tables.apply(changes(texts))).isInstanceOf(Changed.class);
    }

    private static List<FlowChange> changes(String... texts) {
        return Arrays.stream(texts).map(text -> (FlowChange) new FlowChange.Add(flow(text))).toList();
    }

    private int modify(String which, Strictness strictness, String actions) {
        try {
            FlowChange change = new FlowChange.Modify(FlowText.parseSelection(which, PORTS, strictness),
                    FlowText.parseActions("actions=" + actions, PORTS));
            return ((Changed) tables.apply(List.of(change))).modified();
        } catch (FlowSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private int delete(String which) {
        return ((Changed) tables.apply(List.of(new FlowChange.Delete(selection(which))))).deleted();
    }

    private int matching(String which) {
        return tables.list(selection(which)).size();
    }

    private static FlowSelection selection(String text) {
        try {
            return FlowText.parseSelection(text, PORTS, Strictness.LOOSE);
        } catch (FlowSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> texts() {
        return tables.list().stream().map(status -> status.flow().toString()).toList();
    }

    private static Flow flow(String text) {
        try {
            return FlowText.parse(text, PORTS);
        } catch (FlowSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private Rule first(int table, int inPort) {
        return candidates(tables.snapshot(), table, inPort).getFirst();
    }

    private static List<Rule> candidates(Tables snapshot, int table, int inPort) {
        long[] key = new long[FlowKey.WORDS];
        key[FlowKey.PORT_AND_NETWORK] = Match.ANY.with(Field.IN_PORT, inPort).keyWord(FlowKey.PORT_AND_NETWORK);
        return snapshot.table(table).candidates(key, new long[FlowKey.WORDS]);
    }
}
