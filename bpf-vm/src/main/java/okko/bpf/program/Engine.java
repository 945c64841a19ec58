package okko.bpf.program;

/** What executes a program. */
public enum Engine {
    /** Compiled to JVM bytecode, which the JIT compiles further; memory is not checked at run time. */
    JIT("jit"),
    /** Interpreted, every memory access checked: the oracle. */
    INTERPRETER("interpreter");

    private final String label;

    Engine(String label) {
        this.label = label;
    }

    /** {@return the name on command lines and in reports} */
    public String label() {
        return label;
    }
}
