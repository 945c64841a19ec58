package okko.eval.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.network.VirtualHost;
import okko.eval.setup.PortPlan.Kind;

/** User code in another process, with the packets' memory, with copies of packets, or with messages. */
public enum InProcess implements Setup {
    /** The object that {@link InSwitch#COMPILED} runs, so that only the place differs. */
    BPF("process-bpf", Kind.RING, 0, 2, "external process, the same compiled BPF; descriptors cross rings, no copy"),
    /** The Java twin. */
    JAVA("process-java", Kind.RING, 0, 2, "external process, the Java twin; descriptors cross rings, no copy"),
    /** As {@link #BPF}, but the process maps no memory of the switch's: one copy each way. */
    COPY("process-copy", Kind.ISOLATED_RING, 2, 2,
            "external process, the same compiled BPF; isolated: copies in memory of its own, same rings, 2 copies"),
    /** As {@link #BPF}, but packets travel in messages: into a log and out of it, each way. */
    AERON("process-aeron", Kind.AERON, 4, 2,
            "external process, the same compiled BPF; packets travel in Aeron messages (IPC), 4 copies"),
    /**
     * As {@link #AERON}, but over UDP to another host: each way into a log, from there to the kernel, out of the
     * kernel, into a log and out of it. Both hosts have a driver, whose thread for the network is as busy as the one
     * that it serves.
     */
    REMOTE("remote-aeron", Kind.REMOTE_AERON, 10, 4, "external process in another network namespace, the same compiled"
            + " BPF; packets travel in Aeron messages over UDP and a veth pair, 10 copies");

    /** The other name of {@link #COPY}: what it is, where its label says what it costs. */
    private static final String ISOLATED = "process-isolated";

    private final String label;
    private final Kind border;
    private final int copiesPerPacket;
    private final int coreBudget;
    private final String description;

    InProcess(String label, Kind border, int copiesPerPacket, int coreBudget, String description) {
        this.label = label;
        this.border = border;
        this.copiesPerPacket = copiesPerPacket;
        this.coreBudget = coreBudget;
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
    public Optional<String> otherName() {
        return this == COPY ? Optional.of(ISOLATED) : Optional.empty();
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
        return coreBudget;
    }

    @Override
    public Optional<String> requires() {
        return this == REMOTE ? VirtualHost.obstacle() : Optional.empty();
    }

    @Override
    public CodeForm codeForm() {
        return this == JAVA ? CodeForm.PROCESSOR : CodeForm.OBJECT;
    }

    @Override
    public CellPlan plan(Material material) {
        List<PortPlan> ports = new ArrayList<>(Forward.ports(material));
        ports.add(new PortPlan(Topology.RING, Topology.RING_NUMBER, border, Optional.empty()));
        ProcessorPlan processor = switch (this) {
            case BPF, COPY, AERON, REMOTE -> new ProcessorPlan(material.object().toString(),
                    material.workload().program());
            case JAVA -> new ProcessorPlan(material.workload().processor().orElseThrow(), Optional.empty());
        };
        CellPlan plan = new CellPlan(label, material.packets(), List.copyOf(ports), List.of(),
                List.of("in_port=p1,actions=output:fw", "in_port=fw,metadata=1,actions=output:p2",
                        "in_port=fw,metadata=0,actions=output:p3"),
                Optional.of(processor));
        return this == REMOTE ? plan.with(new FarHost(List.of(Topology.NETWORK), Optional.empty())) : plan;
    }
}
