package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All that may be known of four bits, against all numbers of four bits. */
class KnownBitsTest {

    private static final int NUMBERS = 16;

    /** Each bit 0, 1 or unknown, set at the low end, across the halves, and at the sign. */
    private static List<KnownBits> all(int shift) {
        List<KnownBits> all = new ArrayList<>();
        for (long unknown = 0; unknown < NUMBERS; unknown++) {
            for (long value = 0; value < NUMBERS; value++) {
                if ((value & unknown) == 0) {
                    all.add(new KnownBits(value << shift, unknown << shift));
                }
            }
        }
        return all;
    }

    @Test
    void shouldAllowEveryResultWhenItsOperandsAreAllowed() {
        for (int shift : new int[] {0, 30, 60}) {
            for (KnownBits left : all(shift)) {
                for (KnownBits right : all(shift)) {
                    check(left, right, shift);
                }
            }
        }
    }

    private static void check(KnownBits left, KnownBits right, int shift) {
        for (long i = 0; i < NUMBERS; i++) {
            for (long j = 0; j < NUMBERS; j++) {
                long a = i << shift;
                long b = j << shift;
                if (left.allows(a) && right.allows(b)) {
                    boolean isAllowed = left.plus(right).allows(a + b)
                            && left.minus(right).allows(a - b)
                            && left.times(right).allows(a * b)
                            && left.and(right).allows(a & b)
                            && left.or(right).allows(a | b)
                            && left.xor(right).allows(a ^ b)
                            && left.union(right).allows(a) && left.union(right).allows(b)
                            && (a != b || left.intersection(right).allows(a) && !left.contradicts(right));
                    if (!isAllowed) {
                        assertThat(isAllowed).as("%d of %s and %d of %s", a, left, b, right).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void shouldFindTheNextNumberWhenBoundsAreMovedToTheBitsKnown() {
        for (int shift : new int[] {0, 30, 60}) {
            for (KnownBits bits : all(shift)) {
                for (long i = 0; i < NUMBERS; i++) {
                    long bound = i << shift;
                    Long least = null;
                    Long greatest = null;
                    for (long j = 0; j < NUMBERS; j++) {
                        boolean isAllowed = bits.allows(j << shift);
                        least = isAllowed && j >= i && least == null ? Long.valueOf(j << shift) : least;
                        greatest = isAllowed && j <= i ? Long.valueOf(j << shift) : greatest;
                    }
                    if (least != null) {
                        assertThat(bits.atLeast(bound)).as("%s from %d", bits, bound).isEqualTo(least);
                    }
                    if (greatest != null) {
                        assertThat(bits.atMost(bound)).as("%s to %d", bits, bound).isEqualTo(greatest);
                    }
                }
            }
        }
    }

    @Test
    void shouldKnowTheProductsOfAConstant() {
        KnownBits even = new KnownBits(0, 0b0110);
        assertThat(even.times(KnownBits.constant(5))).isEqualTo(new KnownBits(0, 0b11110));
        assertThat(KnownBits.NONE.times(KnownBits.constant(24))).isEqualTo(new KnownBits(0, ~7L));
        assertThat(new KnownBits(3, ~7L).times(new KnownBits(5, ~7L))).isEqualTo(new KnownBits(7, ~7L));
    }
}
