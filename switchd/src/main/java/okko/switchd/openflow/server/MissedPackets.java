package okko.switchd.openflow.server;

import java.util.List;
import okko.switchd.classify.TableMisses.Fate;
import okko.switchd.control.TableChanges;
import okko.switchd.table.FlowTables;

/** Has packets that no rule matches sent to the controllers as long as one of OpenFlow 1.0 is there; else dropped. */
final class MissedPackets {

    private final FlowTables tables;
    private final TableChanges changes;
    private Fate fate = Fate.DROPPED;

    MissedPackets(SwitchParts parts) {
        tables = parts.tables();
        changes = parts.changes();
    }

    /** Looks who is there. {@return how much was done} */
    int poll(Audience audience) {
        Fate wanted = audience.expectsMisses() ? Fate.SENT_TO_CONTROLLERS : Fate.DROPPED;
        if (wanted == fate) {
            return 0;
        }
        fate = wanted;
        tables.changeFacilities(facilities -> facilities.withMisses(facilities.misses().with(wanted)));
        changes.change(_ -> List.of());
        return 1;
    }
}
