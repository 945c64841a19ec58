package okko.switchd.table;

import static okko.switchd.table.TablesFixture.add;
import static okko.switchd.table.TablesFixture.flow;
import static okko.switchd.table.TablesFixture.loose;
import static okko.switchd.table.TablesFixture.strict;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import okko.switchd.flow.Action;
import okko.switchd.flow.FlowSelection;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.table.FlowChange.Counting;
import okko.switchd.table.TableEvent.Added;
import okko.switchd.table.TableEvent.Modified;
import okko.switchd.table.TableEvent.Removed;
import org.junit.jupiter.api.Test;

/** What Open vSwitch 3.1.0 does with the same flows, unless a comment says otherwise. */
class FlowSemanticsTest {

    private static final List<Action> TO_2 = List.of(new Action.Output(2));

    private final TablesFixture at = new TablesFixture();

    @Test
    void shouldGoOnCountingAndIdlingAndGrowYoungWhenFlowIsAddedAgain() {
        at.added("actions=drop");
        at.packets(0, 2);
        at.pass(1);
        at.tables.expire();
        at.pass(2);
        at.added("actions=output:1");
        at.pass(4);
        assertThat(at.ages()).containsExactly(": 2 packets, 4/6/4 s");
    }

    @Test
    void shouldCountAnewWhenFlowIsAddedWithResetCounts() {
        at.added("actions=drop");
        at.packets(0, 2);
        at.pass(3);
        at.added("reset_counts,actions=drop");
        assertThat(at.ages()).containsExactly(": 0 packets, 0/0/0 s");
        at.packets(0, 1);
        assertThat(at.ages()).containsExactly(": 1 packets, 0/0/0 s");
    }

    @Test
    void shouldKeepAgeAndStartHardAgeWhenActionsAreModified() {
        at.added("cookie=0x5,idle_timeout=100,actions=drop");
        at.packets(0, 1);
        at.tables.expire();
        at.pass(2);
        at.make(new FlowChange.Modify(FlowSelection.ALL, TO_2));
        at.pass(1);
        assertThat(at.ages()).containsExactly(": 1 packets, 3/3/1 s");
        assertThat(at.tables.list().getFirst().text()).isEqualTo(" cookie=0x5, duration=3.000s, table=0, n_packets=1, "
                + "n_bytes=60, idle_timeout=100, idle_age=3, hard_age=1, actions=output:2");
    }

    @Test
    void shouldSetCookieAndCountAnewWhenModificationSaysSo() {
        at.added("cookie=0x5,actions=drop");
        at.packets(0, 1);
        at.make(new FlowChange.Modify(FlowSelection.ALL, TO_2, OptionalLong.of(7), Counting.BEGINS_ANEW,
                Optional.empty()));
        assertThat(at.flows()).containsExactly("cookie=0x7,actions=output:2");
        assertThat(at.ages()).containsExactly(": 0 packets, 0/0/0 s");
    }

    @Test
    void shouldAddWhenModificationFindsNothingAndSaysWhatToAdd() {
        FlowChange change = new FlowChange.Modify(loose("in_port=1"), TO_2, OptionalLong.of(9), Counting.GOES_ON,
                Optional.of(flow("cookie=0x9,in_port=1,actions=output:2")));
        assertThat(at.make(change).added()).isOne();
        assertThat(at.make(change).modified()).isOne();
        assertThat(at.flows()).containsExactly("cookie=0x9,in_port=1,actions=output:2");
        assertThat(at.make(new FlowChange.Modify(loose("in_port=2"), TO_2)).modified()).isZero();
    }

    @Test
    void shouldRefuseOverlappingFlowOfSamePriorityWhenAskedTo() {
        at.added("in_port=1,actions=drop", "priority=4,tcp,tp_dst=80,actions=drop", "priority=5,ip,actions=drop");
        for (String overlapping : List.of("ip", "priority=4,ip", "priority=4,in_port=7",
                "priority=4,tcp,tp_dst=80,in_port=1", "priority=5,tcp,nw_src=10.0.0.0/8", "priority=4")) {
            assertThat(at.refused(add(overlapping + ",check_overlap,actions=drop")).error())
                    .as(overlapping).isEqualTo(OpenFlowError.OFPFMFC_OVERLAP);
        }
        for (String other : List.of("in_port=1", "in_port=2", "priority=4,udp", "priority=4,tcp,tp_dst=81",
                "priority=6,ip", "priority=5,arp", "table=1,ip")) {
            at.added(other + ",check_overlap,actions=drop");
        }
    }

    @Test
    void shouldFindOverlapAmongFlowsOfOneMatch() {
        at.added("priority=9,ip,actions=drop", "priority=5,ip,actions=drop", "priority=1,ip,actions=drop");
        assertThat(at.refused(add("priority=5,in_port=1,check_overlap,actions=drop")).reason())
                .isEqualTo("a flow of the same priority overlaps: check_overlap,priority=5,in_port=1,actions=drop");
        at.added("priority=4,in_port=1,check_overlap,actions=drop");
    }

