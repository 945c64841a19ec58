package okko.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spoilt objects are refused with one line or load; nothing else may happen, and none of it takes long or much. */
class ElfMutationTest {

    private static final int MUTANTS = 6_000;
    private static final int MUTANTS_BY_NIGHT = 1_000_000;

    @Test
    void shouldRefuseOrLoadWhenAnObjectIsSpoilt() {
        spoil(MUTANTS, System.nanoTime());
    }

    @Test
    @Tag("nightly")
    void shouldRefuseOrLoadWhenVeryManyObjectsAreSpoilt() {
        spoil(MUTANTS_BY_NIGHT, System.nanoTime());
    }

    private static void spoil(int mutants, long seed) {
        var random = new Random(seed);
        List<byte[]> objects = Objects.all();
        int loaded = 0;
        for (int i = 0; i < mutants; i++) {
            byte[] object = Mutant.of(objects.get(random.nextInt(objects.size())), random);
            String name = "seed " + seed + ", mutant " + i;
            if (Loading.measured(name, () -> load(object, random)) == Loading.Outcome.LOADED) {
                loaded++;
            }
        }
        assertThat(loaded).as("seed %d", seed).isBetween(1, mutants - 1);
    }

    /** One of the programs, by whichever ABI. */
    private static void load(byte[] object, Random random) throws ElfException {
        List<ElfProgram> programs = ElfLoader.programs(object);
        String name = programs.isEmpty() ? null : programs.get(random.nextInt(programs.size())).name();
        Abi abi = random.nextInt(4) == 0 ? Abi.values()[random.nextInt(Abi.values().length)] : null;
        ProgramImage image = ElfLoader.load(object, name, abi);
        assertThat(image.code().slots()).isPositive();
    }
}
