package okko.bpf.verify;

import java.util.HashMap;
import java.util.Map;

/**
 * Names for what differs between two states that are joined: where one holds {@code a + 2} and the other {@code b + 2},
 * the joined state holds {@code n + 2}; and where they hold {@code a + 5} and {@code b + 5}, it holds {@code n + 5}.
 * So what was checked of a copy, or of a pointer made of the same number, stays checked.
 */
final class CommonNames {

    private final Map<Pair, Long> names = new HashMap<>();

    /** Terms in the left state, and what equals them in the right one. */
    private record Pair(Sum left, Sum right) {}

    /**
     * One sum for both.
     *
     * @param name for it, if it is new
     * @return the sum, or {@code null} if there is none
     */
    Sum of(Sum left, Sum right, long name) {
        if (left == null || right == null || left.equals(right)) {
            return left == null ? null : right;
        }
        Sum shifted = right.plus(-left.addend());
        return shifted == null
                ? null
                : Sum.named(names.computeIfAbsent(new Pair(left.terms(), shifted), _ -> name)).plus(left.addend());
    }

    /** What holds in both states, of the common names too. */
    PacketFacts join(PacketFacts left, PacketFacts right) {
        PacketFacts joined = left.join(right);
        for (Map.Entry<Pair, Long> entry : names.entrySet()) {
            PacketFacts.Fact a = left.about(entry.getKey().left());
            PacketFacts.Fact b = right.about(entry.getKey().right());
            if (a != null && b != null) {
                long ofRight = b.bytes() - entry.getKey().right().addend();
                PacketFacts.Fact least = ofRight < a.bytes() ? b : a;
                Sum beyond = Sum.LENGTH.minus(Sum.named(entry.getValue())).plus(-Math.min(a.bytes(), ofRight));
                joined = joined.learning(beyond, least.pc());
            }
        }
        return joined;
    }
}
