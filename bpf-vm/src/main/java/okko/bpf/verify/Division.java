package okko.bpf.verify;

/** Quotients and remainders of ranges (RFC 9669, 4.1): a divisor 0 gives the quotient 0 and leaves the dividend. */
final class Division {

    private Division() {}

    static Scalar quotient(Scalar left, Scalar right) {
        if (isPowerOfTwo(right)) {
            int count = Long.numberOfTrailingZeros(right.umin());
            return Scalar.of(
                    Bounds.of(left.umin() >>> count, left.umax() >>> count, Long.MIN_VALUE, Long.MAX_VALUE),
                    left.bits().shiftRight(count), null);
        }
        if (right.umin() == 0) {
            return Scalar.between(0, left.umax());
        }
        return Scalar.between(
                Long.divideUnsigned(left.umin(), right.umax()), Long.divideUnsigned(left.umax(), right.umin()));
    }

    static Scalar remainder(Scalar left, Scalar right) {
        if (Long.compareUnsigned(left.umax(), right.umin()) < 0) {
            return left;
        }
        if (isPowerOfTwo(right)) {
            return ScalarArithmetic.and(left, Scalar.constant(right.umin() - 1));
        }
        if (right.isConstant() && right.umin() != 0) {
            long times = Long.divideUnsigned(left.umin(), right.umin());
            if (times == Long.divideUnsigned(left.umax(), right.umin())) {
                return Scalar.between(left.umin() - times * right.umin(), left.umax() - times * right.umin());
            }
        }
        return Scalar.between(
                0, right.umin() == 0 ? left.umax() : Bounds.minUnsigned(left.umax(), right.umax() - 1));
    }

    private static boolean isPowerOfTwo(Scalar number) {
        return number.isConstant() && Long.bitCount(number.umin()) == 1;
    }

    /** Rounded towards 0; the quotient that is too large, of the least number and -1, is the least number again. */
    static Scalar quotientSigned(Scalar left, Scalar right) {
        if (left.smin() >= 0 && right.smin() >= 0) {
            return quotient(left, right);
        }
        Bounds divisor = right.bounds();
        if (left.smin() == Long.MIN_VALUE && divisor.smin() < 0) {
            return Scalar.UNKNOWN;
        }
        Bounds result = right.isConstant(0) ? Bounds.constant(0) : null;
        if (divisor.smax() > 0) {
            long least = Math.max(divisor.smin() < 0 ? divisor.umin() : divisor.smin(), 1);
            result = quotient(left, least, divisor.smax());
        }
        if (divisor.smin() < 0) {
            Bounds ofNegative = quotient(left, divisor.smin(), divisor.umax());
            result = result == null ? ofNegative : result.hull(ofNegative);
        }
        boolean isZero = divisor.umin() == 0;
        return Scalar.betweenSigned(
                isZero ? Math.min(result.smin(), 0) : result.smin(),
                isZero ? Math.max(result.smax(), 0) : result.smax());
    }

    /** Of divisors of one sign: the ends come of ends. */
    private static Bounds quotient(Scalar left, long least, long greatest) {
        long a = left.smin() / least;
        long b = left.smin() / greatest;
        long c = left.smax() / least;
        long d = left.smax() / greatest;
        return Bounds.of(0, -1, Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
    }

    /** Has the sign of the dividend, and is nearer to 0 than both the divisor and the dividend, or the dividend. */
    static Scalar remainderSigned(Scalar left, Scalar right) {
        if (left.smin() >= 0 && right.smin() >= 0) {
            return remainder(left, right);
        }
        if (right.isConstant(1) || right.isConstant(-1)) {
            return Scalar.ZERO;
        }
        Bounds divisor = right.bounds();
        boolean mayBeZero = divisor.umin() == 0;
        if (right.isConstant() && !mayBeZero) {
            long times = left.smin() / right.smin();
            if (times == left.smax() / right.smin()) {
                return Scalar.betweenSigned(left.smin() - times * right.smin(), left.smax() - times * right.smin());
            }
        }
        long most = mayBeZero ? Long.MAX_VALUE : Math.max(divisor.smax() - 1, -1 - divisor.smin());
        long smin = left.smin() >= 0 ? 0 : mayBeZero ? left.smin() : Math.max(left.smin(), -most);
        long smax = left.smax() <= 0 ? 0 : Math.min(left.smax(), most);
        boolean isLess = !mayBeZero && left.smin() > -leastMagnitude(divisor) && left.smax() < leastMagnitude(divisor);
        return isLess ? left : Scalar.betweenSigned(smin, smax);
    }

    /** At most 2^63 - 1, which only makes it more careful. */
    private static long leastMagnitude(Bounds divisor) {
        long below = divisor.smin() < 0 ? divisor.umax() : Long.MIN_VALUE;
        long above = divisor.smax() > 0 ? divisor.umin() : Long.MAX_VALUE;
        return Math.min(above, below == Long.MIN_VALUE ? Long.MAX_VALUE : -below);
    }
}
