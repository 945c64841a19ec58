package okko.eval.setup;

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

    static final int SOURCE_NUMBER = 1;
    static final int MATCH_NUMBER = 2;
    static final int NO_MATCH_NUMBER = 3;
    static final int RING_NUMBER = 10;

    private Topology() {}
}
