package okko.switchd.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import okko.switchd.classify.GroupCounters;
import okko.switchd.flow.Action;
import okko.switchd.flow.ActionReferences;
import okko.switchd.flow.Group;

/**
 * The groups, from the side of control. Every group that another one speaks of is there, and no way from group to group
 * leads back: what a packet may have to go through is bounded. Confined to the control thread.
 */
public final class Groups {

    /** How many groups may follow one another. */
    static final int MAX_DEPTH = 32;

    /** Replaced when it changes, so that snapshots can have it as it is. */
    private Map<Integer, Group> groups = Map.of();

    /** Says of each port whether its link is up. */
    private IntPredicate isUp = _ -> true;

    /** Replaced likewise: what counts their packets. */
    private Map<Integer, GroupCounters> counters = Map.of();

    private final int threads;

    Groups(int threads) {
        this.threads = threads;
    }

    /** {@return what counts the packets of each group, by number; an immutable map} */
    public Map<Integer, GroupCounters> counters() {
        return counters;
    }

    /** {@return all groups by number; an immutable map} */
    public Map<Integer, Group> all() {
        return groups;
    }

    /**
     * Adds a group.
     *
     * @param group to add
     * @throws IllegalArgumentException if it exists, or cannot be; the message is one line, and nothing has changed
     */
    public void add(Group group) {
        if (groups.containsKey(group.id())) {
            throw new IllegalArgumentException(name(group.id()) + " exists already");
        }
        put(group);
    }

    /**
     * Replaces a group; it begins to count anew.
     *
     * @param group to be there instead
     * @throws IllegalArgumentException if there is none of this number, or it cannot be; the message is one line, and
     *                                  nothing has changed
     */
    public void modify(Group group) {
        if (!groups.containsKey(group.id())) {
            throw new IllegalArgumentException(name(group.id()) + " does not exist");
        }
        put(group);
    }

    private void put(Group group) {
        group.buckets().forEach(bucket -> checkActions(group, bucket.actions()));
        Map<Integer, Group> changed = new HashMap<>(groups);
        changed.put(group.id(), group);
        for (int reference : group.references()) {
            if (!changed.containsKey(reference)) {
                throw new IllegalArgumentException("%s leads to %s, which does not exist"
                        .formatted(name(group.id()), name(reference)));
            }
            if (reachable(reference, changed).contains(group.id())) {
                throw new IllegalArgumentException("%s leads to %s, which leads back"
                        .formatted(name(group.id()), name(reference)));
            }
        }
        Map<Integer, Integer> depths = new HashMap<>();
        if (changed.keySet().stream().anyMatch(id -> depth(id, changed, depths) > MAX_DEPTH)) {
            throw new IllegalArgumentException("%s: more than %d groups would follow one another"
                    .formatted(name(group.id()), MAX_DEPTH));
        }
        groups = Map.copyOf(changed);
        Map<Integer, GroupCounters> changedCounters = new HashMap<>(counters);
        changedCounters.put(group.id(), new GroupCounters(threads, group.buckets().size()));
        counters = Map.copyOf(changedCounters);
    }

    private static void checkActions(Group group, List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.GotoTable _, Action.WriteActions _, Action.ClearActions _, Action.WriteMetadata _,
                        Action.Meter _ ->
                    throw new IllegalArgumentException(name(group.id())
                            + ": a bucket has no instructions: goto_table, write_actions, clear_actions, "
                            + "write_metadata, meter");
                case Action.Output _, Action.Controller _, Action.Drop _, Action.SetField _, Action.SetVlan _,
                        Action.Move _, Action.PushVlan _, Action.PopVlan _, Action.PushMpls _, Action.PopMpls _,
                        Action.DecTtl _, Action.DecMplsTtl _, Action.Resubmit _, Action.Group _, Action.Program _,
                        Action.Through _, Action.Load _, Action.Enqueue _, Action.OutputRegister _, Action.SetQueue _,
                        Action.PopQueue _, Action.Note _, Action.Clone _, Action.Exit _ -> { }
            }
        }
    }

    /** The group itself and all that it leads to. */
    private static Set<Integer> reachable(int from, Map<Integer, Group> groups) {
        Set<Integer> found = new HashSet<>(Set.of(from));
        List<Integer> next = List.of(from);
        while (!next.isEmpty()) {
            next = next.stream().flatMap(id -> groups.get(id).references().stream()).filter(found::add).toList();
        }
        return found;
    }

    /** How many groups follow one another from here on; no deeper than a chain that was allowed, and one more. */
    private static int depth(int id, Map<Integer, Group> groups, Map<Integer, Integer> depths) {
        Integer known = depths.get(id);
        if (known != null) {
            return known;
        }
        int depth = 1;
        for (int reference : groups.get(id).references()) {
            depth = Math.max(depth, 1 + depth(reference, groups, depths));
        }
        depths.put(id, depth);
        return depth;
    }

    /**
     * Checks that what actions lead to exists.
     *
     * @param references of the actions
     * @throws IllegalArgumentException if a group does not; the message is one line
     */
    void check(ActionReferences references) {
        for (int id : references.groups()) {
            if (!groups.containsKey(id)) {
                throw new IllegalArgumentException(name(id) + " does not exist");
            }
        }
    }

    /** Removes a group that no other one leads to; there need not be one. */
    void remove(int id) {
        for (Group group : groups.values()) {
            if (group.id() != id && group.references().contains(id)) {
                throw new IllegalArgumentException("%s is needed by %s".formatted(name(id), name(group.id())));
            }
        }
        groups = without(id, groups);
        counters = without(id, counters);
    }

    private static <T> Map<Integer, T> without(int id, Map<Integer, T> all) {
        return all.entrySet().stream().filter(entry -> entry.getKey() != id)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Learns which ports' links are up; until then all are.
     *
     * @param up OpenFlow numbers of the ports
     * @return whether a port that a group watches has changed
     */
    public boolean portsUp(Set<Integer> up) {
        Set<Integer> before = deadPorts();
        isUp = up::contains;
        return !deadPorts().equals(before);
    }

    /** {@return the ports that groups watch whose link is down, or that are not there} */
    Set<Integer> deadPorts() {
        return groups.values().stream()
                .flatMap(group -> group.buckets().stream())
                .map(Group.Bucket::watchPort)
                .filter(port -> port != Group.Bucket.WATCH_NOTHING && !isUp.test(port))
                .collect(Collectors.toUnmodifiableSet());
    }

    void clear() {
        groups = Map.of();
        counters = Map.of();
    }

    private static String name(int id) {
        return "group " + Integer.toUnsignedString(id);
    }
}
