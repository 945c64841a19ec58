package okko.bpf.verify;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * A number written as a sum of named numbers and a constant, over the integers: nothing wraps.
 *
 * <p>A name stands for the number that one instruction made at one visit, read as signed; see {@link Site}. The
 * packet's length has a name too: it is through sums like {@code length - x - 14} that a comparison teaches which bytes
 * may be read.
 */
final class Sum {

    private static final long[] NO_TERMS = {};

    /** The name of the packet's length. */
    static final long LENGTH_NAME = 0;

    static final Sum LENGTH = named(LENGTH_NAME);

    /** What a register holds gets a name of its own rather than more terms than this. */
    static final int SHORT_TERMS = 3;

    /** The difference of two short sums has no more, and the packet's length may join it. */
    private static final int MAX_TERMS = 2 * SHORT_TERMS + 1;

    /** Constants beyond this cannot matter for a packet, and sums of smaller ones never overflow. */
    private static final long MAX_ADDEND = 1L << 40;

    private final long[] plus;
    private final long[] minus;
    private final long addend;

    private Sum(long[] plus, long[] minus, long addend) {
        this.plus = plus;
        this.minus = minus;
        this.addend = addend;
    }

    static Sum named(long name) {
        return new Sum(new long[] {name}, NO_TERMS, 0);
    }

    /** The constant as a sum; {@code null} if it is too large to be worth it. */
    static Sum constant(long value) {
        return checked(NO_TERMS, NO_TERMS, value);
    }

    long addend() {
        return addend;
    }

    boolean isConstant() {
        return plus.length == 0 && minus.length == 0;
    }

    /** The sum of both; {@code null} if it would be too long. */
    Sum plus(Sum other) {
        return combined(concatenated(plus, other.plus), concatenated(minus, other.minus), addend + other.addend);
    }

    /** The difference; {@code null} if it would be too long. */
    Sum minus(Sum other) {
        return combined(concatenated(plus, other.minus), concatenated(minus, other.plus), addend - other.addend);
    }

    /** This sum and a constant; {@code null} if the constant becomes too large. */
    Sum plus(long constant) {
        return Math.abs(constant) > MAX_ADDEND ? null : checked(plus, minus, addend + constant);
    }

    int termCount() {
        return plus.length + minus.length;
    }

    boolean isShort() {
        return plus.length + minus.length <= SHORT_TERMS;
    }

    /** The same terms without the constant. */
    Sum terms() {
        return addend == 0 ? this : new Sum(plus, minus, 0);
    }

    boolean sameTerms(Sum other) {
        return Arrays.equals(plus, other.plus) && Arrays.equals(minus, other.minus);
    }

    /** Whether this is the packet's length, less some terms, and a constant. */
    boolean isLengthLessTerms() {
        return plus.length == 1 && plus[0] == LENGTH_NAME;
    }

    /** Whether nothing is subtracted and some term is added. */
    boolean isPositive() {
        return minus.length == 0 && plus.length > 0;
    }

    /** Whether some term is added both here and there. */
    boolean sharesTerm(Sum other) {
        for (long name : plus) {
            if (contains(other.plus, name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether taking this from another sum would cancel a term. */
    boolean sharesTermWith(Sum other) {
        for (long name : minus) {
            if (contains(other.minus, name)) {
                return true;
            }
        }
        return sharesTerm(other);
    }

    boolean mentionsLength() {
        return contains(plus, LENGTH_NAME) || contains(minus, LENGTH_NAME);
    }

    /** The terms that are added, as a sum. */
    Sum added() {
        return new Sum(plus, NO_TERMS, 0);
    }

    /** The terms that are subtracted, as a sum. */
    Sum subtracted() {
        return new Sum(minus, NO_TERMS, 0);
    }

    boolean allNames(LongPredicate test) {
        return allOf(plus, test) && allOf(minus, test);
    }

    LongStream names() {
        return LongStream.concat(Arrays.stream(plus), Arrays.stream(minus));
    }

    /** Whether a name is added, once. */
    boolean adds(long name) {
        return contains(plus, name);
    }

    /** The sum without a name that is in it. */
    Sum without(long name) {
        Sum named = named(name);
        return adds(name) ? minus(named) : plus(named);
    }

    /** Another sum less this one with its names replaced; {@code null} if one has no replacement, or if too long. */
    Sum subtractedFrom(Sum other, LongFunction<Sum> replacement) {
        Sum rest = other.plus(-addend);
        for (int i = 0; i < plus.length && rest != null; i++) {
            Sum term = replacement.apply(plus[i]);
            rest = term == null ? null : rest.minus(term);
        }
        for (int i = 0; i < minus.length && rest != null; i++) {
            Sum term = replacement.apply(minus[i]);
            rest = term == null ? null : rest.plus(term);
        }
        return rest;
    }

    void forEachName(LongConsumer consumer) {
        for (long name : plus) {
            consumer.accept(name);
        }
        for (long name : minus) {
            consumer.accept(name);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sum sum && addend == sum.addend && sameTerms(sum);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(plus) + Arrays.hashCode(minus)) + Long.hashCode(addend);
    }

    private static boolean allOf(long[] names, LongPredicate test) {
        for (long name : names) {
            if (!test.test(name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(long[] names, long name) {
        for (long each : names) {
            if (each == name) {
                return true;
            }
        }
        return false;
    }

    private static long[] concatenated(long[] left, long[] right) {
        if (left.length == 0 || right.length == 0) {
            return left.length == 0 ? right : left;
        }
        long[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        Arrays.sort(both);
        return both;
    }

    /** Cancels what is both added and subtracted; both arrays are sorted. */
    private static Sum combined(long[] plus, long[] minus, long addend) {
        long[] restPlus = new long[plus.length];
        long[] restMinus = new long[minus.length];
        int p = 0;
        int m = 0;
        int plusCount = 0;
        int minusCount = 0;
        while (p < plus.length || m < minus.length) {
            if (m == minus.length || p < plus.length && plus[p] < minus[m]) {
                restPlus[plusCount++] = plus[p++];
            } else if (p == plus.length || minus[m] < plus[p]) {
                restMinus[minusCount++] = minus[m++];
            } else {
                p++;
                m++;
            }
        }
        return checked(Arrays.copyOf(restPlus, plusCount), Arrays.copyOf(restMinus, minusCount), addend);
    }

    private static Sum checked(long[] plus, long[] minus, long addend) {
        boolean small = plus.length + minus.length <= MAX_TERMS && addend >= -MAX_ADDEND && addend <= MAX_ADDEND;
        return small ? new Sum(plus, minus, addend) : null;
    }
}
