package okko.eval.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.network.VirtualHost;
import okko.eval.setup.PortPlan.Kind;

/**
 * User code behind the kernel, as in a container: packets leave by a veth pair; what is at its other end, in a network
 * namespace of its own, sends those that match back by a second pair and the others by a third.
 *
 * <p>What runs there is a switch with the same program as a filter, since a processor by itself has no interfaces; so
 * this is the place of {@link InSwitch#COMPILED} with a network before and behind it.
 */
public record Namespace() implements Setup {

    private static final int FIRST_CABLE_NUMBER = 11;

    /** The kernel's, each of the two ways: out of the sender's memory, and into the receiver's. */
    private static final int COPIES_PER_PACKET = 4;

    @Override
    public String label() {
        return "namespace";
    }

    @Override
    public String description() {
        return "behind the kernel as in a container: a second switch with the compiled BPF in a network namespace,"
                + " reached and left by veth pairs, 4 copies";
    }

    @Override
    public int copiesPerPacket() {
        return COPIES_PER_PACKET;
    }

    @Override
    public boolean runsProgram() {
        return true;
    }

    @Override
    public int coreBudget() {
        return 2;
    }

    @Override
    public Optional<String> requires() {
        return VirtualHost.obstacle();
    }

    @Override
    public CellPlan plan(Material material) {
        List<PortPlan> ports = new ArrayList<>(Forward.ports(material));
        List<PortPlan> farPorts = new ArrayList<>();
        List<Cable> cables = Topology.CABLES;
        for (int i = 0; i < cables.size(); i++) {
            ports.add(new PortPlan(cables.get(i).near(), FIRST_CABLE_NUMBER + i, Kind.INTERFACE, Optional.empty()));
            farPorts.add(new PortPlan(cables.get(i).far(), Topology.SOURCE_NUMBER + i, Kind.INTERFACE,
                    Optional.empty()));
        }
        CellPlan inside = new CellPlan(label(), 0, farPorts, List.of(InSwitch.program(material, "jit")),
                InSwitch.flows(cables.get(0).far(), cables.get(1).far(), cables.get(2).far()), Optional.empty());
        return new CellPlan(label(), material.packets(), List.copyOf(ports), List.of(),
                List.of("in_port=p1,actions=output:" + cables.get(0).near(),
                        "in_port=" + cables.get(1).near() + ",actions=output:p2",
                        "in_port=" + cables.get(2).near() + ",actions=output:p3"),
                Optional.empty()).with(new FarHost(cables, Optional.of(inside)));
    }
}
