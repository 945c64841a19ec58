package okko.switchd.action;

import java.util.List;
import java.util.Set;

/**
 * Which ports get copies of packets that come in or go out by other ports. Immutable.
 *
 * <p>A packet is copied as it comes in, or as it goes out, and to each of these ports at most once.
 */
public final class Mirrors {

    /** Nothing is copied. */
    public static final Mirrors NONE = new Mirrors(List.of());

    /** How many mirrors there can be. */
    public static final int MAX_MIRRORS = Long.SIZE;

    private final Mirror[] mirrors;

    /**
     * One mirror.
     *
     * @param inPorts  OpenFlow numbers of the ports whose packets are copied when they come in
     * @param outPorts OpenFlow numbers of the ports whose packets are copied when they go out
     * @param toPort   OpenFlow number of the port that gets the copies
     */
    public record Mirror(Set<Integer> inPorts, Set<Integer> outPorts, int toPort) {

        /** Copies. */
        public Mirror {
            inPorts = Set.copyOf(inPorts);
            outPorts = Set.copyOf(outPorts);
        }
    }

    /**
     * Collects mirrors.
     *
     * @param mirrors at most {@value #MAX_MIRRORS}
     * @throws IllegalArgumentException if there are more
     */
    public Mirrors(List<Mirror> mirrors) {
        if (mirrors.size() > MAX_MIRRORS) {
            throw new IllegalArgumentException("at most " + MAX_MIRRORS + " mirrors: mirrors=" + mirrors.size());
        }
        this.mirrors = mirrors.toArray(Mirror[]::new);
    }

    /** Says which mirrors copy what comes in by a port: a bit for each. */
    long ofInPort(int port) {
        long which = 0;
        for (int i = 0; i < mirrors.length; i++) {
            which |= mirrors[i].inPorts.contains(port) ? 1L << i : 0;
        }
        return which;
    }

    /** Says which mirrors copy what goes out by a port: a bit for each. */
    long ofOutPort(int port) {
        long which = 0;
        for (int i = 0; i < mirrors.length; i++) {
            which |= mirrors[i].outPorts.contains(port) ? 1L << i : 0;
        }
        return which;
    }

    /** The port that a mirror copies to. */
    int toPort(int mirror) {
        return mirrors[mirror].toPort;
    }

    /** The mirrors that copy to the same port as this one, itself among them: a bit for each. */
    long alike(int mirror) {
        long which = 0;
        for (int i = 0; i < mirrors.length; i++) {
            which |= mirrors[i].toPort == mirrors[mirror].toPort ? 1L << i : 0;
        }
        return which;
    }
}
