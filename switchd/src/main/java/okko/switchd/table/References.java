package okko.switchd.table;

import java.util.HashMap;
import java.util.Map;
import okko.switchd.flow.ActionReferences;
import okko.switchd.flow.Group;

/**
 * How much depends on groups and meters.
 *
 * @param groups by number, how many flows and groups lead to it; those that none leads to are left out
 * @param meters by number, how many flows use it; those that none uses are left out
 */
public record References(Map<Integer, Integer> groups, Map<Integer, Integer> meters) {

    /** Copies. */
    public References {
        groups = Map.copyOf(groups);
        meters = Map.copyOf(meters);
    }

    /**
     * Tells how much leads to a group.
     *
     * @param id of the group
     * @return how many flows and groups
     */
    public int ofGroup(int id) {
        return groups.getOrDefault(id, 0);
    }

    /**
     * Tells how much uses a meter.
     *
     * @param id of the meter
     * @return how many flows
     */
    public int ofMeter(int id) {
        return meters.getOrDefault(id, 0);
    }

    static References of(Flows flows, Groups all) {
        Map<Integer, Integer> groups = new HashMap<>();
        Map<Integer, Integer> meters = new HashMap<>();
        for (FlowTable table : flows.tables()) {
            for (FlowEntry entry : table.entries()) {
                ActionReferences references = ActionReferences.of(entry.flow().actions());
                references.groups().forEach(id -> groups.merge(id, 1, Integer::sum));
                references.meters().forEach(id -> meters.merge(id, 1, Integer::sum));
            }
        }
        for (Group group : all.all().values()) {
            group.references().forEach(id -> groups.merge(id, 1, Integer::sum));
        }
        return new References(groups, meters);
    }
}
