package okko.switchd.packet;

/**
 * Where a filter program runs: in the switch, or in the external processor behind a port. All filters of one program
 * share its placement, and a program that is loaded anew has another. Confined to the datapath thread.
 */
public final class Placement {

    /** No port has this number. */
    private static final int IN_SWITCH = 0;

    private int port = IN_SWITCH;

    /** Begins in the switch. */
    public Placement() {}

    /** {@return whether the program runs in the switch} */
    public boolean isInSwitch() {
        return port == IN_SWITCH;
    }

    /** {@return OpenFlow number of the port that packets are sent to for an answer; not if it runs in the switch} */
    public int port() {
        return port;
    }

    /**
     * Lets the program run behind a port from the next packet on.
     *
     * @param number OpenFlow number of the port
     */
    public void moveTo(int number) {
        port = number;
    }

    /** Lets the program run in the switch from the next packet on. */
    public void moveToSwitch() {
        port = IN_SWITCH;
    }
}
