package okko.bpf.verify.fuzz;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;

/**
 * Asks the verifier about programs, runs those that it accepts, and tells which of them then do what it has ruled out.
 * Confined to a thread.
 */
public final class Examiner implements BiFunction<ProgramImage, Long, String> {

    private final Packets packets;

    /**
     * What came of a program.
     *
     * @param verdict whether it was accepted; then it was run
     * @param failure what is wrong, with the program's listing, or {@code null}
     */
    record Outcome(Answer verdict, String failure) {}

    /** The verifier's answer. */
    enum Answer { ACCEPTED, REFUSED }

    /**
     * Prepares to run programs.
     *
     * @param frames of packets to run them on
     */
    public Examiner(List<byte[]> frames) {
        packets = new Packets(frames);
    }

    /** {@return what is wrong with the verdict about a program, or {@code null}} The seed is for maps and packets. */
    @Override
    public String apply(ProgramImage image, Long seed) {
        return outcome(image, seed).failure();
    }

    Outcome outcome(ProgramImage image, long seed) {
        try {
            if (!(Verifier.verify(image) instanceof Verdict.Accepted(Analysis analysis))) {
                return new Outcome(Answer.REFUSED, null);
            }
            new Trial(image, analysis, packets, new Random(seed)).run();
            return new Outcome(Answer.ACCEPTED, null);
        } catch (RuntimeException failure) {
            return new Outcome(Answer.ACCEPTED, "seed %d: %s%nabi %s, role %s, maps %s%n%s".formatted(
                    seed, failure, image.abi(), image.role(), image.maps(),
                    Disassembler.listing(image.code(), image.abi())));
        }
    }
}
