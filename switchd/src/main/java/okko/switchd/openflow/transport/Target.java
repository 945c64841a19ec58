package okko.switchd.openflow.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;

/**
 * Where a connection leads, or comes from, in the words of Open vSwitch (ovs-vsctl(8), OpenFlow Connection Methods).
 *
 * @param direction who begins
 * @param security  whether its bytes are encrypted
 * @param address   of the other side, or where to listen
 * @param text      as it was written
 */
public record Target(Direction direction, Security security, SocketAddress address, String text) {

    /** Registered with IANA for OpenFlow; what Open vSwitch takes without a port. */
    public static final int DEFAULT_PORT = 6653;

    private static final int MAX_PORT = 0xffff;
    private static final String ANY_IPV4 = "0.0.0.0";
    private static final String EXPECTED = "expected tcp:IP[:PORT], ssl:IP[:PORT], unix:FILE, ptcp:[PORT][:IP], "
            + "pssl:[PORT][:IP] or punix:FILE";

    /** Who begins. */
    public enum Direction {
        /** The switch connects. */
        ACTIVE,
        /** The switch listens. */
        PASSIVE
    }

    /** Whether bytes are encrypted. */
    public enum Security {
        /** They are not. */
        PLAIN,
        /** By TLS, both sides showing certificates. */
        TLS
    }

    /**
     * Reads one.
     *
     * @param text {@code tcp:127.0.0.1:6653} for instance; addresses are numbers, those of IPv6 in brackets
     * @return what it means
     * @throws IllegalArgumentException if it is none, with one line that says why
     */
    public static Target parse(String text) {
        int colon = text.indexOf(':');
        String method = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        return switch (method) {
            case "tcp" -> new Target(Direction.ACTIVE, Security.PLAIN, remote(text, rest), text);
            case "ssl" -> new Target(Direction.ACTIVE, Security.TLS, remote(text, rest), text);
            case "unix" -> new Target(Direction.ACTIVE, Security.PLAIN, file(text, rest), text);
            case "ptcp" -> new Target(Direction.PASSIVE, Security.PLAIN, local(text, rest), text);
            case "pssl" -> new Target(Direction.PASSIVE, Security.TLS, local(text, rest), text);
            case "punix" -> new Target(Direction.PASSIVE, Security.PLAIN, file(text, rest), text);
            default -> throw wrong(text, EXPECTED);
        };
    }

    /** {@return whether anybody who reaches this host can connect, and change the switch} */
    public boolean isOpenToAll() {
        return direction == Direction.PASSIVE && security == Security.PLAIN
                && address instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress();
    }

    private static SocketAddress remote(String text, String rest) {
        int end = rest.startsWith("[") ? rest.indexOf(']') + 1 : rest.indexOf(':');
        String host = end <= 0 ? rest : rest.substring(0, end);
        String port = end <= 0 ? "" : rest.substring(end);
        return new InetSocketAddress(ip(text, host), port.isEmpty() ? DEFAULT_PORT : port(text, port, 1));
    }

    private static SocketAddress local(String text, String rest) {
        int end = rest.indexOf(':');
        String port = end < 0 ? rest : rest.substring(0, end);
        String host = end < 0 ? ANY_IPV4 : rest.substring(end + 1);
        return new InetSocketAddress(ip(text, host), port.isEmpty() ? DEFAULT_PORT : port(text, ":" + port, 0));
    }

    private static InetAddress ip(String text, String host) {
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        try {
            InetAddress address = InetAddress.ofLiteral(isBracketed ? host.substring(1, host.length() - 1) : host);
            if (isBracketed == host.contains(":")) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw wrong(text, "\"" + host + "\" is no IP address; expected 127.0.0.1 or [::1] for instance");
    }

    private static int port(String text, String port, int least) {
        if (port.matches(":[0-9]{1,5}")) {
            int number = Integer.parseInt(port.substring(1));
            if (number >= least && number <= MAX_PORT) {
                return number;
            }
        }
        throw wrong(text, "\"" + port.substring(1) + "\" is no port; expected a number up to " + MAX_PORT);
    }

    private static SocketAddress file(String text, String path) {
        try {
            if (!path.isEmpty()) {
                return UnixDomainSocketAddress.of(path);
            }
        } catch (InvalidPathException _) {
            // said below
        }
        throw wrong(text, "expected the path of a socket");
    }

    private static IllegalArgumentException wrong(String text, String reason) {
        return new IllegalArgumentException(text + ": " + reason);
    }

    @Override
    public String toString() {
        return text;
    }
}
