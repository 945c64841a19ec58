package okko.switchd.openflow.server;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import okko.switchd.classify.GroupCounters;
import okko.switchd.flow.Group;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.BucketStatistics;
import okko.switchd.openflow.StatisticsReply.GroupStatistics;
import okko.switchd.table.FlowTables;

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

    void change(GroupMod wanted) throws OpenFlowException {
        throw new OpenFlowException(OpenFlowError.OFPGMFC_EPERM, "groups cannot be changed yet");
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
        return new StatisticsReply.Groups(chosen(id).map(this::statistics).toList());
    }

    private GroupStatistics statistics(Group group) {
        GroupCounters counters = tables.groups().counters().get(group.id());
        GroupCounters.Sum sum = counters.ofGroup();
        List<BucketStatistics> buckets = counters.ofBuckets().stream()
                .map(bucket -> new BucketStatistics(bucket.packets(), bucket.bytes()))
                .toList();
        return new GroupStatistics(group.id(), 0, sum.packets(), sum.bytes(), 0, buckets);
    }

    StatisticsReply features() {
        int types = Group.Type.values().length;
        return new StatisticsReply.GroupFeatures(ALL_TYPES, CAPABILITIES,
                Collections.nCopies(types, Group.MAX_ID), Collections.nCopies(types, StandardAction.MASK));
    }
}
