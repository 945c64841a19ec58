package okko.bpf.program;

/** What executes a program. */
public enum Engine {
    /** Compiled to JVM bytecode, which the JIT compiles further; memory is not checked at run time. */
    JIT,
    /** Interpreted, every memory access checked: the oracle. */
    INTERPRETER
}
