package okko.switchd.openflow.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.transport.Target;

/**
 * An agent, a clock that stands still unless it is told, and peers over real sockets, all on one thread: the agent
 * works while a peer waits.
 */
final class AgentWorld implements AutoCloseable {

    static final Set<OpenFlowVersion> VERSIONS =
            Set.of(OpenFlowVersion.V1_0, OpenFlowVersion.V1_3, OpenFlowVersion.V1_5);
    static final String HELLO = "06000010000000000001000800000052";
    static final Limits LIMITS = new Limits(1_100, 1 << 20, 64 << 10, 8 << 20, 64, 256 << 10,
            TimeUnit.SECONDS.toNanos(10));

    final Script script = new Script();
    final List<String> faults = new ArrayList<>();
    final OpenFlowAgent agent;
    final Path management;
    final Path snoop;

    private final List<Peer> peers = new ArrayList<>();
    private long nowNs = 1;

    AgentWorld(Path directory) throws IOException {
        this(directory, LIMITS);
    }

    AgentWorld(Path directory, Limits limits) throws IOException {
        management = directory.resolve("br0.mgmt");
        snoop = directory.resolve("br0.snoop");
        OpenFlowConfig config = new OpenFlowConfig(List.of(), new Terms(VERSIONS, Dialect.OKKO),
                Optional.empty(), OptionalLong.empty());
        agent = OpenFlowAgent.open(new OpenFlowAgent.OwnSockets(management, snoop), config,
                new OpenFlowAgent.Surroundings(script, () -> nowNs, faults::add), limits);
    }

    /** Does what a test says with requests: nothing unless told. */
    static final class Script implements RequestHandler {

        final List<Message> handled = new ArrayList<>();
        final List<Long> gone = new ArrayList<>();
        CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);
        Answering answering = (_, _, _) -> CompletableFuture.completedFuture(null);

        interface Answering {
            CompletableFuture<Void> answer(Controller controller, int xid, Message message) throws OpenFlowException;
        }

        @Override
        public CompletableFuture<Void> handle(Controller controller, int xid, Message message, byte[] bytes)
                throws OpenFlowException {
            handled.add(message);
            return answering.answer(controller, xid, message);
        }

        @Override
        public CompletableFuture<Void> settle() {
            return settled;
        }

        @Override
        public void gone(Controller controller) {
            gone.add(controller.id());
        }
    }

    void advance(long time, TimeUnit unit) throws IOException {
        nowNs += unit.toNanos(time);
        agent.doWork();
    }

    void until(BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            work();
        }
    }

    /** Has the agent work, unless the test has taken too long. */
    void work() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("waited in vain");
        }
        agent.doWork();
    }

    Peer connect(Path socket) throws IOException {
        return connect(UnixDomainSocketAddress.of(socket));
    }

    Peer connect(int port) throws IOException {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private Peer connect(SocketAddress address) throws IOException {
        return peer(SocketChannel.open(address));
    }

    Peer peer(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        Peer peer = new Peer(channel);
        peers.add(peer);
        return peer;
    }

    /** A tool that has greeted in some version. */
    Peer tool(int version) throws IOException {
        return connect(management).greet(version);
    }

    /** Begins to listen for controllers. {@return the port} */
    int listen() throws IOException {
        agent.changeControllers(List.of(ControllerTarget.of(Target.parse("ptcp:0:127.0.0.1"))));
        String target = agent.statuses().getFirst().target();
        return Integer.parseInt(target.split(":")[1]);
    }

    /** The other side of a connection. */
    final class Peer {

        final SocketChannel channel;
        private ByteBuffer input = ByteBuffer.allocate(1 << 12);
        private boolean isEnded;

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        Peer greet(int version) throws IOException {
            send("%02x00001000000001".formatted(version) + "00010008%08x".formatted(1 << version));
            return expect(HELLO);
        }

        Peer send(String hex) throws IOException {
            return send(HexFormat.of().parseHex(hex.replace(" ", "")));
        }

        Peer send(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                if (channel.write(buffer) == 0) {
                    work();
                }
            }
            return this;
        }

        /** Sends while the socket takes it, the agent doing nothing. {@return how many bytes} */
        int push(byte[] bytes) throws IOException {
            return channel.write(ByteBuffer.wrap(bytes));
        }

        Peer expect(String hex) throws IOException {
            String wanted = hex.replace(" ", "");
            byte[] got = receive(wanted.length() / 2);
            if (!HexFormat.of().formatHex(got).equals(wanted)) {
                throw new AssertionError("expected " + wanted + ", got " + HexFormat.of().formatHex(got));
            }
            return this;
        }

        byte[] receive(int count) throws IOException {
            while (input.position() < count && !isEnded) {
                work();
                read();
            }
            byte[] got = Arrays.copyOf(input.array(), Math.min(count, input.position()));
            input.flip().position(got.length);
            input.compact();
            return got;
        }

        int read() throws IOException {
            if (!input.hasRemaining()) {
                input = ByteBuffer.allocate(2 * input.capacity()).put(input.flip());
            }
            try {
                int count = channel.read(input);
                isEnded |= count < 0;
                return count;
            } catch (IOException _) { // reset, since the agent closed with bytes unread
                isEnded = true;
                return -1;
            }
        }

        void expectEnd() throws IOException {
            while (!isEnded) {
                work();
                read();
            }
        }

        boolean hasInput() throws IOException {
            read();
            return input.position() > 0;
        }

        void forget() {
            input.clear();
        }
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            peer.channel.close();
        }
        agent.close();
    }
}
