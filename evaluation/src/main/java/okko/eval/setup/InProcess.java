package okko.eval.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.setup.PortPlan.Kind;

/** User code in another process, with the packets' memory or with copies of packets. */
public enum InProcess implements Setup {
    /** The object that {@link InSwitch#COMPILED} runs, so that only the place differs. */
    BPF("process-bpf", Kind.RING, 0, "external process, the same compiled BPF; descriptors cross rings, no copy"),
    /** The Java twin. */
    JAVA("process-java", Kind.RING, 0, "external process, the Java twin; descriptors cross rings, no copy"),
    /** As {@link #BPF}, but the process maps no memory of the switch's: one copy each way. */
    COPY("process-copy", Kind.ISOLATED_RING, 2,
            "external process, the same compiled BPF; isolated: copies in memory of its own, same rings, 2 copies"),
    /** As {@link #BPF}, but packets travel in messages: into a log and out of it, each way. */
    AERON("process-aeron", Kind.AERON, 4,
            "external process, the same compiled BPF; packets travel in Aeron messages (IPC), 4 copies");

    private final String label;
    private final Kind border;
    private final int copiesPerPacket;
    private final String description;

    InProcess(String label, Kind border, int copiesPerPacket, String description) {
        this.label = label;
        this.border = border;
        this.copiesPerPacket = copiesPerPacket;
        this.description = description;
    }

    @Override
    public int copiesPerPacket() {
        return copiesPerPacket;
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
    public CodeForm codeForm() {
        return this == JAVA ? CodeForm.PROCESSOR : CodeForm.OBJECT;
    }

    @Override
    public CellPlan plan(Material material) {
        List<PortPlan> ports = new ArrayList<>(Forward.ports(material));
        ports.add(new PortPlan(Topology.RING, Topology.RING_NUMBER, border, Optional.empty()));
        String processor = switch (this) {
            case BPF, COPY, AERON -> material.object().toString();
            case JAVA -> material.workload().processor().orElseThrow();
        };
        return new CellPlan(label, material.packets(), List.copyOf(ports), List.of(),
                List.of("in_port=p1,actions=output:fw", "in_port=fw,metadata=1,actions=output:p2",
                        "in_port=fw,metadata=0,actions=output:p3"),
                Optional.of(processor));
    }
}
