package okko.bpf.verify.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import okko.bpf.verify.VerifyOptions;

/**
 * Seeks programs that the verifier accepts and that then do what it has ruled out. A seed makes one program, its maps
 * and its packets. Confined to a thread.
 */
public final class Fuzzer implements LongFunction<String> {

    /** Long enough to be worth it, short enough to be run to the end under a watch. */
    private static final VerifyOptions OPTIONS = VerifyOptions.DEFAULT;

    private static final int MAX_COMPOSED = 3;
    private static final int MAX_LOOPS = 2;
    private static final int MAX_GROWN = 20;
    private static final int BATCH = 2;
    private static final int MAX_MUTATIONS = 3;
    private static final int KINDS = 16;

    private final List<ProgramImage> corpus;
    private final Packets packets;

    /** How a program came about. */
    enum Kind {
        /** Statements that were kept only where the program was still accepted. */
        GROWN,
        /** A few statements, as they come, and sometimes a mutation. */
        COMPOSED,
        /** A real program or a text case with one to three mutations. */
        MUTANT
    }

    /**
     * What came of one seed.
     *
     * @param kind    of the program
     * @param verdict whether it was accepted; then it was run
     * @param failure what is wrong, with the program's listing, or {@code null}
     */
    record Outcome(Kind kind, Answer verdict, String failure) {}

    /** The verifier's answer. */
    enum Answer { ACCEPTED, REFUSED }

    /**
     * Prepares to seek.
     *
     * @param corpus of programs to mutate
     * @param frames of packets to run them on
     */
    public Fuzzer(List<ProgramImage> corpus, List<byte[]> frames) {
        this.corpus = corpus;
        this.packets = new Packets(frames);
    }

    /** {@return what is wrong with the program of a seed, or {@code null}} */
    @Override
    public String apply(long seed) {
        return outcome(seed).failure();
    }

    Outcome outcome(long seed) {
        var random = new Random(seed);
        Kind kind = switch (Math.floorMod(seed, KINDS)) {
            case 0 -> Kind.GROWN;
            case 1, 2, 3, 4, 5, 6, 7, 8 -> Kind.COMPOSED;
            default -> Kind.MUTANT;
        };
        ProgramImage image = null;
        try {
            image = switch (kind) {
                case GROWN -> grown(random);
                case COMPOSED -> composed(random);
                case MUTANT -> mutant(random);
            };
            if (!(Verifier.verify(image, OPTIONS) instanceof Verdict.Accepted(Analysis analysis))) {
                return new Outcome(kind, Answer.REFUSED, null);
            }
            new Trial(image, analysis, packets, random).run();
            return new Outcome(kind, Answer.ACCEPTED, null);
        } catch (RuntimeException failure) {
            return new Outcome(kind, Answer.ACCEPTED, "seed %d, %s: %s%n%s".formatted(
                    seed, kind, failure, image == null ? "" : listing(image)));
        }
    }

    private static String listing(ProgramImage image) {
        return "abi %s, role %s, maps %s%n%s".formatted(
                image.abi(), image.role(), image.maps(), Disassembler.listing(image.code(), image.abi()));
    }

    /** One mutation most often, seldom three. */
    private ProgramImage mutant(Random random) {
        int mutations = 1 + random.nextInt(1 + random.nextInt(MAX_MUTATIONS));
        return mutated(corpus.get(random.nextInt(corpus.size())), mutations, random);
    }

    private static ProgramImage composed(Random random) {
        var draft = new Draft(random, abi(random), MAX_LOOPS);
        for (int i = 1 + random.nextInt(MAX_COMPOSED); i > 0; i--) {
            draft.add();
        }
        return mutated(draft.image(), random.nextInt(4) == 0 ? 1 : 0, random);
    }

    /** Adds statements, some at a time; of those with which the program is refused it tries each by itself. */
    private static ProgramImage grown(Random random) {
        var draft = new Draft(random, abi(random), random.nextInt(3) == 0 ? 1 : 0);
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
        return draft.image();
    }

    private static boolean isAccepted(Draft draft) {
        return Verifier.verify(draft.image(), OPTIONS) instanceof Verdict.Accepted;
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
