package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidueTest {

    @Test
    void shouldKnowConstantsModuloEight() {
        assertThat(Residue.of(14)).isEqualTo(new Residue(8, 6));
        assertThat(Residue.of(-4)).isEqualTo(new Residue(8, 4));
    }

    @Test
    void shouldKnowOfANumberWhatItsLowestBitsSay() {
        Scalar multipleOfFour = Scalar.of(new Bounds(0, 60, 0, 60), new KnownBits(0, 60), null);
        assertThat(Residue.of(multipleOfFour)).isEqualTo(new Residue(4, 0));
        assertThat(Residue.of(Scalar.ofBytes(1))).isEqualTo(Residue.ANY);
        assertThat(Residue.of(Scalar.constant(Long.MIN_VALUE))).isEqualTo(Residue.ZERO);
        assertThat(Residue.of(Scalar.constant(-1))).isEqualTo(new Residue(8, 7));
    }

    @Test
    void shouldKeepTheGreatestCommonStepWhenJoining() {
        assertThat(Residue.of(18).join(Residue.of(14))).isEqualTo(new Residue(4, 2));
        assertThat(Residue.of(1).join(Residue.of(6))).isEqualTo(Residue.ANY);
        assertThat(new Residue(4, 1).join(Residue.of(5))).isEqualTo(new Residue(4, 1));
    }

    @Test
    void shouldHoldOfEveryNumberWhenAddingAndJoining() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Residue a = new Residue(1 << random.nextInt(4), 0).plus(random.nextInt());
            Residue b = new Residue(1 << random.nextInt(4), 0).plus(random.nextInt());
            long x = member(a, random);
            long y = member(b, random);
            assertThat(holds(a.plus(b), x + y)).as("sum: seed=%d a=%s b=%s", seed, a, b).isTrue();
            Residue joined = a.join(b);
            assertThat(holds(joined, x) && holds(joined, y)).as("join: seed=%d a=%s b=%s", seed, a, b).isTrue();
            assertThat(joined.includes(a) && joined.includes(b)).as("cover: seed=%d a=%s b=%s", seed, a, b).isTrue();
            assertThat(!a.includes(b) || holds(a, y)).as("includes: seed=%d a=%s b=%s", seed, a, b).isTrue();
        }
    }

    private static long member(Residue residue, Random random) {
        return (long) random.nextInt() * residue.step() + residue.rest();
    }

    private static boolean holds(Residue residue, long number) {
        return Math.floorMod(number, (long) residue.step()) == residue.rest();
    }
}
