package okko.switchd.openflow.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Bytes to and from a switch.
 *
 * @param in         what the switch says
 * @param out        what is said to it
 * @param connection to close
 */
public record Wire(InputStream in, OutputStream out, Closeable connection) implements Closeable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Connects.
     *
     * @param target where to
     * @param tls    needed for {@code ssl:} alone
     * @return the wire
     * @throws IOException if nobody is there; the message is one line
     */
    public static Wire connect(SwitchAddress target, Optional<TlsFiles> tls) throws IOException {
        return switch (target) {
            case SwitchAddress.Unix unix -> connect(unix);
            case SwitchAddress.Network network -> connect(network, tls);
        };
    }

    private static Wire connect(SwitchAddress.Unix target) throws IOException {
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(target.path()));
            return new Wire(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        } catch (IOException e) {
            throw new IOException("cannot connect to %s: %s".formatted(target.path(), e.getMessage()), e);
        }
    }

    private static Wire connect(SwitchAddress.Network target, Optional<TlsFiles> tls) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(target.host(), target.port()), (int) CONNECT_TIMEOUT.toMillis());
            socket.setTcpNoDelay(true);
            Socket plainOrNot = switch (target.security()) {
                case PLAIN -> socket;
                case TLS -> secure(socket, target, tls.orElseThrow(() -> new IOException("ssl: needs --private-key, "
                        + "--certificate and --ca-cert")));
            };
            return new Wire(plainOrNot.getInputStream(), plainOrNot.getOutputStream(), plainOrNot);
        } catch (UnknownHostException e) {
            socket.close();
            throw new IOException("cannot connect to %s: no such host".formatted(target.host()), e);
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot connect to %s:%d: %s"
                    .formatted(target.host(), target.port(), e.getMessage()), e);
        }
    }

    /** As in Open vSwitch the authority vouches for the other side, and not the name in its certificate. */
    private static SSLSocket secure(Socket socket, SwitchAddress.Network target, TlsFiles files) throws IOException {
        SSLSocket secured = (SSLSocket) files.context().getSocketFactory()
                .createSocket(socket, target.host(), target.port(), true);
        try {
            secured.startHandshake();
        } catch (SSLException e) {
            throw new IOException("no TLS with that side: " + e.getMessage(), e);
        }
        return secured;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
