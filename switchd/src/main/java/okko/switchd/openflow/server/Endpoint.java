package okko.switchd.openflow.server;

import java.util.List;

/** Where connections come from: a socket that listens, or a controller that the switch connects to. */
interface Endpoint extends AutoCloseable {

    /** {@return what it was made from} */
    ControllerTarget config();

    /**
     * Looks at the clock.
     *
     * @param nowNs monotonic
     */
    void tick(long nowNs);

    /**
     * Says how it is.
     *
     * @param nowNs    monotonic
     * @param statuses to add to
     */
    void report(long nowNs, List<ControllerStatus> statuses);

    /** Ends it and its connections. */
    @Override
    void close();
}
