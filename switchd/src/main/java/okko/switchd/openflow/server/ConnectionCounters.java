package okko.switchd.openflow.server;

/** What went over a connection; on the control thread. */
final class ConnectionCounters {

    /** Messages that came. */
    long received;

    /** Messages that were sent, or wait for it. */
    long sent;

    /** Messages that were answered by an error. */
    long refused;

    /** Events that the other side was not told because it reads too slowly. */
    long dropped;
}
