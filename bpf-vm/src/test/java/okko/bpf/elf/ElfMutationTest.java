package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okko.bpf.image.ProgramImage;
import org.junit.jupiter.api.Test;

/** Spoilt objects are refused with one line or load; nothing else may happen. */
class ElfMutationTest {

    private static final int MUTANTS = 20_000;
    private static final long[] NASTY = {0, 1, 2, 7, 8, 0xff, 0x7fff, 0xffff, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL,
        Long.MAX_VALUE, Long.MIN_VALUE, -1, -8, -64};

    @Test
    void shouldRefuseOrLoadWhenAnObjectIsSpoilt() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int loaded = 0;
        List<byte[]> objects = Objects.all();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] object = mutant(objects.get(random.nextInt(objects.size())).clone(), random);
            try {
                ProgramImage image = ElfLoader.load(object, null, null);
                assertThat(image.code().slots()).as("seed %d", seed).isPositive();
                loaded++;
            } catch (ElfException refusal) {
                assertThat(refusal.getMessage()).as("seed %d", seed).isNotBlank().doesNotContain("\n");
            } catch (RuntimeException failure) {
                throw new AssertionError("seed " + seed + ", mutant " + i, failure);
            }
        }
        assertThat(loaded).as("seed %d", seed).isBetween(1, MUTANTS - 1);
    }

    private static byte[] mutant(byte[] object, Random random) {
        ByteBuffer fields = Objects.fields(object);
        for (int change = random.nextInt(4); change >= 0; change--) {
            int headers = Objects.sectionHeader(object, 0);
            // Half of the changes hit the tables, which are what the loader trusts.
            int at = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(64);
                case 1 -> headers + random.nextInt(object.length - headers);
                default -> random.nextInt(object.length);
            };
            switch (random.nextInt(4)) {
                case 0 -> fields.put(at, (byte) random.nextInt());
                case 1 -> fields.put(at, (byte) (fields.get(at) ^ 1 << random.nextInt(8)));
                case 2 -> fields.putInt(Math.min(at & -4, object.length - 4), (int) NASTY[random.nextInt(NASTY.length)]);
                default -> fields.putLong(Math.min(at & -8, object.length - 8), NASTY[random.nextInt(NASTY.length)]);
            }
            if (Objects.sectionHeader(object, 0) < 0 || Objects.sectionHeader(object, 0) >= object.length) {
                return object;
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(object, random.nextInt(object.length)) : object;
    }
}
