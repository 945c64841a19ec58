package okko.switchd.port;

/**
 * A port that is to be.
 *
 * @param name   unique in the switch
 * @param number OpenFlow port number, 1 to {@value #MAX_NUMBER} or that of the local port, unique in the switch
 * @param spec   what it is
 */
public record PortConfig(String name, int number, PortSpec spec) {

    /** Largest number of a physical port in OpenFlow 1.0, {@code OFPP_MAX - 1}; a descriptor holds 16 bits. */
    public static final int MAX_NUMBER = 0xfeff;
}
