package okko.switchd.openflow.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A controller that the switch connects to, again and again: after a second, then after two, four and so on up to the
 * longest pause. A connection that lasted longer than the pause before it makes the next one short again. Pauses are
 * shortened by up to a quarter at random, so that not all switches come back to a controller at once.
 */
final class Outgoing implements Endpoint {

    private static final long MIN_BACKOFF_MS = 1_000;
    private static final double LARGEST_CUT = 0.25;

    private final ControllerTarget config;
    private final Sockets sockets;

    private State state = State.BACKOFF;
    private long sinceNs;
    private long pauseNs;
    private long backoffMs;
    private long attempts;
    private String lastError = "";
    private SocketChannel connecting;
    private ControllerConnection connection;

    private enum State { BACKOFF, CONNECTING, CONNECTED }

    /**
     * Begins to connect at the next tick.
     *
     * @param config  which controller
     * @param sockets what all have in common
     */
    Outgoing(ControllerTarget config, Sockets sockets) {
        this.config = config;
        this.sockets = sockets;
        sinceNs = sockets.connections().nowNs();
    }

    @Override
    public ControllerTarget config() {
        return config;
    }

    @Override
    public void tick(long nowNs) {
        switch (state) {
            case BACKOFF -> {
                if (nowNs - sinceNs >= pauseNs) {
                    connect(nowNs);
                }
            }
            case CONNECTING -> {
                if (nowNs - sinceNs > TimeUnit.MILLISECONDS.toNanos(Math.max(MIN_BACKOFF_MS, backoffMs))) {
                    fail("no connection in time", nowNs);
                }
            }
            case CONNECTED -> {
                if (connection.phase() == Phase.CLOSED) {
                    if (nowNs - sinceNs > TimeUnit.MILLISECONDS.toNanos(backoffMs) && connection.isAgreed()) {
                        backoffMs = 0;
                    }
                    fail(connection.reason(), nowNs);
                }
            }
        }
    }

    private void connect(long nowNs) {
        attempts++;
        enter(State.CONNECTING, nowNs);
        try {
            connecting = config.target().address() instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
            connecting.configureBlocking(false);
            connecting.register(sockets.selector(), SelectionKey.OP_CONNECT, (Runnable) this::finish);
            if (connecting.connect(config.target().address())) {
                finish();
            }
        } catch (IOException | RuntimeException e) {
            fail(e.getMessage(), nowNs);
        }
    }

    private void finish() {
        long nowNs = sockets.connections().nowNs();
        try {
            if (connecting.finishConnect()) {
                connecting.keyFor(sockets.selector()).interestOps(0);
                connection = sockets.connect(connecting, config, ConnectionKind.PRIMARY);
                connecting = null;
                enter(State.CONNECTED, nowNs);
            }
        } catch (IOException e) {
            fail(e.getMessage(), nowNs);
        }
    }

    private void fail(String why, long nowNs) {
        lastError = why;
        closeAttempt();
        connection = null;
        backoffMs = Math.min(config.maxBackoffMs(), Math.max(MIN_BACKOFF_MS, 2 * backoffMs));
        double part = 1 - ThreadLocalRandom.current().nextDouble(LARGEST_CUT);
        pauseNs = (long) (TimeUnit.MILLISECONDS.toNanos(backoffMs) * part);
        enter(State.BACKOFF, nowNs);
    }

    private void closeAttempt() {
        if (connecting != null) {
            try {
                connecting.close();
            } catch (IOException _) {
                // given up in any case
            }
            connecting = null;
        }
    }

    private void enter(State next, long nowNs) {
        state = next;
        sinceNs = nowNs;
    }

    /** {@return whether a version is agreed on with the controller, so that it can tell the switch what to do} */
    boolean isActive() {
        return connection != null && connection.phase() == Phase.OPEN;
    }

    @Override
    public void report(long nowNs, List<ControllerStatus> statuses) {
        if (connection != null) {
            statuses.add(connection.status(nowNs, attempts, lastError).named(config.target().text()));
        } else {
            statuses.add(new ControllerStatus(config.target().text(),
                    state == State.CONNECTING ? "connecting" : "backoff", "", "", Sockets.seconds(nowNs - sinceNs),
                    0, 0, 0, 0, 0, attempts, lastError));
        }
    }

    @Override
    public void close() {
        closeAttempt();
        if (connection != null) {
            connection.close("the controller is not wanted any more");
        }
    }
}
