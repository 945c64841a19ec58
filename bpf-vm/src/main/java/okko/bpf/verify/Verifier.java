package okko.bpf.verify;

import java.util.List;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.CodeError;
import okko.bpf.isa.Structure;

/** Decides whether a program may run: the loop that asks the three questions at each instruction. */
public final class Verifier {

    private Verifier() {}

    /**
     * Verifies a program by the usual options; see {@link #verify(ProgramImage, VerifyOptions)}.
     *
     * @param image the program, linked
     * @return accepted with what was learnt, or rejected with all findings, at most 32
     */
    public static Verdict verify(ProgramImage image) {
        return verify(image, VerifyOptions.DEFAULT);
    }

    /**
     * Verifies a program: it may read the packet, and write it if its role says so.
     *
     * <p>Assumption that the caller must keep: every run gets a packet of 0 to 65,535 bytes, and its true length.
     *
     * @param image   the program, linked
     * @param options that it is held to
     * @return accepted with what was learnt, or rejected with all findings, at most 32
     */
    public static Verdict verify(ProgramImage image, VerifyOptions options) {
        var findings = new Findings(image);
        List<CodeError> errors = Structure.errors(image.code());
        if (!errors.isEmpty()) {
            errors.forEach(error -> findings.add(error.pc(), error, ofStructure(error)));
            return new Verdict.Rejected(findings.list());
        }
        var functions = new CallGraph(image.code());
        functions.report(findings);
        if (!functions.isWalkable()) {
            return new Verdict.Rejected(findings.list());
        }
        var walk = new Walk(image, options, functions, findings, Rounds.ALL_AT_ONCE);
        walk.run();
        if (findings.isEmpty() || !functions.hasLoops() || walk.isExhausted()) {
            return verdict(findings, walk);
        }
        for (Rounds closer : List.of(Rounds.FIRST_APART, Rounds.ONE_BY_ONE)) {
            var none = Findings.first(image);
            functions.report(none);
            var again = new Walk(image, options, functions, none, closer);
            again.run();
            if (none.isEmpty()) {
                return verdict(none, again);
            }
        }
        return verdict(findings, walk);
    }

    private static Verdict verdict(Findings findings, Walk walk) {
        return findings.isEmpty()
                ? new Verdict.Accepted(walk.analysis())
                : new Verdict.Rejected(findings.list());
    }

    private static Reason ofStructure(CodeError error) {
        return new Reason("a well-formed program", error.reason(), "compile the program again");
    }
}
