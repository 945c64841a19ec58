package okko.switchd.openflow.server;

/** How far a connection is. */
enum Phase {
    /** The version is not agreed on yet. */
    GREETING,
    /** Messages are carried out. */
    OPEN,
    /** Nothing is read any more; what waits is still sent. */
    ENDING,
    /** It is over. */
    CLOSED
}
