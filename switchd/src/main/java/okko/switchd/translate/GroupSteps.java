package okko.switchd.translate;

import java.util.ArrayList;
import java.util.List;
import okko.switchd.action.Fork;
import okko.switchd.action.SelectBucket;
import okko.switchd.action.Step;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Group;
import okko.switchd.flow.Group.Bucket;

/**
 * Steps for groups (OpenFlow 1.3, 5.6). A bucket works on a copy of the packet, and what it does to it nobody behind
 * the group sees; the last one gets the packet itself where nothing is left to be done.
 */
final class GroupSteps {

    private final Translation tree;
    private final Tables tables;
    private final long seed;

    GroupSteps(Translation tree, Tables tables, long seed) {
        this.tree = tree;
        this.tables = tables;
        this.seed = seed;
    }

    Step group(int id, Rest rest, Way way) {
        Rest further = rest.further();
        Group group = tables.groups().get(id);
        if (group == null) {
            return tree.goOn(further, way);
        }
        List<Bucket> buckets = group.buckets().stream().filter(bucket -> isUsed(bucket, group.type())).toList();
        if (buckets.isEmpty()) {
            return tree.goOn(further, way);
        }
        boolean isLast = further == null && way.set.isEmpty();
        Way inside = isLast ? way : way.copy();
        inside.set = ActionSet.EMPTY;
        Step steps = switch (group.type()) {
            case ALL -> all(buckets, rest.origin(), inside);
            case SELECT -> select(buckets, rest.origin(), inside);
            case INDIRECT, FAST_FAILOVER -> bucket(buckets.getFirst(), rest.origin(), inside);
        };
        return isLast ? steps : new Fork(steps, tree.goOn(further, way));
    }

    private boolean isUsed(Bucket bucket, Group.Type type) {
        return switch (type) {
            case ALL, INDIRECT -> true;
            case SELECT -> bucket.weight() > 0 && isAlive(bucket);
            case FAST_FAILOVER -> isAlive(bucket);
        };
    }

    /** Groups never lead to themselves, so this ends. */
    private boolean isAlive(Bucket bucket) {
        boolean isPortAlive = bucket.watchPort() == Bucket.WATCH_NOTHING
                || !tables.facilities().deadPorts().contains(bucket.watchPort());
        Group watched = tables.groups().get(bucket.watchGroup());
        boolean isGroupAlive = bucket.watchGroup() == Bucket.WATCH_NOTHING
                || watched != null && watched.buckets().stream().anyMatch(this::isAlive);
        return isPortAlive && isGroupAlive;
    }

    private Step all(List<Bucket> buckets, Rest.Origin origin, Way way) {
        Bucket first = buckets.getFirst();
        if (buckets.size() == 1) {
            return bucket(first, origin, way);
        }
        Step copy = bucket(first, origin, way.copy());
        return new Fork(copy, all(buckets.subList(1, buckets.size()), origin, way));
    }

    private Step select(List<Bucket> buckets, Rest.Origin origin, Way way) {
        List<Step> ways = new ArrayList<>();
        for (Bucket bucket : buckets) {
            ways.add(bucket(bucket, origin, way.copy()));
        }
        int[] weights = buckets.stream().mapToInt(Bucket::weight).toArray();
        return new SelectBucket(seed, weights, ways.toArray(Step[]::new));
    }

    private Step bucket(Bucket bucket, Rest.Origin origin, Way way) {
        return tree.goOn(Rest.of(ActionSet.EMPTY.with(bucket.actions()).toDo(), origin, null), way);
    }
}
