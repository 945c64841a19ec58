package okko.bpf.verify;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * A number written as a sum of multiples of named numbers and a constant, over the integers: nothing wraps.
 *
 * <p>A name stands for the number that one instruction made at one visit, read as signed; see {@link Site}. The
 * packet's length has a name too: it is through sums like {@code length - x - 14} that a comparison teaches which bytes
 * may be read.
 */
final class Sum {

    private static final long[] NO_NAMES = {};
    private static final int[] NO_FACTORS = {};

    /** The name of the packet's length; there is no lesser one. */
    static final long LENGTH_NAME = 0;

    static final Sum LENGTH = named(LENGTH_NAME);

    /** What a register holds gets a name of its own rather than more terms than this. */
    static final int SHORT_TERMS = 3;

    /** The difference of two short sums has no more, and the packet's length may join it. */
    private static final int MAX_TERMS = 2 * SHORT_TERMS + 1;

    /** Constants beyond this cannot matter for a packet, and sums of smaller ones never overflow. */
    private static final long MAX_ADDEND = 1L << 40;

    /** Offsets are not multiplied by more. */
    private static final int MAX_FACTOR = 1 << 16;

    /** Rising, none twice. */
    private final long[] names;

    /** Of each name; none is 0. */
    private final int[] factors;

    private final long addend;

    private Sum(long[] names, int[] factors, long addend) {
        this.names = names;
        this.factors = factors;
        this.addend = addend;
    }

    static Sum named(long name) {
        return new Sum(new long[] {name}, new int[] {1}, 0);
    }

    /** The constant as a sum; {@code null} if it is too large to be worth it. */
    static Sum constant(long value) {
        return isSmall(value) ? new Sum(NO_NAMES, NO_FACTORS, value) : null;
    }

    long addend() {
        return addend;
    }

    boolean isConstant() {
        return names.length == 0;
    }

    /** The sum of both; {@code null} if it would be too long. */
    Sum plus(Sum other) {
        return combined(other, 1);
    }

    /** The difference; {@code null} if it would be too long. */
    Sum minus(Sum other) {
        return combined(other, -1);
    }

    /** This sum and a constant; {@code null} if the constant becomes too large. */
    Sum plus(long constant) {
        return isSmall(constant) && isSmall(addend + constant) ? new Sum(names, factors, addend + constant) : null;
    }

    /** The product; {@code null} if it would be too large. */
    Sum times(long factor) {
        if (factor == 1) {
            return this;
        }
        if (factor == 0 || factor < -MAX_FACTOR || factor > MAX_FACTOR || !isSmall(addend * factor)) {
            return null;
        }
        int[] products = new int[factors.length];
        for (int i = 0; i < factors.length; i++) {
            long product = factors[i] * factor;
            if (Math.abs(product) > MAX_FACTOR) {
                return null;
            }
            products[i] = (int) product;
        }
        return new Sum(names, products, addend * factor);
    }

    /** The sum of which this is a multiple; {@code null} if it is none. */
    Sum dividedBy(int divisor) {
        if (addend % divisor != 0) {
            return null;
        }
        int[] quotients = new int[factors.length];
        for (int i = 0; i < factors.length; i++) {
            if (factors[i] % divisor != 0) {
                return null;
            }
            quotients[i] = factors[i] / divisor;
        }
        return new Sum(names, quotients, addend / divisor);
    }

    /** The greatest number that this and the other are multiples of; 0 if both are 0. */
    int commonFactor(Sum other) {
        long common = greatestCommonDivisor(Math.abs(addend), Math.abs(other.addend));
        for (int factor : factors) {
            common = greatestCommonDivisor(common, Math.abs(factor));
        }
        for (int factor : other.factors) {
            common = greatestCommonDivisor(common, Math.abs(factor));
        }
        return common > MAX_FACTOR ? 1 : (int) common;
    }

    int termCount() {
        return names.length;
    }

    boolean isShort() {
        return names.length <= SHORT_TERMS;
    }

    /** The same terms without the constant. */
    Sum terms() {
        return addend == 0 ? this : new Sum(names, factors, 0);
    }

    boolean sameTerms(Sum other) {
        return Arrays.equals(names, other.names) && Arrays.equals(factors, other.factors);
    }

