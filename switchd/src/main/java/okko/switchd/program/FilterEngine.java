package okko.switchd.program;

import okko.bpf.program.Engine;

/** What executes a filter program. */
public enum FilterEngine {
    /** Compiled to JVM bytecode. */
    JIT(Engine.JIT),
    /** Interpreted, every memory access checked. */
    INTERPRETER(Engine.INTERPRETER);

    private final Engine engine;

    FilterEngine(Engine engine) {
        this.engine = engine;
    }

    /** {@return the name in configurations and listings} */
    public String label() {
        return engine.label();
    }

    Engine engine() {
        return engine;
    }
}
