package okko.eval.peer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okko.eval.subject.SubjectPlan;

/**
 * A system by others that forwards the same traffic in the same run. None runs a user's program, so they stand beside
 * the setup {@code forward}, or beside a processor that sends back what it gets.
 */
public enum Peer {
    /** Port to port. */
    OVS_DPDK("ovs-dpdk", "OVS-DPDK",
            "OVS-DPDK, one thread that forwards port to port; its source copies each frame, its sink swallows"),
    /** With a processor of DPDK's own. */
    OVS_DPDK_TESTPMD("ovs-dpdk-testpmd", "OVS-DPDK + testpmd",
            "OVS-DPDK and testpmd as its external process by vhost-user; two passes through the switch per packet"),
    /** In the kernel. */
    LINUX_BRIDGE("linux-bridge", "Linux bridge",
            "Linux bridge between two veth pairs, fed by a raw packet socket; the sender's calls are in the figure");

    private final String label;
    private final String title;
    private final String description;

    Peer(String label, String title, String description) {
        this.label = label;
        this.title = title;
        this.description = description;
    }

    /** {@return its name on the command line and in results} */
    public String label() {
        return label;
    }

    /** {@return its name in a report} */
    public String title() {
        return title;
    }

    /** {@return what is measured, in a line} */
    public String description() {
        return description;
    }

    /**
     * Plans its part in a run.
     *
     * @param task what it has to do
     * @return how to start it; its {@link SubjectPlan#obstacle} says whether it can be
     */
    public SubjectPlan plan(PeerTask task) {
        return switch (this) {
            case OVS_DPDK -> new OvsPlan(task, OvsPlan.Way.DIRECT);
            case OVS_DPDK_TESTPMD -> new OvsPlan(task, OvsPlan.Way.BY_TESTPMD);
            case LINUX_BRIDGE -> new BridgePlan(task, BridgePlan.Wiring.BRIDGE);
        };
    }

    /**
     * Plans what tells the cost of its generator, if that is a part of its own.
     *
     * @param task what the peer has to do
     * @return the generator without the peer; empty where the peer's own thread makes the traffic
     */
    public Optional<SubjectPlan> generator(PeerTask task) {
        return switch (this) {
            case OVS_DPDK, OVS_DPDK_TESTPMD -> Optional.empty();
            case LINUX_BRIDGE -> Optional.of(new BridgePlan(task, BridgePlan.Wiring.WIRE));
        };
    }

    /** {@return hugepages that it takes while it runs, in MiB} */
    public int memoryMib() {
        return switch (this) {
            case OVS_DPDK -> OvsPlan.Way.DIRECT.memoryMib();
            case OVS_DPDK_TESTPMD -> OvsPlan.Way.BY_TESTPMD.memoryMib();
            case LINUX_BRIDGE -> 0;
        };
    }

    /**
     * Finds a peer.
     *
     * @param label its name
     * @return the peer, if there is one of that name
     */
    public static Optional<Peer> of(String label) {
        return Stream.of(values()).filter(peer -> peer.label.equals(label)).findFirst();
    }

    /** {@return the names of all peers} */
    public static List<String> labels() {
        return Stream.of(values()).map(Peer::label).toList();
    }
}
