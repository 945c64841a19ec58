package okko.switchd.openflow.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/** How long a peer is silent, and how long it may be. */
final class Patience {

    private final long greetingNs;
    private final long probeNs;
    private final long bornNs;
    private long heardNs;
    private long probedNs;
    private boolean isProbed;

    /**
     * Begins.
     *
     * @param greetingNs how long it may take to greet, and to take the last bytes of a connection that ends
     * @param probeNs    after how long a silence it is probed, and given up after another one; 0 for never
     * @param nowNs      monotonic
     */
    Patience(long greetingNs, long probeNs, long nowNs) {
        this.greetingNs = greetingNs;
        this.probeNs = probeNs;
        bornNs = nowNs;
        heardNs = nowNs;
    }

    /** {@return since when the connection is there} */
    long bornNs() {
        return bornNs;
    }

    /** Hears of the peer. */
    void heard(long nowNs) {
        heardNs = nowNs;
        isProbed = false;
    }

    /** {@return whether an echo request is to be sent; not again before the peer was heard of} */
    boolean probes(long nowNs) {
        if (probeNs == 0 || isProbed || nowNs - heardNs <= probeNs) {
            return false;
        }
        isProbed = true;
        probedNs = nowNs;
        return true;
    }

    /** {@return whether the answer to an echo request is late} */
    boolean isProbedInVain(long nowNs) {
        return isProbed && nowNs - probedNs > probeNs;
    }

    /** {@return whether the peer has neither greeted nor taken its last bytes in time} */
    boolean isOver(long nowNs) {
        return nowNs - heardNs > greetingNs;
    }

    /** {@return in words how long the greeting may take} */
    String greeting() {
        return NANOSECONDS.toSeconds(greetingNs) + " s";
    }

    /** {@return in words how long an echo may take} */
    String probe() {
        return NANOSECONDS.toMillis(probeNs) + " ms";
    }
}
