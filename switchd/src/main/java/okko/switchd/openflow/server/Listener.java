package okko.switchd.openflow.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A place where tools or controllers connect to. A socket in a file is open to its owner alone. */
final class Listener implements Endpoint {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int ACCEPTED_AT_ONCE = 16;
    private static final int BACKLOG = 128;

    private final ControllerTarget config;
    private final ConnectionKind kind;
    private final Sockets sockets;
    private final ServerSocketChannel server;
    private final SelectionKey key;
    private final Set<ControllerConnection> accepted = new LinkedHashSet<>();
    private final long bornNs;
    private String lastError = "";

    private Listener(ControllerTarget config, ConnectionKind kind, Sockets sockets, ServerSocketChannel server)
            throws IOException {
        this.config = config;
        this.kind = kind;
        this.sockets = sockets;
        this.server = server;
        bornNs = sockets.connections().nowNs();
        server.configureBlocking(false);
        key = server.register(sockets.selector(), SelectionKey.OP_ACCEPT, (Runnable) this::accept);
    }

    /**
     * Begins to listen.
     *
     * @param config  where
     * @param kind    of the connections that come
     * @param sockets what all of them have in common
     * @return the listener
     * @throws IOException if there can be no such socket; one line with its name
     */
    static Listener open(ControllerTarget config, ConnectionKind kind, Sockets sockets) throws IOException {
        SocketAddress address = config.target().address();
        ServerSocketChannel server = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        try {
            if (address instanceof UnixDomainSocketAddress unix) {
                bind(server, unix);
            } else {
                server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                server.bind(address, BACKLOG);
            }
            return new Listener(config, kind, sockets, server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw new IOException(config.target() + ": " + e.getMessage(), e);
        }
    }

    /** A socket that a switch left behind which is no more is in the way; any other file is somebody's. */
    private static void bind(ServerSocketChannel server, UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        if (Files.exists(path) && !isServed(address)) {
            Files.delete(path);
        }
        server.bind(address, BACKLOG);
        Files.setPosixFilePermissions(path, OWNER_ONLY);
    }

    private static boolean isServed(UnixDomainSocketAddress address) throws IOException {
        if (!(Files.getAttribute(address.getPath(), "unix:mode") instanceof Integer mode
                && (mode & Sockets.FILE_TYPE) == Sockets.SOCKET)) {
            throw new IOException("there is a file of that name that is no socket");
        }
        try (SocketChannel _ = SocketChannel.open(address)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void accept() {
        try {
            for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
                SocketChannel client = server.accept();
                if (client == null) {
                    return;
                }
                admit(client);
            }
        } catch (IOException e) { // no more files, for instance: look again at the next tick
            lastError = "cannot accept: " + e.getMessage();
            key.interestOps(0);
        }
    }

    private void admit(SocketChannel client) throws IOException {
        accepted.removeIf(each -> each.phase() == Phase.CLOSED);
        if (accepted.size() >= sockets.connections().limits().connections()) {
            lastError = "%d connections; no more are accepted".formatted(accepted.size());
            client.close();
            return;
        }
        accepted.add(sockets.connect(client, config, kind));
    }

    @Override
    public ControllerTarget config() {
        return config;
    }

    @Override
    public void tick(long nowNs) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** Where it listens; of port 0 the one that the kernel chose. */
    private String place() {
        String text = config.target().text();
        try {
            return config.target().address() instanceof InetSocketAddress wanted && wanted.getPort() == 0
                    && server.getLocalAddress() instanceof InetSocketAddress bound
                    ? text.replaceFirst(":0?", ":" + bound.getPort())
                    : text;
        } catch (IOException _) {
            return text;
        }
    }

    @Override
    public void report(long nowNs, List<ControllerStatus> statuses) {
        statuses.add(new ControllerStatus(place(), "listening", "", "",
                Sockets.seconds(nowNs - bornNs), 0, 0, 0, 0, 0, 0, lastError));
        accepted.stream().filter(each -> each.phase() != Phase.CLOSED)
                .forEach(each -> statuses.add(each.status(nowNs, 0, "")));
    }

    /** Stops listening, and ends what came by here. */
    @Override
    public void close() {
        accepted.forEach(each -> each.close("the switch listens no more at " + config.target()));
        try {
            server.close();
            if (config.target().address() instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException _) {
            // gone in any case
        }
    }
}
