package okko.bpf.verify.fuzz;

/** A run has done what the verifier has ruled out. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Violation(int pc, String what) {
        super("pc " + pc + ": " + what);
    }
}
