package okko.switchd.openflow.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okko.switchd.openflow.transport.FrameStream;
import okko.switchd.openflow.transport.Link;
import okko.switchd.openflow.transport.PlainLink;
import okko.switchd.openflow.transport.Target;
import okko.switchd.openflow.transport.TlsLink;

/**
 * What all sockets have in common.
 *
 * @param selector    that they are registered with; what is attached to a key is run when its socket is ready
 * @param connections made of them
 * @param tls         for those that are encrypted; {@code null} if the switch has no certificate
 */
record Sockets(Selector selector, Connections connections, SSLContext tls) {

    /** Bits of a file's mode that say what it is. */
    static final int FILE_TYPE = 0170000;

    /** A socket, among these. */
    static final int SOCKET = 0140000;

    /**
     * Makes a connection of a socket.
     *
     * @param channel connected
     * @param config  whose it is
     * @param kind    of the connection
     * @return the connection, about to greet
     * @throws IOException if the socket is broken already; it is closed then
     */
    ControllerConnection connect(SocketChannel channel, ControllerTarget config, ConnectionKind kind)
            throws IOException {
        try {
            channel.configureBlocking(false);
            if (channel.getRemoteAddress() instanceof InetSocketAddress) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            SelectionKey key = channel.keyFor(selector);
            if (key == null) {
                key = channel.register(selector, 0);
            }
            ControllerConnection connection = connections.begin(kind, new FrameStream(link(channel, config.target())),
                    key, TimeUnit.MILLISECONDS.toNanos(config.probeMs()));
            key.attach((Runnable) () -> connections.wake(connection));
            return connection;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private Link link(SocketChannel channel, Target target) {
        return switch (target.security()) {
            case PLAIN -> new PlainLink(channel);
            case TLS -> target.direction() == Target.Direction.ACTIVE
                    ? TlsLink.client(channel, tls)
                    : TlsLink.server(channel, tls);
        };
    }

    /** {@return where a connection came from, for people} */
    static String peer(SelectionKey key) {
        try {
            return String.valueOf(((SocketChannel) key.channel()).getRemoteAddress());
        } catch (IOException _) {
            return "";
        }
    }

    static long seconds(long ns) {
        return TimeUnit.NANOSECONDS.toSeconds(ns);
    }
}
