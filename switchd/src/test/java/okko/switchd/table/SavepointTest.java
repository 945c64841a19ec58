package okko.switchd.table;

import static okko.switchd.table.TablesFixture.add;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Group;
import okko.switchd.flow.Meter;
import okko.switchd.openflow.OpenFlowException;
import org.junit.jupiter.api.Test;

class SavepointTest {

    private final TablesFixture at = new TablesFixture();

    private static Group group(int id) {
        return new Group(id, Group.Type.ALL, List.of());
    }

    private static Meter meter(int id) {
        return new Meter(id, Meter.Unit.PACKETS, List.of(new Meter.Band(Meter.BandType.DROP, 5, 0, 0)));
    }

    @Test
    void shouldBringFlowsGroupsAndMetersBack() throws OpenFlowException {
        at.tables.groups().add(group(1));
        at.tables.meters().add(meter(1));
        at.added("in_port=1,filter_prog=1,actions=group:1", "in_port=2,hard_timeout=5,actions=meter:1,output:1");
        List<FlowStatus> flows = at.tables.list();
        at.events.clear();
        Savepoint before = at.tables.savepoint();
        at.tables.removeGroup(1, Origin.SWITCH);
        at.tables.groups().add(group(2));
        at.tables.removeMeters(Origin.SWITCH);
        at.tables.meters().add(meter(2));
        at.added("in_port=1,filter_prog=1,actions=group:2", "in_port=3,actions=meter:2,output:1");
        at.make(new FlowChange.Delete(FlowSelection.ALL));
        before.undo();
        assertThat(at.tables.list()).isEqualTo(flows);
        assertThat(at.tables.groups().all()).containsOnlyKeys(1);
        assertThat(at.tables.meters().all()).containsOnlyKeys(1);
        assertThat(at.tables.removals()).isEmpty();
        assertThat(at.events).isEmpty();
        assertThat(at.filtersClosed).containsExactly(at.filtersMade.getLast()); // the one made in between
        assertThat(at.tables.snapshot().table(0).subtableCount()).isOne();
        at.pass(5);
        assertThat(at.tables.expire().deleted()).isOne();
    }

    @Test
    void shouldTellAllAndGiveFiltersBackWhenKept() throws OpenFlowException {
        at.added("in_port=1,filter_prog=1,actions=drop");
        at.events.clear();
        Savepoint before = at.tables.savepoint();
        assertThat(at.make(new FlowChange.Delete(FlowSelection.ALL)).unneeded()).isEmpty();
        at.tables.groups().add(group(1));
        at.make(add("in_port=2,actions=group:1"));
        assertThat(at.events).isEmpty();
        ChangeResult.Changed changed = before.keep();
        assertThat(List.of(changed.added(), changed.modified(), changed.deleted())).containsExactly(1, 0, 1);
        assertThat(changed.unneeded()).isEqualTo(at.filtersMade);
        assertThat(at.events).hasSize(2);
        assertThat(at.filtersClosed).isEmpty();
    }

    @Test
    void shouldUndoInnerChangesAlone() {
        Savepoint outer = at.tables.savepoint();
        at.added("in_port=1,actions=drop");
        Savepoint inner = at.tables.savepoint();
        at.added("in_port=1,actions=output:1", "in_port=2,actions=drop");
        inner.undo();
        at.added("in_port=3,actions=drop");
        assertThat(outer.keep().added()).isEqualTo(2);
        assertThat(at.flows()).containsExactly("in_port=1,actions=drop", "in_port=3,actions=drop");
        assertThat(at.events).hasSize(2);
    }
}
