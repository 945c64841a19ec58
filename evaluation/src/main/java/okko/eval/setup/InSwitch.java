package okko.eval.setup;

import java.util.List;
import java.util.Optional;

/** User code in the switch: a BPF filter in a rule's match. */
public enum InSwitch implements Setup {
    /** Compiled to JVM bytecode. */
    COMPILED("switch-bpf", "jit", 1, "in the switch, BPF compiled; packets stay where they are"),
    /** Interpreted, every access checked. */
    INTERPRETED("switch-interpreter", "interpreter", 1, "in the switch, BPF interpreted; packets stay where they are"),
    /** As {@link #COMPILED}, on as many cores as a switch and a processor have together. */
    COMPILED_TWICE("switch-bpf-2", "jit", 2, "in the switch, BPF compiled, two datapath threads with half of the"
            + " connections each: as many cores as a process takes");

    private static final int PROGRAM_ID = 1;

    private final String label;
    private final String engine;
    private final int threads;
    private final String description;

    InSwitch(String label, String engine, int threads, String description) {
        this.label = label;
        this.engine = engine;
        this.threads = threads;
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
    public int coreBudget() {
        return threads;
    }

    @Override
    public CellPlan plan(Material material) {
        return new CellPlan(label, material.packets(), Forward.ports(material), List.of(program(material, engine)),
                flows(Topology.SOURCE, Topology.MATCH, Topology.NO_MATCH), Optional.empty(),
                DatapathPlan.ofThreads(threads));
    }

    static ProgramPlan program(Material material, String engine) {
        return new ProgramPlan(PROGRAM_ID, material.object(), material.workload().program(), engine);
    }

    /** Rules that ask the program where a packet goes. */
    static List<String> flows(String source, String match, String noMatch) {
        return List.of("priority=10,in_port=" + source + ",filter_prog=" + PROGRAM_ID + ",actions=output:" + match,
                "priority=1,in_port=" + source + ",actions=output:" + noMatch);
    }
}