    /** Whether this is the packet's length, less some terms, and a constant. */
    boolean isLengthLessTerms() {
        if (!mentionsLength() || factors[0] != 1) {
            return false;
        }
        for (int i = 1; i < factors.length; i++) {
            if (factors[i] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing is subtracted and some term is added. */
    boolean isPositive() {
        return names.length > 0 && Arrays.stream(factors).allMatch(factor -> factor > 0);
    }

    /** Whether some term is added both here and there. */
    boolean sharesTerm(Sum other) {
        for (int i = 0; i < names.length; i++) {
            if (factors[i] > 0 && other.factorOf(names[i]) > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * How often another sum is to be taken from this one so that a term goes away; 0 if none does, that way.
     *
     * @return 0 or more
     */
    int timesContained(Sum other) {
        for (int i = 0; i < other.names.length; i++) {
            int factor = factorOf(other.names[i]);
            if (factor != 0 && factor % other.factors[i] == 0 && factor / other.factors[i] > 0) {
                return factor / other.factors[i];
            }
        }
        return 0;
    }

    boolean mentionsLength() {
        return names.length > 0 && names[0] == LENGTH_NAME;
    }

    /** The terms that are added, as a sum. */
    Sum added() {
        return part(1);
    }

    /** The terms that are subtracted, as a sum. */
    Sum subtracted() {
        return part(-1);
    }

    boolean allNames(LongPredicate test) {
        for (long name : names) {
            if (!test.test(name)) {
                return false;
            }
        }
        return true;
    }

    LongStream names() {
        return Arrays.stream(names);
    }

    /** How often a name is added; negative if it is subtracted, 0 if it is not there. */
    int factorOf(long name) {
        int at = Arrays.binarySearch(names, name);
        return at < 0 ? 0 : factors[at];
    }

    /** The sum without a name. */
    Sum without(long name) {
        return minus(named(name).times(factorOf(name)));
    }

    /** Another sum less this one with its names replaced; {@code null} if one has no replacement, or if too long. */
    Sum subtractedFrom(Sum other, LongFunction<Sum> replacement) {
        Sum rest = other.plus(-addend);
        for (int i = 0; i < names.length && rest != null; i++) {
            Sum named = replacement.apply(names[i]);
            Sum term = named == null ? null : named.times(factors[i]);
            rest = term == null ? null : rest.minus(term);
        }
        return rest;
    }

    void forEachName(LongConsumer consumer) {
        for (long name : names) {
            consumer.accept(name);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sum sum && addend == sum.addend && sameTerms(sum);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(names) + Arrays.hashCode(factors)) + Long.hashCode(addend);
    }

    private static long greatestCommonDivisor(long left, long right) {
        long a = left;
        long b = right;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    /** The terms whose factors have a sign, with positive ones. */
    private Sum part(int sign) {
        long[] partNames = new long[names.length];
        int[] partFactors = new int[names.length];
        int count = 0;
        for (int i = 0; i < names.length; i++) {
            if (Integer.signum(factors[i]) == sign) {
                partNames[count] = names[i];
                partFactors[count++] = factors[i] * sign;
            }
        }
        return new Sum(Arrays.copyOf(partNames, count), Arrays.copyOf(partFactors, count), 0);
    }

    /** This and the other, added or subtracted; {@code null} if too long or too large. */
    private Sum combined(Sum other, int sign) {
        if (other.names.length == 0) {
            return plus(sign * other.addend);
        }
        long[] allNames = new long[names.length + other.names.length];
        int[] allFactors = new int[allNames.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < names.length || j < other.names.length) {
            boolean mine = j == other.names.length || i < names.length && names[i] <= other.names[j];
            boolean theirs = i == names.length || j < other.names.length && other.names[j] <= names[i];
            long name = mine ? names[i] : other.names[j];
            int factor = (mine ? factors[i++] : 0) + (theirs ? sign * other.factors[j++] : 0);
            if (Math.abs(factor) > MAX_FACTOR) {
                return null;
            }
            if (factor != 0) {
                allNames[count] = name;
                allFactors[count++] = factor;
            }
        }
        long constant = addend + sign * other.addend;
        return count <= MAX_TERMS && isSmall(constant)
                ? new Sum(Arrays.copyOf(allNames, count), Arrays.copyOf(allFactors, count), constant)
                : null;
    }

    private static boolean isSmall(long addend) {
        return addend >= -MAX_ADDEND && addend <= MAX_ADDEND;
    }
}
