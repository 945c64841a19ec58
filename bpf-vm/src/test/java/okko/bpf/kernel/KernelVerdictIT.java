package okko.bpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import okko.bpf.asm.Disassembler;
import okko.bpf.elf.ElfException;
import okko.bpf.elf.ElfLoader;
import okko.bpf.elf.ElfProgram;
import okko.bpf.engine.Environment;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.interpret.Interpreter;
import okko.bpf.kernel.KernelVerdict.Kind;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import okko.bpf.verify.VerifierCase;
import okko.bpf.verify.VerifyOptions.Alignment;
import okko.bpf.verify.VerifyOptions;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Linux as a witness: what its verifier refuses for memory safety ours refuses, but for what witness.txt explains. */
class KernelVerdictIT {

    private static final int MUTANTS_OF_EACH = 4;
    private static final int RANDOM_SEEDS = 20;
    private static final long SEED = 20_261_122;
    private static final int RUNS = 200;
    private static final int MOST_PACKET_BYTES = 200;

    private static final WitnessList LIST = WitnessList.read();

    @BeforeAll
    static void needBpf() {
        String reason = KernelBpf.unavailable();
        if (reason != null) {
            System.out.println("KernelVerdictIT is skipped: " + reason);
        }
        assumeTrue(reason == null, reason);
    }

    @Test
    void shouldRefuseWhatLinuxRefusesAmongTheTextCases() throws Exception {
        var tally = new Tally();
        for (String file : VerifierCase.files()) {
            for (VerifierCase each : VerifierCase.read(file)) {
                compare(tally, file + ": " + each.title(), each.image(), each.options());
            }
        }
        judge("cases", tally);
    }

    @Test
    void shouldRefuseWhatLinuxRefusesOfWhatClangBuilds() throws Exception {
        var tally = new Tally();
        for (Path object : objects()) {
            for (ProgramImage image : images(Files.readAllBytes(object))) {
                compare(tally, object.getFileName() + ": " + image.name(), image, VerifyOptions.DEFAULT);
            }
        }
        judge("objects", tally);
    }

    @Test
    void shouldRefuseWhatLinuxRefusesAmongMutants() {
        var tally = new Tally();
        var unexplained = new ArrayList<String>();
        seeds().forEach((title, seed) -> {
            for (int i = 0; i < MUTANTS_OF_EACH; i++) {
                var random = new Random(title.hashCode() + i);
                ProgramImage mutant = MutatedProgram.of(seed, random);
                String name = title + ", mutant " + i;
                compare(tally, name, mutant, VerifyOptions.DEFAULT);
                tally.differences().stream()
                        .filter(difference -> difference.startsWith("ours-accepts | " + name + " | "))
                        .forEach(difference -> {
                            String listing = difference + "\n" + Disassembler.listing(mutant.code(), mutant.abi());
                            run(listing, mutant, random);
                            if (!LIST.explains("mutants", difference)) {
                                unexplained.add(listing);
                            }
                        });
            }
        });
        System.out.println("KernelVerdictIT: Linux " + release() + "\n" + tally.table("mutants")
                + String.join("\n", unexplained));
        assertThat(tally.count(true, Kind.ACCEPTED)).isGreaterThan(tally.count() / 10);
        assertThat(tally.count(false, Kind.UNSAFE)).isGreaterThan(tally.count() / 4);
        if (release().startsWith(LIST.kernel() + ".")) {
            assertThat(unexplained).isEmpty();
        }
    }

    /** XDP programs without loops, by title: the cases, and some at random. */
    private static Map<String, ProgramImage> seeds() {
        var seeds = new TreeMap<String, ProgramImage>();
        for (String file : VerifierCase.files()) {
            VerifierCase.read(file).stream()
                    .filter(each -> each.image().abi() == Abi.XDP && MutatedProgram.isSeed(each.image()))
                    .forEach(each -> seeds.put(file + ": " + each.title(), each.image()));
        }
        for (int i = 0; i < RANDOM_SEEDS; i++) {
            seeds.put("random program " + i, WitnessedProgram.whole(
                    RandomKernelProgram.assembly(new Random(SEED + i)), RandomKernelProgram.MAPS).image());
        }
        return seeds;
    }

    private static void compare(Tally tally, String title, ProgramImage image, VerifyOptions options) {
        int flags = options.alignment() == Alignment.STRICT ? KernelVerdict.STRICT_ALIGNMENT : 0;
        if (LinuxForm.of(image) instanceof LinuxForm.Program(ProgramImage program)) {
            KernelVerdict linux = KernelVerdict.of(program, flags);
            // Linux learns of the packet's length only from two pointers, Oko's programs have it in a register.
            if (image.abi() == Abi.XDP || !linux.reason().endsWith("outside of the packet")) {
                tally.add(title, Verifier.verify(image, options) instanceof Verdict.Accepted, linux);
                return;
            }
        }
        tally.skip();
    }

    /** The list is about one kernel; of another, differences are shown. */
    private static void judge(String group, Tally tally) throws IOException {
        var wrong = new ArrayList<>(LIST.disagreements(group, tally.differences()));
        wrong.addAll(tally.contradicting(group, Files.readString(Path.of("../docs/verifier.md"))));
        System.out.println("KernelVerdictIT: Linux " + release() + "\n" + tally.table(group)
                + String.join("\n", wrong));
        assertThat(tally.count()).isPositive();
        if (release().startsWith(LIST.kernel() + ".")) {
            assertThat(wrong).isEmpty();
        }
    }

    /** What Linux refuses and we accept must at least not fault. */
    private static void run(String title, ProgramImage image, Random random) {
        try (Environment environment = Environment.allocate(image, () -> 1, _ -> { })) {
            var interpreter = new Interpreter(image, environment);
            for (int i = 0; i < RUNS; i++) {
                var packet = new byte[random.nextInt(MOST_PACKET_BYTES)];
                random.nextBytes(packet);
                long memory = UnsafeApi.allocateMemory(Math.max(1, packet.length));
                UnsafeApi.copyMemory(packet, UnsafeApi.arrayBaseOffset(byte[].class), null, memory, packet.length);
                try {
                    interpreter.run(memory, packet.length);
                } catch (RuntimeException fault) {
                    throw new AssertionError(title, fault);
                } finally {
                    UnsafeApi.freeMemory(memory);
                }
            }
        }
    }

    private static String release() {
        return System.getProperty("os.version");
    }

    /** What clang has built of the tests' sources, of the documentation's, and of the evaluation's. */
    private static List<Path> objects() throws IOException {
        try (Stream<Path> files = Stream.of("src/test/resources/elf", "../docs/examples", "../evaluation/src/main/bpf")
                .map(Path::of)
                .flatMap(KernelVerdictIT::walk)) {
            return files.filter(file -> file.toString().endsWith(".o")).sorted().toList();
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The programs of an object; none if the loader refuses it, as other tests want of some. */
    private static List<ProgramImage> images(byte[] object) {
        var images = new ArrayList<ProgramImage>();
        try {
            for (ElfProgram program : ElfLoader.programs(object)) {
                images.add(ElfLoader.load(object, program.name(), null));
            }
        } catch (ElfException refusal) {
            return List.of();
        }
        return images;
    }
}
