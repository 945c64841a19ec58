package okko.switchd.table;

import java.util.ArrayList;
import java.util.List;
import okko.switchd.flow.Group;
import okko.switchd.flow.Group.Bucket;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/** Changes of groups as controllers ask for them (OpenFlow 1.5, 7.3.4.3); deletions are elsewhere. */
final class GroupChanges {

    /** {@code OFPG_BUCKET_FIRST}: before all others. */
    private static final int FIRST = 0xfffffffd;

    /** {@code OFPG_BUCKET_LAST}: behind all others. */
    private static final int LAST = 0xfffffffe;

    /** {@code OFPG_BUCKET_ALL}. */
    private static final int ALL = 0xffffffff;

    private final Groups groups;

    GroupChanges(Groups groups) {
        this.groups = groups;
    }

    void add(GroupMod wanted) throws OpenFlowException {
        groups.add(group(wanted, wanted.group().type(), wanted.group().buckets()));
    }

    void modify(GroupMod wanted) throws OpenFlowException {
        groups.modify(group(wanted, wanted.group().type(), wanted.group().buckets()));
    }

    void addOrModify(GroupMod wanted) throws OpenFlowException {
        if (groups.has(wanted.groupId())) {
            modify(wanted);
        } else {
            add(wanted);
        }
    }

    void insert(GroupMod wanted) throws OpenFlowException {
        Group before = groups.get(wanted.groupId());
        List<Bucket> buckets = new ArrayList<>(before.buckets());
        for (Bucket bucket : wanted.group().buckets()) {
            if (before.buckets().stream().anyMatch(one -> one.id() == bucket.id())) {
                throw new OpenFlowException(OpenFlowError.OFPGMFC_BUCKET_EXISTS, "%s has a bucket %s already"
                        .formatted(Groups.name(before.id()), Integer.toUnsignedString(bucket.id())));
            }
        }
        int place = switch (wanted.bucketId()) {
            case FIRST -> 0;
            case LAST -> buckets.size();
            case ALL -> throw new OpenFlowException(OpenFlowError.OFPGMFC_BAD_BUCKET,
                    "behind all buckets is behind none: expected the number of one, first or last");
            default -> 1 + place(before, wanted.bucketId());
        };
        buckets.addAll(place, wanted.group().buckets());
        groups.rebucket(group(wanted, before.type(), buckets));
    }

    void remove(GroupMod wanted) throws OpenFlowException {
        Group before = groups.get(wanted.groupId());
        List<Bucket> buckets = new ArrayList<>(before.buckets());
        switch (wanted.bucketId()) {
            case ALL -> buckets.clear();
            case FIRST -> buckets.subList(0, Math.min(1, buckets.size())).clear();
            case LAST -> buckets.subList(Math.max(0, buckets.size() - 1), buckets.size()).clear();
            default -> buckets.remove(place(before, wanted.bucketId()));
        }
        groups.rebucket(group(wanted, before.type(), buckets));
    }

    private static int place(Group group, int bucket) throws OpenFlowException {
        for (int place = 0; place < group.buckets().size(); place++) {
            if (group.buckets().get(place).id() == bucket) {
                return place;
            }
        }
        throw new OpenFlowException(OpenFlowError.OFPGMFC_UNKNOWN_BUCKET, "%s has no bucket %s"
                .formatted(Groups.name(group.id()), Integer.toUnsignedString(bucket)));
    }

    /** Makes the group that is wanted, if it can be. */
    private static Group group(GroupMod wanted, Group.Type type, List<Bucket> buckets) throws OpenFlowException {
        int id = wanted.groupId();
        if (Integer.compareUnsigned(id, Group.MAX_ID) > 0) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_INVALID_GROUP, "no group can be " + Groups.name(id));
        }
        if (type == Group.Type.INDIRECT && buckets.size() != 1) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_INVALID_GROUP,
                    "%s is indirect: it has one bucket, not %d".formatted(Groups.name(id), buckets.size()));
        }
        for (Bucket bucket : buckets) {
            boolean isWatching = bucket.watchPort() != Bucket.WATCH_NOTHING
                    || bucket.watchGroup() != Bucket.WATCH_NOTHING;
            switch (type) {
                case ALL, INDIRECT -> refuseIf(isWatching, OpenFlowError.OFPGMFC_WATCH_UNSUPPORTED,
                        Groups.name(id) + " uses its buckets whatever they watch");
                case FAST_FAILOVER -> refuseIf(!isWatching, OpenFlowError.OFPGMFC_INVALID_GROUP,
                        Groups.name(id) + ": a bucket of a fast_failover group watches a port or a group");
                case SELECT -> { }
            }
        }
        try {
            return new Group(id, type, buckets);
        } catch (IllegalArgumentException e) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_BAD_BUCKET, e.getMessage());
        }
    }

    private static void refuseIf(boolean isWrong, OpenFlowError error, String reason) throws OpenFlowException {
        if (isWrong) {
            throw new OpenFlowException(error, reason);
        }
    }
}
