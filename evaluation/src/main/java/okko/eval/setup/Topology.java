package okko.eval.setup;

import java.util.List;
import java.util.Optional;

/** The ports that every setup has, by name and OpenFlow number. */
public final class Topology {

    /** Where the traffic enters: a replay of the trace. */
    public static final String SOURCE = "p1";

    /** Where packets that match leave. */
    public static final String MATCH = "p2";

    /** Where packets that do not match leave. */
    public static final String NO_MATCH = "p3";

    /** Behind it is an external processor. */
    public static final String RING = "fw";

    /** Where a processor on another host gets packets, as Aeron names it. */
    public static final String TO_FAR_PROCESSOR = "aeron:udp?endpoint=10.78.0.2:40001";

    /** Where it sends answers. */
    public static final String FROM_FAR_PROCESSOR = "aeron:udp?endpoint=10.78.0.1:40002";

    /** What leads to a host with a processor; both ends are on hosts of their own, so no address can be taken. */
    static final Cable NETWORK = new Cable("net0", "net0",
            Optional.of(new Cable.Addresses("10.78.0.1/24", "10.78.0.2/24")));

    /** What leads to a host with a switch: there, back for packets that match, back for the others. */
    static final List<Cable> CABLES = List.of(new Cable("box-in", "eth1", Optional.empty()),
            new Cable("box-match", "eth2", Optional.empty()), new Cable("box-other", "eth3", Optional.empty()));

    static final int SOURCE_NUMBER = 1;
    static final int MATCH_NUMBER = 2;
    static final int NO_MATCH_NUMBER = 3;
    static final int RING_NUMBER = 10;

    private Topology() {}
}
