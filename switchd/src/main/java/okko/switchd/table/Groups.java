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
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import org.agrona.concurrent.NanoClock;

/**
 * The groups, from the side of control. Every group that another one speaks of is there, and no way from group to group
 * leads back: what a packet may have to go through is bounded. Confined to the control thread.
 */
public final class Groups {

    /** How many groups there may be. */
    public static final int MAX_GROUPS = 0x10000;

    /** How many buckets a group may have. */
    public static final int MAX_BUCKETS = 0x1000;

    /** How many groups may follow one another. */
    static final int MAX_DEPTH = 32;

    /** A group, what counts its packets, since when it is there, and how many groups follow one another from it on. */
    private record Entry(Group group, GroupCounters counters, long addedNs, int depth) {}

    private final Map<Integer, Entry> entries = new HashMap<>();

    /** Says of each port whether its link is up. */
    private IntPredicate isUp = _ -> true;

    /** As they are now, for snapshots; {@code null} if they have changed since. */
    private Map<Integer, Group> groups = Map.of();

    /** What counts their packets, likewise. */
    private Map<Integer, GroupCounters> counters = Map.of();

    private final int threads;
    private final NanoClock clock;
    private final Journal journal;

    Groups(int threads, NanoClock clock, Journal journal) {
        this.threads = threads;
        this.clock = clock;
        this.journal = journal;
    }

    /** {@return what counts the packets of each group, by number; an immutable map} */
    public Map<Integer, GroupCounters> counters() {
        if (counters == null) {
            counters = entries.values().stream().collect(
                    Collectors.toUnmodifiableMap(entry -> entry.group.id(), Entry::counters));
        }
        return counters;
    }

    /** {@return all groups by number; an immutable map} */
    public Map<Integer, Group> all() {
        if (groups == null) {
            groups = entries.values().stream().collect(
                    Collectors.toUnmodifiableMap(entry -> entry.group.id(), Entry::group));
        }
        return groups;
    }

    /**
     * Tells the age of a group.
     *
     * @param id of a group that there is
     * @return nanoseconds since it was added
     */
    public long durationNs(int id) {
        return clock.nanoTime() - entries.get(id).addedNs;
    }

