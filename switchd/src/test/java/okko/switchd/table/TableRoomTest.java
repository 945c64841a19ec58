package okko.switchd.table;

import static okko.switchd.table.TablesFixture.add;
import static okko.switchd.table.TablesFixture.loose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.openflow.ChangeMessage.TableMod;
import okko.switchd.openflow.ChangeMessage.Vacancy;
import okko.switchd.openflow.EventMessage.VacancyReason;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.table.TableEvent.VacancyChanged;
import org.junit.jupiter.api.Test;

class TableRoomTest {

    private final TablesFixture at = new TablesFixture();

    private void evict(int table, boolean evicts) throws OpenFlowException {
        at.tables.change(new TableMod(table, OptionalInt.empty(), Optional.of(evicts), 7, Optional.empty()));
    }

    private void vacancy(int down, int up) throws OpenFlowException {
        at.tables.change(new TableMod(2, OptionalInt.empty(), Optional.empty(), 0,
                Optional.of(new Vacancy(true, down, up))));
    }

    @Test
    void shouldRefuseFlowWhenTableIsFull() {
        at.tables.limit(2, 2);
        at.added("table=2,in_port=1,actions=drop", "table=2,in_port=2,actions=drop");
        assertThat(at.refused(add("table=2,in_port=3,importance=9,actions=drop"))).isEqualTo(new ChangeResult.Finding(
                0, OpenFlowError.OFPFMFC_TABLE_FULL, "table 2 is full: it has 2 flows"));
        at.added("table=2,in_port=2,actions=output:1", "table=3,in_port=3,actions=drop");
    }

    @Test
    void shouldEvictTheLeastImportantAndOfTheseTheFirstToExpire() throws OpenFlowException {
        at.tables.limit(0, 3);
        evict(0, true);
        at.added("importance=5,in_port=1,hard_timeout=100,actions=drop",
                "importance=5,in_port=2,idle_timeout=50,actions=drop",
                "importance=9,in_port=3,hard_timeout=1,actions=drop");
        at.added("importance=8,in_port=4,actions=drop"); // as in Open vSwitch, less important ones come in, too
        assertThat(at.flows()).extracting(text -> text.replaceAll(".*,(in_port=.),.*", "$1"))
                .containsExactly("in_port=1", "in_port=3", "in_port=4");
        at.added("importance=1,in_port=5,actions=drop");
        at.added("importance=1,in_port=6,actions=drop");
        assertThat(at.flows()).extracting(text -> text.replaceAll(".*,(in_port=.),.*", "$1"))
                .containsExactly("in_port=4", "in_port=5", "in_port=6");
        assertThat(at.refused(add("importance=1,in_port=7,actions=drop")).error())
                .isEqualTo(OpenFlowError.OFPFMFC_TABLE_FULL); // nobody's time will be over, or is less important
        at.added("importance=2,in_port=7,actions=drop"); // in Open vSwitch, flows without a timeout always stay
        assertThat(at.flows()).hasSize(3).noneMatch(text -> text.contains("in_port=5"));
        assertThat(at.tables.removals()).containsEntry(RemovalReason.EVICTION, 4L);
    }

    @Test
    void shouldEvictFlowsThatWereThereBeforeItWasAllowedAndStopWhenItIsNot() throws OpenFlowException {
        at.tables.limit(0, 1);
        at.added("in_port=1,hard_timeout=5,actions=drop");
        evict(0xff, true);
        assertThat(at.tables.describe(254).isEvicting()).isTrue();
        at.added("in_port=2,hard_timeout=5,actions=drop");
        evict(0, false);
        assertThat(at.refused(add("in_port=3,actions=drop")).error()).isEqualTo(OpenFlowError.OFPFMFC_TABLE_FULL);
        assertThat(at.tables.describe(0).isEvicting()).isFalse();
    }

    @Test
    void shouldEvictNobodyWhenChangesAreUndone() throws OpenFlowException {
        at.tables.limit(0, 1);
        evict(0, true);
        at.added("in_port=1,hard_timeout=5,actions=drop");
        at.refused(add("in_port=2,actions=drop"), add("in_port=3,actions=drop"));
        assertThat(at.flows()).containsExactly("hard_timeout=5,in_port=1,actions=drop");
        at.added("in_port=2,actions=drop");
        assertThat(at.flows()).containsExactly("in_port=2,actions=drop");
    }

    @Test
    void shouldTellOnceWhenThereIsLittleRoomAndOnceWhenThereIsEnough() throws OpenFlowException {
        at.tables.limit(2, 10);
        vacancy(20, 50);
        for (int port = 1; port <= 10; port++) {
            at.added("table=2,in_port=" + port + ",actions=drop");
        }
        for (int port = 1; port <= 10; port++) {
            at.make(new FlowChange.Delete(loose("table=2,in_port=" + port)));
        }
        assertThat(at.events).filteredOn(VacancyChanged.class::isInstance).containsExactly(
                new VacancyChanged(2, VacancyReason.DOWN), new VacancyChanged(2, VacancyReason.UP));
        assertThat(at.events.get(8)).isEqualTo(new VacancyChanged(2, VacancyReason.DOWN)); // with the ninth flow
        assertThat(at.tables.describe(2)).satisfies(table -> {
            assertThat(table.vacancy()).contains(new Vacancy(true, 20, 50));
            assertThat(table.freePercent()).isEqualTo(100);
        });
    }

    @Test
    void shouldRefuseConfigurationThatCannotBe() {
        assertThatThrownBy(() -> vacancy(50, 20)).isInstanceOf(OpenFlowException.class)
                .hasMessage("expected percentages of which the second is not less: vacancy=50,20");
        assertThatThrownBy(() -> vacancy(50, 101)).isInstanceOf(OpenFlowException.class);
    }
}
