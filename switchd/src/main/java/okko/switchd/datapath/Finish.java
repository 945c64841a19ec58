package okko.switchd.datapath;

import java.util.function.BooleanSupplier;

/**
 * What all datapath threads wait for while one of them takes in what is still on its way through a port of its own.
 * Made for one time.
 */
final class Finish {

    private final int port;
    private final int thread;
    private final BooleanSupplier isOver;
    private final Runnable afterwards;
    private volatile boolean over;

    /**
     * Prepares it.
     *
     * @param port       number of the port
     * @param thread     that the port belongs to
     * @param isOver     asked by that thread again and again; must come true within moments, whatever the port gives
     * @param afterwards done by that thread then, before anything else is received
     */
    Finish(int port, int thread, BooleanSupplier isOver, Runnable afterwards) {
        this.port = port;
        this.thread = thread;
        this.isOver = isOver;
        this.afterwards = afterwards;
    }

    int port() {
        return port;
    }

    /** {@return whether it is over, for a thread that asks; the port's own thread finds that out} */
    boolean isOver(int asking) {
        if (asking == thread && isOver.getAsBoolean()) {
            try {
                afterwards.run();
            } finally {
                over = true; // shows the others what was done before
            }
        }
        return over;
    }
}
