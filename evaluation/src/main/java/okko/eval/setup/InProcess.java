package okko.eval.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.setup.PortPlan.Kind;

/** User code in another process, which shares the packets' memory with the switch. */
public enum InProcess implements Setup {
    /** The object that {@link InSwitch#COMPILED} runs, so that only the place differs. */
    BPF("process-bpf", "external process, the same compiled BPF; descriptors cross shared rings, no copy"),
    /** The Java twin. */
    JAVA("process-java", "external process, the Java twin; descriptors cross shared rings, no copy");

    private final String label;
    private final String description;

    InProcess(String label, String description) {
        this.label = label;
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
        List<PortPlan> ports = new ArrayList<>(Forward.ports(material));
        ports.add(new PortPlan(Topology.RING, Topology.RING_NUMBER, Kind.RING, Optional.empty()));
        String processor = switch (this) {
            case BPF -> material.object().toString();
            case JAVA -> material.workload().twinClass();
        };
        return new CellPlan(label, material.packets(), List.copyOf(ports), List.of(),
                List.of("in_port=p1,actions=output:fw", "in_port=fw,metadata=1,actions=output:p2",
                        "in_port=fw,metadata=0,actions=output:p3"),
                Optional.of(processor));
    }
}
