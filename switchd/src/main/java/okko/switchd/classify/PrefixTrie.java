package okko.switchd.classify;

import java.util.Arrays;

/**
 * The prefixes of one field that any rule of a table asks for, an octet per level; immutable once its {@link Edit} is
 * over. It tells how much of a
 * packet's field has to be looked at to know that no rule has a prefix of some length for it; a subtable that is passed
 * over for this reason leaves the rest of the field alone.
 *
 * <p>Octets, where Open vSwitch's classifier goes bit by bit: whoever sends packets chooses how deep they get. Each
 * depth is a mask of its own, and depths of different fields multiply: 32 × 16 × 16 masks for three rules that match
 * one address and two ports, which is tuple space explosion (Csikor et al., CoNEXT 2019), against 4 × 2 × 2.
 */
final class PrefixTrie {

    /** No prefixes. */
    static final PrefixTrie EMPTY =
            new PrefixTrie(new Edit(), new short[0], new int[0], new short[0], new PrefixTrie[0]);

    /** Answer that a rule has such a prefix. */
    static final int FOUND = -1;

    /** As long as it lasts, nobody else has this node. */
    private final Edit edit;

    /**
     * Prefixes that end in this octet, ascending: 2^bits + the bits, with the number of bits from 1 to 8. So the root
     * has the prefixes of 1 to 8 bits, its children those of 9 to 16.
     */
    private final short[] prefixes;

    /** How many rules have each of them. */
    private final int[] rules;

    /** For which values of this octet there are longer ones, ascending. */
    private final short[] octets;

    /** What follows behind each of them. */
    private final PrefixTrie[] children;

    private PrefixTrie(Edit edit, short[] prefixes, int[] rules, short[] octets, PrefixTrie[] children) {
        this.edit = edit;
        this.prefixes = prefixes;
        this.rules = rules;
        this.octets = octets;
        this.children = children;
    }

    /**
     * Looks whether a rule has a prefix of some length for a packet.
     *
     * @param field  whose prefixes these are
     * @param key    of the packet
     * @param length of the prefix in bits, more than 0
     * @return {@link #FOUND}, or how many leading bits of the field tell that there is none
     */
    int missedAfterBits(PrefixField field, long[] key, int length) {
        PrefixTrie node = this;
        int seen = 0;
        while (node.prefixes.length + node.octets.length > 0) {
            int octet = field.octet(key, seen / Byte.SIZE);
            int rest = length - seen;
            if (rest <= Byte.SIZE) {
                return Arrays.binarySearch(node.prefixes, prefix(octet, rest)) >= 0 ? FOUND : length;
            }
            int child = Arrays.binarySearch(node.octets, (short) octet);
            seen += Byte.SIZE;
            if (child < 0) {
                return seen;
            }
            node = node.children[child];
        }
        return seen;
    }

    private static short prefix(int octet, int bits) {
        return (short) (1 << bits | octet >>> Byte.SIZE - bits);
    }

    /**
     * Counts one more rule for a prefix.
     *
     * @param prefix octets of the field
     * @param length of the prefix in bits, more than 0
     * @param by     the edit that this is a part of
     * @return the new trie
     */
    PrefixTrie with(int[] prefix, int length, Edit by) {
        return own(by).with(prefix, length, 0);
    }

    /** Changes this node, which is of the edit, and returns the one that takes its place. */
    private PrefixTrie with(int[] prefix, int length, int depth) {
        int rest = length - depth * Byte.SIZE;
        if (rest <= Byte.SIZE) {
            short added = prefix(prefix[depth], rest);
            int at = Arrays.binarySearch(prefixes, added);
            return at >= 0
                    ? counting(at, rules[at] + 1)
                    : new PrefixTrie(edit, inserted(prefixes, ~at, added), inserted(rules, ~at, 1), octets, children);
        }
        short octet = (short) prefix[depth];
        int at = Arrays.binarySearch(octets, octet);
        PrefixTrie child = (at >= 0 ? children[at] : EMPTY).own(edit).with(prefix, length, depth + 1);
        return at >= 0
                ? leading(at, child)
                : new PrefixTrie(edit, prefixes, rules, inserted(octets, ~at, octet), inserted(children, ~at, child));
    }

    /** {@return this node, or a copy of it that may be changed in place} */
    private PrefixTrie own(Edit by) {
        return edit == by ? this : new PrefixTrie(by, prefixes, rules.clone(), octets, children.clone());
    }

    /** Has another number of rules for a prefix now. */
    private PrefixTrie counting(int at, int count) {
        rules[at] = count;
        return this;
    }

    /** Has another child now. */
    private PrefixTrie leading(int at, PrefixTrie child) {
        children[at] = child;
        return this;
    }

    /**
     * Counts one rule less for a prefix.
     *
     * @param prefix octets of the field
     * @param length of the prefix in bits, more than 0; some rule has it
     * @param by     the edit that this is a part of
     * @return the new trie
     */
    PrefixTrie without(int[] prefix, int length, Edit by) {
        return own(by).without(prefix, length, 0);
    }

    /** Likewise. */
    private PrefixTrie without(int[] prefix, int length, int depth) {
        int rest = length - depth * Byte.SIZE;
        if (rest <= Byte.SIZE) {
            int at = Arrays.binarySearch(prefixes, prefix(prefix[depth], rest));
            return rules[at] > 1
                    ? counting(at, rules[at] - 1)
                    : new PrefixTrie(edit, removed(prefixes, at), removed(rules, at), octets, children);
        }
        int at = Arrays.binarySearch(octets, (short) prefix[depth]);
        PrefixTrie child = children[at].own(edit).without(prefix, length, depth + 1);
        return child.prefixes.length + child.octets.length > 0
                ? leading(at, child)
                : new PrefixTrie(edit, prefixes, rules, removed(octets, at), removed(children, at));
    }

    private static int[] inserted(int[] array, int at, int value) {
        int[] copy = withGap(array, array.length, new int[array.length + 1], at);
        copy[at] = value;
        return copy;
    }

    private static short[] inserted(short[] array, int at, short value) {
        short[] copy = withGap(array, array.length, new short[array.length + 1], at);
        copy[at] = value;
        return copy;
    }

    private static PrefixTrie[] inserted(PrefixTrie[] array, int at, PrefixTrie value) {
        PrefixTrie[] copy = withGap(array, array.length, new PrefixTrie[array.length + 1], at);
        copy[at] = value;
        return copy;
    }

    private static <A> A withGap(A array, int length, A copy, int at) {
        System.arraycopy(array, 0, copy, 0, at);
        System.arraycopy(array, at, copy, at + 1, length - at);
        return copy;
    }

    private static int[] removed(int[] array, int at) {
        return withoutOne(array, array.length, new int[array.length - 1], at);
    }

    private static short[] removed(short[] array, int at) {
        return withoutOne(array, array.length, new short[array.length - 1], at);
    }

    private static PrefixTrie[] removed(PrefixTrie[] array, int at) {
        return withoutOne(array, array.length, new PrefixTrie[array.length - 1], at);
    }

    private static <A> A withoutOne(A array, int length, A copy, int at) {
        System.arraycopy(array, 0, copy, 0, at);
        System.arraycopy(array, at + 1, copy, at, length - at - 1);
        return copy;
    }
}
