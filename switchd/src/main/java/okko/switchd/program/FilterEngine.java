package okko.switchd.program;

import java.util.Arrays;
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

    /**
     * Finds one by its name.
     *
     * @param label as {@link #label} gives it
     * @return the one of this name
     * @throws IllegalArgumentException if there is none
     */
    public static FilterEngine ofLabel(String label) {
        return Arrays.stream(values()).filter(each -> each.label().equals(label)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("no engine is named " + label));
    }

    /** {@return the name in configurations and listings} */
    public String label() {
        return engine.label();
    }

    Engine engine() {
        return engine;
    }
}
