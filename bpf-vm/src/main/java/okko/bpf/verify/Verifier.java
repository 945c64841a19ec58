package okko.bpf.verify;

import okko.bpf.image.ProgramImage;

/** Decides whether a program may run: the loop that asks the three questions at each instruction. */
public final class Verifier {

    private Verifier() {}

    /**
     * Verifies a program as a filter: it may read the packet, not write it.
     *
     * @param image the program, linked
     * @return accepted with what was learnt, or rejected with all findings
     */
    public static Verdict verify(ProgramImage image) {
        throw new UnsupportedOperationException();
    }
}
