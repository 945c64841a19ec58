package okko.switchd.openflow.server;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.SelectionKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.transport.Target;
import okko.switchd.openflow.transport.TlsFiles;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Speaks OpenFlow with whoever may: tools by the bridge's own socket, always; controllers by sockets that listen and
 * connections that the switch makes, when asked for. On the control thread; it never waits for anybody.
 */
public final class OpenFlowAgent implements Agent, Audience, AutoCloseable {

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Sockets sockets;
    private final Connections connections;
    private final NanoClock clock;
    private final List<Listener> own = new ArrayList<>();
    private List<Endpoint> endpoints = List.of();
    private long nextTickNs;

    private OpenFlowAgent(Sockets sockets, NanoClock clock) {
        this.sockets = sockets;
        this.clock = clock;
        connections = sockets.connections();
        nextTickNs = clock.nanoTime();
    }

    /**
     * What the agent works with.
     *
     * @param handler carries out what is asked for
     * @param clock   monotonic
     * @param log     takes one line about a fault of the switch
     */
    public record Surroundings(RequestHandler handler, NanoClock clock, Consumer<String> log) {}

    /**
     * The bridge's own sockets.
     *
     * @param management where tools connect to ({@code BRIDGE.mgmt})
     * @param snoop      where watchers connect to ({@code BRIDGE.snoop})
     */
    public record OwnSockets(Path management, Path snoop) {}

    /**
     * Begins to listen at the bridge's own sockets; the controllers follow by {@link #changeControllers}.
     *
     * @param own          sockets of the bridge
     * @param config       what is offered, and by which certificate
     * @param surroundings what it works with
     * @return the agent
     * @throws IOException if a socket or a certificate cannot be had; nothing is left behind then
     */
    public static OpenFlowAgent open(OwnSockets own, OpenFlowConfig config, Surroundings surroundings)
            throws IOException {
        return open(own, config, surroundings, Limits.usual(Runtime.getRuntime().maxMemory()));
    }

    static OpenFlowAgent open(OwnSockets own, OpenFlowConfig config, Surroundings surroundings, Limits limits)
            throws IOException {
        Optional<TlsFiles> files = config.tls();
        SSLContext tls = files.isPresent() ? files.get().load() : null;
        Connections connections = new Connections(
                config.terms(), limits, surroundings.handler(), surroundings.clock(), surroundings.log());
        OpenFlowAgent agent = new OpenFlowAgent(new Sockets(Selector.open(), connections, tls), surroundings.clock());
        try {
            agent.listen(own.management(), ConnectionKind.SERVICE);
            agent.listen(own.snoop(), ConnectionKind.SNOOPER);
            agent.changeControllers(config.controllers());
            return agent;
        } catch (IOException e) {
            agent.close();
            throw e;
        }
    }

    private void listen(Path path, ConnectionKind kind) throws IOException {
        ControllerTarget target = new ControllerTarget(Target.parse("punix:" + path), 0, 0);
        own.add(Listener.open(target, kind, sockets));
    }

    /**
     * Has these controllers, and no others. Those that are there already, with the same settings, stay as they are.
     *
     * @param wanted in any order
     * @throws IOException if one of them cannot be had; all is as before then
     */
    public void changeControllers(List<ControllerTarget> wanted) throws IOException {
        List<Endpoint> next = new ArrayList<>();
        List<Endpoint> opened = new ArrayList<>();
        try {
            for (ControllerTarget each : wanted) {
                Optional<Endpoint> same = endpoints.stream().filter(old -> old.config().equals(each)).findAny();
                if (same.isEmpty()) {
                    opened.add(endpoint(each));
                }
                next.add(same.isPresent() ? same.get() : opened.getLast());
            }
        } catch (IOException e) {
            opened.forEach(Endpoint::close);
            throw e;
        }
        endpoints.stream().filter(old -> !next.contains(old)).forEach(Endpoint::close);
        endpoints = List.copyOf(next);
    }

    private Endpoint endpoint(ControllerTarget config) throws IOException {
        if (config.target().security() == Target.Security.TLS && sockets.tls() == null) {
            throw new IOException(config.target() + ": the switch has no certificate; openflow.tls in its "
                    + "configuration names one");
        }
        return switch (config.target().direction()) {
            case ACTIVE -> new Outgoing(config, sockets);
            case PASSIVE -> Listener.open(config, ConnectionKind.PRIMARY, sockets);
        };
    }

    @Override
    public void tell(EventMessage event) {
        connections.tell(event);
    }

    @Override
    public boolean isWaitingForPackets() {
        return connections.isWaitingForPackets();
    }

    @Override
    public boolean expectsMisses() {
        return connections.expectsMisses();
    }

    @Override
    public void send(ProgramMessage.MapContents contents) {
        connections.send(contents);
    }

    /** {@return controllers, listeners and what came to them, in the order in which they were asked for} */
    public List<ControllerStatus> statuses() {
        List<ControllerStatus> statuses = new ArrayList<>();
        endpoints.forEach(each -> each.report(clock.nanoTime(), statuses));
        return statuses;
    }

    @Override
    public String roleName() {
        return "okko-openflow";
    }

    @Override
    public int doWork() throws IOException {
        int workCount = sockets.selector().selectNow(OpenFlowAgent::ready);
        workCount += connections.turns();
        long nowNs = clock.nanoTime();
        if (nowNs - nextTickNs >= 0) {
            nextTickNs = nowNs + TICK_NS;
            connections.tick(nowNs);
            own.forEach(each -> each.tick(nowNs));
            endpoints.forEach(each -> each.tick(nowNs));
        }
        return workCount;
    }

    private static void ready(SelectionKey key) {
        ((Runnable) key.attachment()).run();
    }

    /** Ends all connections, stops listening and removes the sockets. */
    @Override
    public void close() throws IOException {
        endpoints.forEach(Endpoint::close);
        own.forEach(Endpoint::close);
        connections.close();
        sockets.selector().close();
    }
}
