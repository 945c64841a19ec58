package okko.switchd.openflow.server;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import okko.switchd.classify.GroupCounters;
import okko.switchd.flow.Group;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.BucketStatistics;
import okko.switchd.openflow.StatisticsReply.GroupStatistics;
import okko.switchd.table.FlowTables;
import okko.switchd.table.Groups;
import okko.switchd.table.Origin;
import okko.switchd.table.References;

/** What controllers ask about groups, and how they change groups. */
final class GroupRequests {

    /** Of {@code enum ofp_group_capabilities}: weights, liveness, groups that lead to groups, loops refused. */
    private static final int CAPABILITIES = 0xf;

    private static final int ALL_TYPES = (1 << Group.Type.values().length) - 1;

    private final FlowTables tables;
    private final Publication publication;

    GroupRequests(FlowTables tables, Publication publication) {
        this.tables = tables;
        this.publication = publication;
    }

    void change(Controller controller, int xid, GroupMod wanted) throws OpenFlowException {
        publication.note(tables.change(wanted, new Origin(controller.id(), xid)).unneeded());
    }

    private Stream<Group> chosen(OptionalInt id) {
        return tables.groups().all().values().stream()
                .filter(group -> id.isEmpty() || group.id() == id.getAsInt())
                .sorted((one, other) -> Integer.compareUnsigned(one.id(), other.id()));
    }

    StatisticsReply descriptions(OptionalInt id) {
        return new StatisticsReply.GroupDescriptions(chosen(id).toList());
    }

    StatisticsReply statistics(OptionalInt id) {
        References references = tables.references();
        return new StatisticsReply.Groups(chosen(id).map(group -> statistics(group, references)).toList());
    }

    private GroupStatistics statistics(Group group, References references) {
        GroupCounters counters = tables.groups().counters().get(group.id());
        GroupCounters.Sum sum = counters.ofGroup();
        List<BucketStatistics> buckets = counters.ofBuckets().stream()
                .map(bucket -> new BucketStatistics(bucket.packets(), bucket.bytes()))
                .toList();
        return new GroupStatistics(group.id(), references.ofGroup(group.id()), sum.packets(), sum.bytes(),
                tables.groups().durationNs(group.id()), buckets);
    }

    StatisticsReply features() {
        int types = Group.Type.values().length;
        return new StatisticsReply.GroupFeatures(ALL_TYPES, CAPABILITIES,
                Collections.nCopies(types, Groups.MAX_GROUPS), Collections.nCopies(types, StandardAction.MASK));
    }
}