    /**
     * Adds a group.
     *
     * @param group to add
     * @throws OpenFlowException if it exists, or cannot be; nothing has changed
     */
    public void add(Group group) throws OpenFlowException {
        if (entries.containsKey(group.id())) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_GROUP_EXISTS, name(group.id()) + " exists already");
        }
        if (entries.size() >= MAX_GROUPS) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_OUT_OF_GROUPS,
                    "there are " + MAX_GROUPS + " groups already");
        }
        put(group, new GroupCounters(threads, group.buckets().size()), clock.nanoTime());
    }

    /**
     * Replaces a group; it begins to count anew.
     *
     * @param group to be there instead
     * @throws OpenFlowException if there is none of this number, or it cannot be; nothing has changed
     */
    public void modify(Group group) throws OpenFlowException {
        put(group, new GroupCounters(threads, group.buckets().size()), existing(group.id()).addedNs);
    }

    /**
     * Gives a group other buckets; those that it had go on counting.
     *
     * @param group with these buckets
     * @throws OpenFlowException if there is none of this number, or it cannot be; nothing has changed
     */
    void rebucket(Group group) throws OpenFlowException {
        Entry before = existing(group.id());
        List<Integer> ids = before.group.buckets().stream().map(Group.Bucket::id).toList();
        List<Integer> places = group.buckets().stream().map(bucket -> ids.indexOf(bucket.id())).toList();
        put(group, before.counters.withBuckets(places), before.addedNs);
    }

    /** {@return a group as it is now} */
    Group get(int id) throws OpenFlowException {
        return existing(id).group;
    }

    boolean has(int id) {
        return entries.containsKey(id);
    }

    private Entry existing(int id) throws OpenFlowException {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_UNKNOWN_GROUP, name(id) + " does not exist");
        }
        return entry;
    }

    private void put(Group group, GroupCounters counting, long addedNs) throws OpenFlowException {
        if (group.buckets().size() > MAX_BUCKETS) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_OUT_OF_BUCKETS,
                    "%s: more than %d buckets".formatted(name(group.id()), MAX_BUCKETS));
        }
        for (Group.Bucket bucket : group.buckets()) {
            checkActions(group, bucket.actions());
        }
        boolean isNew = !entries.containsKey(group.id());
        int depth = 1;
        for (int reference : group.references()) {
            if (!entries.containsKey(reference) && reference != group.id()) {
                throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_OUT_GROUP,
                        "%s leads to %s, which does not exist".formatted(name(group.id()), name(reference)));
            }
            if (reference == group.id() || !isNew && reachable(reference).contains(group.id())) {
                throw new OpenFlowException(OpenFlowError.OFPGMFC_LOOP,
                        "%s leads to %s, which leads back".formatted(name(group.id()), name(reference)));
            }
            depth = Math.max(depth, 1 + entries.get(reference).depth);
        }
        place(new Entry(group, counting, addedNs, depth), isNew);
    }

    /** Puts a group in, and makes sure that what leads to it does not lead too far now. */
    private void place(Entry entry, boolean isNew) throws OpenFlowException {
        int id = entry.group.id();
        Map<Integer, Integer> depths = new HashMap<>();
        if (!isNew && entry.depth > entries.get(id).depth) {
            Map<Integer, Group> changed = new HashMap<>(all());
            changed.put(id, entry.group);
            changed.keySet().forEach(one -> depth(one, changed, depths));
        }
        if (entry.depth > MAX_DEPTH || depths.values().stream().anyMatch(depth -> depth > MAX_DEPTH)) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_CHAINING_UNSUPPORTED,
                    "%s: more than %d groups would follow one another".formatted(name(id), MAX_DEPTH));
        }
        set(id, entry);
        depths.forEach((one, depth) -> {
            Entry old = entries.get(one);
            if (old.depth != depth) {
                set(one, new Entry(old.group, old.counters, old.addedNs, depth));
            }
        });
    }

    /** Puts an entry under a number, or nothing if {@code null}. */
    private void set(int id, Entry entry) {
        Entry before = entry == null ? entries.remove(id) : entries.put(id, entry);
        groups = null;
        counters = null;
        journal.done(() -> set(id, before));
    }

    private static void checkActions(Group group, List<Action> actions) throws OpenFlowException {
        for (Action action : actions) {
            switch (action) {
                case Action.GotoTable _, Action.WriteActions _, Action.ClearActions _, Action.WriteMetadata _,
                        Action.Meter _ ->
                    throw new OpenFlowException(OpenFlowError.OFPGMFC_BAD_BUCKET, name(group.id())
                            + ": a bucket has no instructions: goto_table, write_actions, clear_actions, "
                            + "write_metadata, meter");
                case Action.Output _, Action.Controller _, Action.Drop _, Action.SetField _, Action.SetVlan _,
                        Action.Move _, Action.PushVlan _, Action.PopVlan _, Action.PushMpls _, Action.PopMpls _,
                        Action.DecTtl _, Action.DecMplsTtl _, Action.Resubmit _, Action.Group _, Action.Program _,
                        Action.Through _, Action.Load _, Action.Enqueue _, Action.OutputRegister _, Action.SetQueue _,
                        Action.PopQueue _, Action.Note _, Action.Clone _, Action.Exit _, Action.SendMaps _ -> { }
            }
        }
    }

    /** The group itself and all that it leads to. */
    private Set<Integer> reachable(int from) {
        Set<Integer> found = new HashSet<>(Set.of(from));
        List<Integer> next = List.of(from);
        while (!next.isEmpty()) {
            next = next.stream().flatMap(id -> entries.get(id).group.references().stream()).filter(found::add).toList();
        }
        return found;
    }

    /** How many groups follow one another from here on; no deeper than two chains that were allowed. */
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

    /** Checks that what actions lead to exists. */
    void check(ActionReferences references) throws OpenFlowException {
        for (int id : references.groups()) {
            if (!entries.containsKey(id)) {
                throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_OUT_GROUP, name(id) + " does not exist");
            }
        }
    }

    /** Removes a group that no other one leads to, and says whether there was one. */
    boolean remove(int id) throws OpenFlowException {
        if (!entries.containsKey(id)) {
            return false;
        }
        for (Entry entry : entries.values()) {
            if (entry.group.id() != id && entry.group.references().contains(id)) {
                throw new OpenFlowException(OpenFlowError.OFPGMFC_CHAINED_GROUP,
                        "%s is needed by %s".formatted(name(id), name(entry.group.id())));
            }
        }
        set(id, null);
        return true;
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
        return entries.values().stream()
                .flatMap(entry -> entry.group.buckets().stream())
                .map(Group.Bucket::watchPort)
                .filter(port -> port != Group.Bucket.WATCH_NOTHING && !isUp.test(port))
                .collect(Collectors.toUnmodifiableSet());
    }

    void clear() {
        List.copyOf(entries.keySet()).forEach(id -> set(id, null));
    }

    static String name(int id) {
        return "group " + Integer.toUnsignedString(id);
    }
}
