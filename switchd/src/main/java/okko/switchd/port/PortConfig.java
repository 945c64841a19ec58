package okko.switchd.port;

import java.util.OptionalInt;

/**
 * A port that is to be.
 *
 * @param name      unique in the switch
 * @param number    OpenFlow port number, 1 to {@value #MAX_NUMBER} or that of the local port; unique in the switch
 * @param spec      what it is
 * @param receiving how datapath threads receive from it
 */
public record PortConfig(String name, int number, PortSpec spec, Receiving receiving) {

    /** Largest number of a physical port in OpenFlow 1.0, {@code OFPP_MAX - 1}; a descriptor holds 16 bits. */
    public static final int MAX_NUMBER = 0xfeff;

    /**
     * A port that any datapath thread may receive from, by one queue.
     *
     * @param name   unique in the switch
     * @param number OpenFlow port number, 1 to {@value #MAX_NUMBER}, unique in the switch
     * @param spec   what it is
     */
    public PortConfig(String name, int number, PortSpec spec) {
        this(name, number, spec, Receiving.DEFAULT);
    }

    /**
     * How datapath threads receive from a port.
     *
     * @param thread number of the one that polls its first queue; empty for any
     * @param queues how many receive queues it has
     */
    public record Receiving(OptionalInt thread, int queues) {

        /** One queue, polled by any thread. */
        public static final Receiving DEFAULT = new Receiving(OptionalInt.empty(), 1);
    }
}
