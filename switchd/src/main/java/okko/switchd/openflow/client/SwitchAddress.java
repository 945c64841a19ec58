package okko.switchd.openflow.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.switchd.openflow.transport.Target;

/**
 * Where a switch can be reached, in the words of ovs-ofctl(8): other than a {@link Target}, by the name of a host or a
 * bridge too, and never to be listened on.
 */
public sealed interface SwitchAddress {

    /**
     * A socket in the file system.
     *
     * @param path of it
     */
    record Unix(Path path) implements SwitchAddress {}

    /**
     * A socket of the network.
     *
     * @param host     name or address, without brackets
     * @param port     1 to 65,535
     * @param security whether what is said there can be read by others
     */
    record Network(String host, int port, Security security) implements SwitchAddress {}

    /** Whether others can listen. */
    enum Security {
        /** They can ({@code tcp:}). */
        PLAIN,
        /** They cannot, and both sides show who they are ({@code ssl:}). */
        TLS
    }

    /** {@code HOST}, {@code HOST:PORT}, and IPv6 addresses in brackets. */
    Pattern HOST_AND_PORT = Pattern.compile("(?:\\[([^\\]]+)]|([^:\\[\\]]+))(?::(\\d{1,5}))?");

    /** A word and a colon, which no bridge has in its name. */
    Pattern METHOD = Pattern.compile("([a-z]+):(.*)");

    /**
     * Reads a target.
     *
     * @param text        {@code unix:FILE}, {@code tcp:HOST[:PORT]}, {@code ssl:HOST[:PORT]}, the path of a socket, or
     *                    the name of a bridge
     * @param directories where bridges have their sockets; the first that has the bridge's is taken
     * @param socket      what kind of socket of a bridge is wanted: {@code mgmt} or {@code snoop}
     * @return where to connect to
     * @throws IOException if there is no such socket, or the text is no target; the message is one line
     */
    static SwitchAddress parse(String text, List<Path> directories, String socket) throws IOException {
        Matcher method = METHOD.matcher(text);
        if (method.matches()) {
            return switch (method.group(1)) {
                case "unix" -> new Unix(Path.of(method.group(2)));
                case "tcp" -> network(text, method.group(2), Security.PLAIN);
                case "ssl" -> network(text, method.group(2), Security.TLS);
                default -> throw new IOException(text + ": expected tcp:HOST[:PORT], ssl:HOST[:PORT], unix:FILE or "
                        + "the name of a bridge");
            };
        }
        Path file = Path.of(text);
        if (isSocket(file)) {
            return new Unix(file);
        }
        for (Path directory : directories) {
            Path path = directory.resolve(text + "." + socket);
            if (isSocket(path)) {
                return new Unix(path);
            }
        }
        throw new IOException(text + " is not a bridge or a socket (looked for " + text + "." + socket + " in "
                + String.join(", ", directories.stream().map(Path::toString).toList()) + ")");
    }

    private static boolean isSocket(Path path) {
        return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private static SwitchAddress network(String text, String rest, Security security) throws IOException {
        Matcher parts = HOST_AND_PORT.matcher(rest);
        if (!parts.matches()) {
            throw new IOException(text + ": expected HOST or HOST:PORT behind the first colon; IPv6 addresses in "
                    + "brackets");
        }
        int port = parts.group(3) == null ? Target.DEFAULT_PORT : Integer.parseInt(parts.group(3));
        if (port < 1 || port > 0xffff) {
            throw new IOException(text + ": expected a port from 1 to 65535");
        }
        return new Network(parts.group(1) == null ? parts.group(2) : parts.group(1), port, security);
    }
}
