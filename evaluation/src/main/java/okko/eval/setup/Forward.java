package okko.eval.setup;

import java.util.List;
import java.util.Optional;
import okko.eval.setup.PortPlan.Kind;

/** No user code: from port to port, the most that this switch can do. */
public record Forward() implements Setup {

    @Override
    public String label() {
        return "forward";
    }

    @Override
    public String description() {
        return "no user code, port to port: the ceiling";
    }

    @Override
    public boolean runsProgram() {
        return false;
    }

    @Override
    public int coreBudget() {
        return 1;
    }

    @Override
    public CellPlan plan(Material material) {
        return new CellPlan(label(), material.packets(), ports(material), List.of(),
                List.of("in_port=p1,actions=output:p2"), Optional.empty());
    }

    /** The source and the two sinks, which all setups have. */
    static List<PortPlan> ports(Material material) {
        return List.of(
                new PortPlan(Topology.SOURCE, Topology.SOURCE_NUMBER, Kind.REPLAY, Optional.of(material.trace())),
                new PortPlan(Topology.MATCH, Topology.MATCH_NUMBER, Kind.REPLAY, Optional.empty()),
                new PortPlan(Topology.NO_MATCH, Topology.NO_MATCH_NUMBER, Kind.REPLAY, Optional.empty()));
    }
}
