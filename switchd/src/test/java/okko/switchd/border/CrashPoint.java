package okko.switchd.border;

/** Counts the places between two effects of a peer on the outside world, and ends the process at one of them. */
final class CrashPoint {

    /** What the shell says of a process that was killed by SIGKILL. */
    static final int STATUS = 137;

    /** No place at all. */
    static final int NEVER = -1;

    private final int fatal;
    private int count;
    private int answers;
    private int originated;

    CrashPoint(int fatal) {
        this.fatal = fatal;
    }

    /** Here the process ends, without any clean-up, if it is the chosen place. */
    void pass(String place) {
        if (count++ == fatal) {
            tell("crashed", place);
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /** Learns what the peer has published, which the switch must find even if the peer is dead by then. */
    void published(int newAnswers, int newOriginated) {
        answers += newAnswers;
        originated += newOriginated;
    }

    void tell(String what, String place) {
        System.out.println(what + "\t" + count + "\t" + place + "\t" + answers + "\t" + originated);
        System.out.flush();
    }
}
