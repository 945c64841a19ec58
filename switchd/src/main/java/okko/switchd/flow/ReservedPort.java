package okko.switchd.flow;

/** The port numbers that stand for something else than one port; those of OpenFlow 1.0 ({@code enum ofp_port}). */
public final class ReservedPort {

    /** The port that the packet came in by. */
    public static final int IN_PORT = 0xfff8;

    /** The tables, for packets that a controller sends. */
    public static final int TABLE = 0xfff9;

    /** Where a learning switch would send the packet. */
    public static final int NORMAL = 0xfffa;

    /** All ports but the one that it came in by, and those that are closed to floods. */
    public static final int FLOOD = 0xfffb;

    /** All ports but the one that it came in by. */
    public static final int ALL = 0xfffc;

    /** The controllers. */
    public static final int CONTROLLER = 0xfffd;

    /** The port of the switch's own host. */
    public static final int LOCAL = 0xfffe;

    private ReservedPort() {}
}
