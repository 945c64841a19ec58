package okko.switchd.classify;

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A map from the values of some lanes of a key to what is found there: a hash array mapped trie (Bagwell,
 * <em>Ideal Hash Trees</em>, 2001). A change copies the few nodes on the way to one place and shares the others, so
 * readers keep the map that they have, and a map of 100,000 entries changes in a microsecond.
 *
 * <p>An empty map is {@code null}. The hash needs no secret seed: the values are the operator's, and a packet's key is
 * compared with those of one leaf however many packets there are.
 *
 * <p>It is immutable once the {@link Edit} is over in which it was made; until then its maker changes it in place.
 */
abstract sealed class HashTrie implements Found permits HashTrie.Branch, HashTrie.Leaf {

    /** Bits of the hash that one level of branches looks at. */
    private static final int LEVEL_BITS = 5;

    private static final int LEVEL_MASK = (1 << LEVEL_BITS) - 1;

    /**
     * Finds what is under a key.
     *
     * @param lanes whose values the map has
     * @param key   of a packet
     * @return what is found, or {@code null}
     */
    final Found find(Lanes lanes, long[] key) {
        int hash = lanes.hash(key);
        HashTrie at = this;
        int rest = hash;
        while (at instanceof Branch branch) {
            int bit = 1 << (rest & LEVEL_MASK);
            if ((branch.bitmap & bit) == 0) {
                return null;
            }
            at = branch.children[Integer.bitCount(branch.bitmap & bit - 1)];
            rest >>>= LEVEL_BITS;
        }
        for (Leaf leaf = (Leaf) at; leaf != null; leaf = leaf.sameHash) {
            if (leaf.hash == hash && lanes.haveValues(key, leaf.values)) {
                return leaf.value;
            }
        }
        return null;
    }

    /**
     * Finds what is under some values.
     *
     * @param map    or {@code null} for the empty one
     * @param hash   of the values
     * @param values of the lanes
     * @return what is found, or {@code null}
     */
    static Found get(HashTrie map, int hash, long[] values) {
        HashTrie at = map;
        int rest = hash;
        while (at instanceof Branch branch) {
            int bit = 1 << (rest & LEVEL_MASK);
            if ((branch.bitmap & bit) == 0) {
                return null;
            }
            at = branch.children[Integer.bitCount(branch.bitmap & bit - 1)];
            rest >>>= LEVEL_BITS;
        }
        for (Leaf leaf = (Leaf) at; leaf != null; leaf = leaf.sameHash) {
            if (leaf.hash == hash && Arrays.equals(leaf.values, values)) {
                return leaf.value;
            }
        }
        return null;
    }

    /** {@return whether something in the map passes a test} */
    final boolean any(Predicate<Found> test) {
        return switch (this) {
            case Branch branch -> Arrays.stream(branch.children).anyMatch(child -> child.any(test));
            case Leaf leaf -> test.test(leaf.value) || leaf.sameHash != null && leaf.sameHash.any(test);
        };
    }

    /**
     * Puts something under some values, in the place of what is there.
     *
     * @param map    or {@code null} for the empty one
     * @param hash   of the values
     * @param values of the lanes; kept
     * @param value  to be found there
     * @param by     the edit that this is a part of
     * @return the new map
     */
    static HashTrie with(HashTrie map, int hash, long[] values, Found value, Edit by) {
        return with(map, 0, new Leaf(hash, values, value, null), by);
    }

    private static HashTrie with(HashTrie map, int shift, Leaf added, Edit by) {
        return switch (map) {
            case null -> added;
            case Leaf leaf when leaf.hash == added.hash ->
                new Leaf(added.hash, added.values, added.value, leaf.chainWithout(added.values));
            case Leaf leaf ->
                with(new Branch(by, 1 << (leaf.hash >>> shift & LEVEL_MASK), leaf), shift, added, by);
            case Branch branch -> {
                int bit = 1 << (added.hash >>> shift & LEVEL_MASK);
                int at = Integer.bitCount(branch.bitmap & bit - 1);
                yield (branch.bitmap & bit) == 0
                        ? branch.inserted(bit, at, added, by)
                        : branch.replaced(at, with(branch.children[at], shift + LEVEL_BITS, added, by), by);
            }
        };
    }

    /**
     * Takes away what is under some values.
     *
     * @param map    or {@code null} for the empty one
     * @param hash   of the values
     * @param values of the lanes
     * @param by     the edit that this is a part of
     * @return the new map
     */
    static HashTrie without(HashTrie map, int hash, long[] values, Edit by) {
        return without(map, 0, hash, values, by);
    }

    private static HashTrie without(HashTrie map, int shift, int hash, long[] values, Edit by) {
        return switch (map) {
            case null -> null;
            case Leaf leaf -> leaf.hash == hash ? leaf.chainWithout(values) : leaf;
            case Branch branch -> {
                int bit = 1 << (hash >>> shift & LEVEL_MASK);
                int at = Integer.bitCount(branch.bitmap & bit - 1);
                if ((branch.bitmap & bit) == 0) {
                    yield branch;
                }
                HashTrie child = without(branch.children[at], shift + LEVEL_BITS, hash, values, by);
                yield child == null ? branch.removed(bit, at, by) : branch.replaced(at, child, by).collapsed();
            }
        };
    }

    /** Up to 32 maps, by some bits of the hash. */
    static final class Branch extends HashTrie {

        /** Which children there are. */
        private final int bitmap;

        /** Those that there are, in the order of their bits. */
        private final HashTrie[] children;

        /** As long as it lasts, nobody else has this branch. */
        private final Edit edit;

        private Branch(Edit edit, int bitmap, HashTrie... children) {
            this.edit = edit;
            this.bitmap = bitmap;
            this.children = children;
        }

        private Branch inserted(int bit, int at, HashTrie child, Edit by) {
            HashTrie[] copy = new HashTrie[children.length + 1];
            System.arraycopy(children, 0, copy, 0, at);
            copy[at] = child;
            System.arraycopy(children, at, copy, at + 1, children.length - at);
            return new Branch(by, bitmap | bit, copy);
        }

        private Branch replaced(int at, HashTrie child, Edit by) {
            if (edit == by) {
                children[at] = child;
                return this;
            }
            HashTrie[] copy = children.clone();
            copy[at] = child;
            return new Branch(by, bitmap, copy);
        }

        private HashTrie removed(int bit, int at, Edit by) {
            if (children.length == 1) {
                return null;
            }
            HashTrie[] copy = new HashTrie[children.length - 1];
            System.arraycopy(children, 0, copy, 0, at);
            System.arraycopy(children, at + 1, copy, at, copy.length - at);
            return new Branch(by, bitmap & ~bit, copy).collapsed();
        }

        /** A branch of one leaf is that leaf. */
        private HashTrie collapsed() {
            return children.length == 1 && children[0] instanceof Leaf leaf ? leaf : this;
        }
    }

    /** What is under some values; further ones of the same hash follow. */
    static final class Leaf extends HashTrie {

        private final int hash;
        private final long[] values;
        private final Found value;
        private final Leaf sameHash;

        private Leaf(int hash, long[] values, Found value, Leaf sameHash) {
            this.hash = hash;
            this.values = values;
            this.value = value;
            this.sameHash = sameHash;
        }

        private Leaf chainWithout(long[] removed) {
            if (Arrays.equals(values, removed)) {
                return sameHash;
            }
            return sameHash == null ? this : new Leaf(hash, values, value, sameHash.chainWithout(removed));
        }
    }
}
