package okko.bpf.verify;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Sums of named numbers, without the packet's length, that are known not to be negative: {@code n - i - 1} once
 * {@code i < n} was seen to be true. Immutable.
 *
 * <p>They carry what was checked of one number over to another: a packet of at least {@code x + n} bytes has a byte
 * {@code x + i}. Ranges of numbers alone are with the numbers, not here.
 */
final class Orders {

    /** More than this at once are not remembered: the oldest goes. */
    private static final int MAX_SUMS = 16;

    static final Orders NONE = new Orders(new Sum[0]);

    private final Sum[] sums;

    private Orders(Sum[] sums) {
        this.sums = sums;
    }

    /** These and one more. */
    Orders with(Sum sum) {
        if (sum == null || sum.isConstant() || !sum.isShort() || sum.mentionsLength() || holds(sum)) {
            return this;
        }
        Sum[] others = Arrays.stream(sums).filter(each -> !each.sameTerms(sum)).toArray(Sum[]::new);
        int first = others.length == MAX_SUMS ? 1 : 0;
        Sum[] more = Arrays.copyOfRange(others, first, others.length + 1);
        more[more.length - 1] = sum;
        return new Orders(more);
    }

    /** Whether a sum is one of these, or one of these and more. */
    boolean holds(Sum sum) {
        for (Sum known : sums) {
            if (known.addend() <= sum.addend() && known.sameTerms(sum)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return sums.length == 0;
    }

    Orders filter(Predicate<Sum> test) {
        if (isEmpty()) {
            return this;
        }
        Sum[] kept = Arrays.stream(sums).filter(test).toArray(Sum[]::new);
        return kept.length == sums.length ? this : kept.length == 0 ? NONE : new Orders(kept);
    }

    boolean all(Predicate<Sum> test) {
        for (Sum sum : sums) {
            if (!test.test(sum)) {
                return false;
            }
        }
        return true;
    }

    void forEach(Consumer<Sum> consumer) {
        for (Sum sum : sums) {
            consumer.accept(sum);
        }
    }
}
