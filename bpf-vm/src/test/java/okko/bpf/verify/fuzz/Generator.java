package okko.bpf.verify.fuzz;

import java.util.List;
import java.util.Random;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;

/** Makes programs that are almost safe, one of each seed. */
final class Generator {

    private static final int MAX_COMPOSED = 3;
    private static final int MAX_LOOPS = 2;
    private static final int MAX_NUMBERS = 16;
    private static final int MAX_GROWN = 12;
    private static final int MAX_UNTRIED = 2;
    private static final int BATCH = 2;
    private static final int MAX_MUTATIONS = 3;
    private static final int KINDS = 32;

    private final List<ProgramImage> corpus;

    /** How a program came about. */
    enum Kind {
        /** Statements that were kept only where the program was still accepted; the last ones as they came. */
        GROWN,
        /** A few statements, as they come, and sometimes a mutation. */
        COMPOSED,
        /** Arithmetic with numbers of the packet, and comparisons: no pointers, most are accepted. */
        NUMBERS,
        /** A real program or a text case with one to three mutations. */
        MUTANT
    }

    /** What a seed has grown to. */
    record Specimen(long seed, Kind kind, ProgramImage image) {}

    /** Makes programs, those of a corpus with mutations among them. */
    Generator(List<ProgramImage> corpus) {
        this.corpus = corpus;
    }

    Specimen of(long seed) {
        var random = new Random(seed);
        return switch ((int) Math.floorMod(seed, (long) KINDS)) {
            case 0 -> new Specimen(seed, Kind.GROWN, grown(random));
            case 1, 5, 9, 13, 17, 21, 25, 29 -> new Specimen(seed, Kind.NUMBERS, numbers(random));
            case 2, 6, 10, 14, 18, 22, 26, 30 -> new Specimen(seed, Kind.MUTANT, mutant(random));
            default -> new Specimen(seed, Kind.COMPOSED, composed(random));
        };
    }

    /** One mutation most often, seldom three. */
    private ProgramImage mutant(Random random) {
        int mutations = 1 + random.nextInt(1 + random.nextInt(MAX_MUTATIONS));
        return mutated(corpus.get(random.nextInt(corpus.size())), mutations, random);
    }

    private static ProgramImage composed(Random random) {
        var draft = new Draft(random, abi(random), Draft.ANYTHING, MAX_LOOPS);
        for (int i = 1 + random.nextInt(MAX_COMPOSED); i > 0; i--) {
            draft.add();
        }
        return mutated(draft.image(), random.nextInt(4) == 0 ? 1 : 0, random);
    }

    private static ProgramImage numbers(Random random) {
        var draft = new Draft(random, abi(random), Draft.NUMBERS, 0);
        for (int i = 1 + random.nextInt(MAX_NUMBERS); i > 0; i--) {
            draft.add();
        }
        return draft.image();
    }

    /** Adds statements, some at a time; of those with which the program is refused it tries each by itself. */
    private static ProgramImage grown(Random random) {
        var draft = new Draft(random, abi(random), Draft.ANYTHING, random.nextInt(4) == 0 ? 1 : 0);
        for (int i = random.nextInt(MAX_GROWN); i > 0; i--) {
            int before = draft.statements();
            for (int each = 0; each < BATCH; each++) {
                draft.add();
            }
            if (!isAccepted(draft)) {
                draft.shrinkTo(before + 1);
                if (!isAccepted(draft)) {
                    draft.shrinkTo(before);
                }
            }
        }
        for (int i = random.nextInt(MAX_UNTRIED + 1); i > 0; i--) {
            draft.add();
        }
        return draft.image();
    }

    private static boolean isAccepted(Draft draft) {
        return Verifier.verify(draft.image()) instanceof Verdict.Accepted;
    }

    private static Abi abi(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Abi.CONFORMANCE;
            case 1, 2, 3 -> Abi.OKO;
            default -> Abi.XDP;
        };
    }

    private static ProgramImage mutated(ProgramImage image, int mutations, Random random) {
        var mutator = new Mutator(random);
        Code code = image.code();
        for (int i = 0; i < mutations; i++) {
            code = mutator.mutate(code);
        }
        return new ProgramImage(
                image.name(), image.abi(), image.role(), code, image.maps(), image.lines(), image.details());
    }
}
