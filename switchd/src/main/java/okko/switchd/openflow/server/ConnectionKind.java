package okko.switchd.openflow.server;

/** What a connection is there for. */
enum ConnectionKind {
    /** A tool's, by the bridge's own socket: it is told nothing that it has not asked for, and never probed. */
    SERVICE(0),
    /** A controller's: it is told of packets, flows and ports, and probed when it is silent. */
    PRIMARY(128),
    /** Of somebody who watches what controllers and the switch say to each other; what it says itself is ignored. */
    SNOOPER(0);

    private final int missSendBytes;

    ConnectionKind(int missSendBytes) {
        this.missSendBytes = missSendBytes;
    }

    /** {@return how much of a packet that no rule matches goes to it at first ({@code OFP_DEFAULT_MISS_SEND_LEN})} */
    int missSendBytes() {
        return missSendBytes;
    }
}
