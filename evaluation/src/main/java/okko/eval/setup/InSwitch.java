package okko.eval.setup;

import java.util.List;
import java.util.Optional;

/** User code in the switch: a BPF filter in a rule's match. */
public enum InSwitch implements Setup {
    /** Compiled to JVM bytecode. */
    COMPILED("switch-bpf", "jit", "in the switch, BPF compiled; packets stay where they are"),
    /** Interpreted, every access checked. */
    INTERPRETED("switch-interpreter", "interpreter", "in the switch, BPF interpreted; packets stay where they are");

    private static final int PROGRAM_ID = 1;

    private final String label;
    private final String engine;
    private final String description;

    InSwitch(String label, String engine, String description) {
        this.label = label;
        this.engine = engine;
        this.description = description;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean runsProgram() {
        return true;
    }

    @Override
    public CellPlan plan(Material material) {
        return new CellPlan(label, material.packets(), Forward.ports(material),
                List.of(new ProgramPlan(PROGRAM_ID, material.object(), engine)),
                List.of("priority=10,in_port=p1,filter_prog=1,actions=output:p2",
                        "priority=1,in_port=p1,actions=output:p3"),
                Optional.empty());
    }
}
