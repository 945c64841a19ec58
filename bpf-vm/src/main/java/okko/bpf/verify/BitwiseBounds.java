package okko.bpf.verify;

/**
 * The exact ranges of {@code and}, {@code or} and {@code xor} of two numbers that lie in ranges.
 *
 * <p>A least {@code or} comes of the least operands, but for one change at most: the highest bit that only one of them
 * has, and that the other can have as well, all its lower bits then being 0. Where ends differ first, bits below can
 * be chosen freely. The problem is Warren's, Hacker's Delight, section 4-3, who goes through the bits in a loop.
 */
enum BitwiseBounds {
    AND {
        @Override
        long least(long a, long b, long c, long d) {
            return ~greatestOr(~b, ~a, ~d, ~c);
        }

        @Override
        long greatest(long a, long b, long c, long d) {
            return ~leastOr(~b, ~a, ~d, ~c);
        }
    },
    OR {
        @Override
        long least(long a, long b, long c, long d) {
            return leastOr(a, b, c, d);
        }

        @Override
        long greatest(long a, long b, long c, long d) {
            return greatestOr(a, b, c, d);
        }
    },
    XOR {
        @Override
        long least(long a, long b, long c, long d) {
            return AND.least(a, b, ~d, ~c) | AND.least(~b, ~a, c, d);
        }

        @Override
        long greatest(long a, long b, long c, long d) {
            return greatestOr(0, AND.greatest(a, b, ~d, ~c), 0, AND.greatest(~b, ~a, c, d));
        }
    };

    /** The least result for a left operand in {@code [a, b]} and a right one in {@code [c, d]}, all unsigned. */
    abstract long least(long a, long b, long c, long d);

    abstract long greatest(long a, long b, long c, long d);

    /** Of operands of either sign piece by piece, since each piece has its own high bits. */
    Bounds of(Bounds left, Bounds right) {
        if (left.isSplit()) {
            return of(left.negative(), right).hull(of(left.notNegative(), right));
        }
        if (right.isSplit()) {
            return of(left, right.negative()).hull(of(left, right.notNegative()));
        }
        long least = least(left.umin(), left.umax(), right.umin(), right.umax());
        long greatest = greatest(left.umin(), left.umax(), right.umin(), right.umax());
        return new Bounds(least, greatest, least, greatest);
    }

    private static long leastOr(long a, long b, long c, long d) {
        long fromLeft = ~a & c & upToHighest(a ^ b);
        long fromRight = a & ~c & upToHighest(c ^ d);
        long bit = Long.highestOneBit(fromLeft | fromRight);
        if (bit == 0) {
            return a | c;
        }
        return (fromLeft & bit) != 0 ? (a | bit) & -bit | c : (c | bit) & -bit | a;
    }

    private static long greatestOr(long a, long b, long c, long d) {
        long fromLeft = b & d & upToHighest(a ^ b);
        long fromRight = b & d & upToHighest(c ^ d);
        long bit = Long.highestOneBit(fromLeft | fromRight);
        return bit == 0 ? b | d : b | d | bit - 1;
    }

    private static long upToHighest(long differing) {
        return differing == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(differing);
    }
}
