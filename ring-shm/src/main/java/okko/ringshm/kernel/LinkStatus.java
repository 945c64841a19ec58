package okko.ringshm.kernel;

/**
 * A network interface at one moment, as rtnetlink(7) shows it.
 *
 * @param index    number in this network namespace; a new one if the interface was made anew
 * @param name     of the interface
 * @param kind     {@code veth} or {@code tun} for instance; empty for a network card
 * @param isUp     whether frames pass: it was switched on, and there is a carrier
 * @param mtuBytes longest frame without its Ethernet header
 * @param ethernetAddress 48 bits; 0 if it has none
 * @param counters since the interface was made
 */
public record LinkStatus(int index, String name, String kind, boolean isUp, int mtuBytes, long ethernetAddress,
        Counters counters) {

    /**
     * What the kernel and the card counted. Frames that Okko sends and receives are among them, and others.
     *
     * @param rxErrors  received frames that were bad
     * @param txErrors  frames that could not be sent
     * @param rxDropped received frames that nobody took in time
     * @param txDropped frames to send that found no room
     */
    public record Counters(long rxErrors, long txErrors, long rxDropped, long txDropped) {}
}