    @Test
    void shouldSeeWhatChangesBeforeDidInTheSameList() {
        assertThat(at.refused(add("ip,actions=drop"), add("check_overlap,in_port=1,actions=drop")).index()).isOne();
        at.make(add("in_port=3,actions=drop"), new FlowChange.Modify(loose("in_port=3"), TO_2),
                add("in_port=4,actions=drop"), new FlowChange.Delete(strict("in_port=4")));
        assertThat(at.flows()).containsExactly("in_port=3,actions=output:2");
    }

    @Test
    void shouldSelectByCookiePortGroupOfAnyTable() {
        at.added("cookie=0x11,in_port=1,actions=controller", "table=7,cookie=0x21,in_port=1,actions=output:1");
        assertThat(at.tables.list(loose("out_port=controller"))).hasSize(1);
        assertThat(at.make(new FlowChange.Delete(loose("cookie=0x11/0xf0"))).deleted()).isOne();
        assertThat(at.make(new FlowChange.Delete(strict("table=7,in_port=1,cookie=0x20/0x0f"))).deleted()).isZero();
        FlowSelection strictInAnyTable = strict("in_port=1");
        assertThat(at.make(new FlowChange.Delete(strictInAnyTable)).deleted()).isOne();
        assertThat(at.flows()).isEmpty();
    }

    @Test
    void shouldListByTableThenByMaskOfHighestPriorityThenByAge() {
        at.added("priority=1,in_port=1,actions=output:1", "priority=9,ip,actions=output:2",
                "priority=5,in_port=2,actions=output:3", "priority=5,ip,nw_dst=10.0.0.1,actions=output:3",
                "priority=5,in_port=1,actions=output:9", "priority=8,in_port=1,actions=output:9",
                "priority=5,tcp,actions=output:4", "table=1,priority=5,tcp,actions=output:4", "actions=output:7",
                "priority=7,in_port=4,actions=output:1");
        assertThat(at.flows()).containsExactly("actions=output:7", "priority=9,ip,actions=output:2",
                "priority=1,in_port=1,actions=output:1", "priority=5,in_port=2,actions=output:3",
                "priority=5,in_port=1,actions=output:9", "priority=8,in_port=1,actions=output:9",
                "priority=7,in_port=4,actions=output:1", "priority=5,ip,nw_dst=10.0.0.1,actions=output:3",
                "priority=5,tcp,actions=output:4", "table=1,priority=5,tcp,actions=output:4");
    }

    @Test
    void shouldRestartHardTimeoutWhenModifiedAndIdleTimeoutWhenAddedAgain() {
        at.added("in_port=1,hard_timeout=10,actions=drop", "in_port=2,idle_timeout=10,actions=drop");
        at.pass(9);
        at.make(new FlowChange.Modify(loose("in_port=1"), TO_2));
        at.added("in_port=2,idle_timeout=10,actions=drop"); // in Open vSwitch it would go, as it has idled for long
        at.pass(9);
        assertThat(at.tables.expire().deleted()).isZero();
        at.pass(1);
        assertThat(at.tables.expire().deleted()).isEqualTo(2);
    }

    @Test
    void shouldTellWhatHappenedAndWhoDidIt() {
        Origin controller = new Origin(3, 77);
        at.tables.apply(List.of(add("send_flow_rem,actions=drop")), controller);
        at.packets(0, 2);
        at.tables.apply(List.of(new FlowChange.Modify(FlowSelection.ALL, TO_2)), controller);
        at.tables.apply(List.of(new FlowChange.Modify(FlowSelection.ALL, TO_2)), controller); // changes nothing
        at.pass(5);
        at.tables.apply(List.of(new FlowChange.Delete(FlowSelection.ALL)), Origin.SWITCH);
        assertThat(at.events).containsExactly(
                new Added(flow("send_flow_rem,actions=drop"), controller),
                new Modified(flow("send_flow_rem,actions=drop"), flow("send_flow_rem,actions=output:2"), controller),
                at.events.getLast());
        assertThat(at.events.getLast()).isInstanceOfSatisfying(Removed.class, removed -> {
            assertThat(removed.reason()).isEqualTo(RemovalReason.DELETE);
            assertThat(removed.origin()).isEqualTo(Origin.SWITCH);
            assertThat(removed.last().packets()).isEqualTo(2);
            assertThat(removed.last().durationNs()).isEqualTo(5 * TablesFixture.SECOND_NS);
        });
    }

    @Test
    void shouldTellNothingWhenChangesAreRefused() {
        at.added("actions=drop");
        at.events.clear();
        at.refused(new FlowChange.Delete(FlowSelection.ALL), add("actions=group:1"));
        assertThat(at.events).isEmpty();
        assertThat(at.flows()).containsExactly("actions=drop");
        assertThat(at.tables.removals()).isEqualTo(Map.of());
    }

    @Test
    void shouldCountMatchesOfATableAlsoOfFlowsThatAreGone() {
        at.added("actions=drop");
        at.packets(0, 2);
        at.added("reset_counts,actions=drop");
        at.packets(0, 3);
        assertThat(at.tables.statistics(0).matches()).isEqualTo(5);
        at.make(new FlowChange.Delete(FlowSelection.ALL));
        assertThat(at.tables.statistics(0).matches()).isEqualTo(5);
        assertThat(at.tables.statistics(0).flows()).isZero();
        assertThat(at.tables.statistics(254).maxEntries()).isEqualTo(1_000_000);
    }
}
