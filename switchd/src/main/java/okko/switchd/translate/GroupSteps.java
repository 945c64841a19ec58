package okko.switchd.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okko.switchd.action.CountRule;
import okko.switchd.action.Fork;
import okko.switchd.action.SelectBucket;
import okko.switchd.action.Step;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Action;
import okko.switchd.flow.Group;
import okko.switchd.flow.Group.Bucket;
import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.PacketInReason;

/**
 * Steps for groups (OpenFlow 1.3, 5.6). A bucket works on a copy of the packet, and what it does to it nobody behind
 * the group sees; the last one gets the packet itself where nothing is left to be done.
 */
final class GroupSteps {

    private final Translation tree;
    private final Tables tables;
    private final long seed;
    private final Witness witness;
    private final Instances instances;
    private final Translator.Pace pace;

    GroupSteps(Translation tree, Tables tables, Translator.Circumstances circumstances) {
        this.tree = tree;
        this.tables = tables;
        seed = circumstances.seed();
        witness = circumstances.witness();
        instances = circumstances.instances();
        pace = circumstances.pace();
    }

    /** The buckets of a group that get packets, and what all of them share. */
    private record Entered(Group group, List<Integer> buckets, Rest.Origin origin) {

        Entered behindFirst() {
            return new Entered(group, buckets.subList(1, buckets.size()), origin);
        }
    }

    Step group(int id, Rest rest, Way way) {
        Rest further = rest.further();
        Group group = tables.groups().get(id);
        if (group == null) {
            return tree.goOn(further, way);
        }
        return counted(instances.group(id), enter(new Entered(group, used(group), rest.origin()), further, way));
    }

    private Step enter(Entered entered, Rest further, Way way) {
        if (entered.buckets.isEmpty()) {
            return tree.goOn(further, way);
        }
        boolean isLast = further == null && way.set.isEmpty();
        Way inside = isLast ? way : way.copy();
        inside.set = ActionSet.EMPTY;
        Step steps = switch (entered.group.type()) {
            case ALL -> all(entered, inside);
            case SELECT -> select(entered, inside);
            case INDIRECT, FAST_FAILOVER -> bucket(entered, entered.buckets.getFirst(), inside);
        };
        return isLast ? steps : new Fork(steps, tree.pause(further, way));
    }

    private List<Integer> used(Group group) {
        return IntStream.range(0, group.buckets().size())
                .filter(index -> isUsed(group.buckets().get(index), group.type()))
                .boxed()
                .toList();
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

    private Step all(Entered entered, Way way) {
        int first = entered.buckets.getFirst();
        if (entered.buckets.size() == 1) {
            return bucket(entered, first, way);
        }
        Step copy = bucket(entered, first, way.copy());
        return new Fork(copy, all(entered.behindFirst(), way));
    }

    private Step select(Entered entered, Way way) {
        List<Step> ways = new ArrayList<>();
        for (int index : entered.buckets) {
            ways.add(bucket(entered, index, way.copy()));
        }
        int[] weights = entered.buckets.stream()
                .mapToInt(index -> entered.group.buckets().get(index).weight())
                .toArray();
        return new SelectBucket(seed, weights, ways.toArray(Step[]::new));
    }

    private Step bucket(Entered entered, int index, Way way) {
        Rest.Origin origin = entered.origin.because(PacketInReason.GROUP);
        List<Action> actions = ActionSet.EMPTY.with(entered.group.buckets().get(index).actions(), origin).toDo();
        int id = entered.group.id();
        Step steps = tree.pause(Rest.of(actions, origin, null), way);
        return switch (pace) {
            case AT_ONCE -> counted(instances.bucket(id, index), steps);
            case STEP_BY_STEP -> new Told(() -> witness.enters(id, index), steps);
        };
    }

    private static Step counted(FlowCounters counters, Step steps) {
        return counters == null ? steps : CountRule.of(counters, steps);
    }
}
