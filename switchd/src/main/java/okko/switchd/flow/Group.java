package okko.switchd.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A group as somebody wrote it (OpenFlow 1.3, 5.6): lists of actions of which one, some or all are done.
 *
 * @param id      unsigned, 0 to {@link #MAX_ID}
 * @param type    which of the buckets are used
 * @param buckets in order; {@code INDIRECT} has exactly one
 */
public record Group(int id, Type type, List<Bucket> buckets) {

    /** Highest number of a group, unsigned (OpenFlow 1.3, {@code OFPG_MAX}). */
    public static final int MAX_ID = 0xffffff00;

    /** Which buckets of a group are used. */
    public enum Type {
        /** Each of them, on a copy of the packet. */
        ALL,
        /** One of them, by a hash of the packet's flow and by weight. */
        SELECT,
        /** The only one. */
        INDIRECT,
        /** The first one that is alive. */
        FAST_FAILOVER
    }

    /**
     * A list of actions of a group.
     *
     * @param id         unsigned, 0 to {@link #MAX_ID}, in a group no other bucket has it; or {@link #NO_ID}
     * @param weight     share of the packets that it gets in a {@code SELECT} group, 0 to 65,535
     * @param watchPort  port whose link has to be up for the bucket to be alive, or {@link #WATCH_NOTHING}
     * @param watchGroup group that must have a bucket alive for this one to be, or {@link #WATCH_NOTHING}
     * @param actions    what is done; none to drop the packet
     */
    public record Bucket(int id, int weight, int watchPort, int watchGroup, List<Action> actions) {

        /** Highest number of a bucket, unsigned (OpenFlow 1.5, {@code OFPG_BUCKET_MAX}). */
        public static final int MAX_ID = 0xffffff00;

        /** In place of the number of a bucket: a group gives it the lowest one that is free. */
        public static final int NO_ID = 0xffffffff;

        /** In place of a port or group: nothing is watched ({@code OFPP_ANY}, {@code OFPG_ANY}). */
        public static final int WATCH_NOTHING = 0xffffffff;

        /** Weight of a bucket that names none. */
        public static final int DEFAULT_WEIGHT = 1;

        /**
         * Checks and copies.
         *
         * @throws IllegalArgumentException if the weight is out of range
         */
        public Bucket {
            actions = List.copyOf(actions);
            if (weight < 0 || weight > Flow.MAX_16_BITS) {
                throw new IllegalArgumentException("weight must be 0 to 65535: weight=" + weight);
            }
            if (id != NO_ID && Integer.compareUnsigned(id, MAX_ID) > 0) {
                throw new IllegalArgumentException("bucket_id must be 0 to 4294967040: bucket_id="
                        + Integer.toUnsignedString(id));
            }
        }

        /**
         * Makes a bucket without a number.
         *
         * @param weight     as above
         * @param watchPort  as above
         * @param watchGroup as above
         * @param actions    as above
         */
        public Bucket(int weight, int watchPort, int watchGroup, List<Action> actions) {
            this(NO_ID, weight, watchPort, watchGroup, actions);
        }

        private Bucket withId(int newId) {
            return new Bucket(newId, weight, watchPort, watchGroup, actions);
        }
    }

    /**
     * Checks and copies, and numbers the buckets that have no number.
     *
     * @throws IllegalArgumentException if a number is out of range or given to two buckets, or an {@code INDIRECT}
     *                                  group has not one bucket
     */
    public Group {
        buckets = numbered(buckets);
        if (Integer.compareUnsigned(id, MAX_ID) > 0) {
            throw new IllegalArgumentException("group_id must be 0 to 4294967040: group_id="
                    + Integer.toUnsignedString(id));
        }
        if (type == Type.INDIRECT && buckets.size() != 1) {
            throw new IllegalArgumentException("group_id=%s: an indirect group has one bucket, not %d"
                    .formatted(Integer.toUnsignedString(id), buckets.size()));
        }
    }

    private static List<Bucket> numbered(List<Bucket> buckets) {
        Set<Integer> taken = new HashSet<>();
        for (Bucket bucket : buckets) {
            if (bucket.id != Bucket.NO_ID && !taken.add(bucket.id)) {
                throw new IllegalArgumentException("two buckets have the same number: bucket_id="
                        + Integer.toUnsignedString(bucket.id));
            }
        }
        List<Bucket> numbered = new ArrayList<>();
        int next = 0;
        for (Bucket bucket : buckets) {
            if (bucket.id != Bucket.NO_ID) {
                numbered.add(bucket);
                continue;
            }
            while (!taken.add(next)) {
                next++;
            }
            numbered.add(bucket.withId(next));
        }
        return List.copyOf(numbered);
    }

    /** {@return numbers of the groups that its buckets lead to or watch} */
    public Set<Integer> references() {
        Set<Integer> references = new TreeSet<>();
        for (Bucket bucket : buckets) {
            references.addAll(ActionReferences.of(bucket.actions).groups());
            if (bucket.watchGroup != Bucket.WATCH_NOTHING) {
                references.add(bucket.watchGroup);
            }
        }
        return references;
    }
}
