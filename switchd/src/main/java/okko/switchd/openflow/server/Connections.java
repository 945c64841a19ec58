package okko.switchd.openflow.server;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.ProgramMessage.MapContents;
import okko.switchd.openflow.transport.FrameStream;
import org.agrona.concurrent.NanoClock;

/** All connections of a switch: whose turn it is, and what they have in common. */
final class Connections {

    private static final int SCRATCH_BYTES = 64 * 1024;

    private final Terms terms;
    private final Limits limits;
    private final RequestHandler handler;
    private final NanoClock clock;
    private final Consumer<String> log;
    private final Election election = new Election();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final Map<Long, ControllerConnection> open = new LinkedHashMap<>();
    private final Map<Long, ControllerConnection> snoopers = new LinkedHashMap<>();
    private final LinkedHashSet<ControllerConnection> ready = new LinkedHashSet<>();
    private long lastId;
    private long waitingBytes;

    /**
     * Begins without any.
     *
     * @param terms   that they are offered
     * @param limits  of each and of all
     * @param handler carries out what they ask for
     * @param clock   monotonic
     * @param log     takes one line about a fault of the switch
     */
    Connections(Terms terms, Limits limits, RequestHandler handler, NanoClock clock, Consumer<String> log) {
        this.terms = terms;
        this.limits = limits;
        this.handler = handler;
        this.clock = clock;
        this.log = log;
    }

    Terms terms() {
        return terms;
    }

    Limits limits() {
        return limits;
    }

    RequestHandler handler() {
        return handler;
    }

    Election election() {
        return election;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    /** {@return room to write several messages at once; whoever has its turn uses it} */
    ByteBuffer scratch() {
        return scratch;
    }

    /** Says in one line that the switch itself is wrong. */
    void report(String fault) {
        log.accept(fault);
    }

    /**
     * Begins a connection.
     *
     * @param kind    what it is there for
     * @param frames  to and from the other side
     * @param key     of its socket
     * @param probeNs after how long a silence it is probed; 0 for never
     * @return the connection
     */
    ControllerConnection begin(ConnectionKind kind, FrameStream frames, SelectionKey key, long probeNs) {
        ControllerConnection connection = new ControllerConnection(++lastId, kind, frames, key, this, probeNs);
        open.put(connection.id(), connection);
        if (kind == ConnectionKind.SNOOPER) {
            snoopers.put(connection.id(), connection);
        }
        return connection;
    }

    /** Forgets a connection that is over. */
    void closed(ControllerConnection connection, boolean wasOpen) {
        open.remove(connection.id());
        snoopers.remove(connection.id());
        ready.remove(connection);
        if (wasOpen) {
            handler.gone(connection);
        }
    }

    /** Gives a connection a turn. */
    void wake(ControllerConnection connection) {
        ready.add(connection);
    }

    /** Counts bytes that begin to wait for some peer, or, negative, do so no more. */
    void waiting(long bytes) {
        waitingBytes += bytes;
    }

    /** Shows those who watch what goes between a controller and the switch. */
    void mirror(ControllerConnection connection, byte[] frame) {
        if (connection.kind() == ConnectionKind.PRIMARY) {
            snoopers.values().forEach(snooper -> snooper.show(frame));
        }
    }

    /** Has a controller become master: the one that was is a slave from now on. */
    void cedeTo(ControllerConnection master) {
        open.values().forEach(each -> each.cedeTo(master));
    }

    /**
     * Tells all who want to know.
     *
     * @param event that happened
     */
    void tell(EventMessage event) {
        open.values().forEach(each -> each.tell(event));
    }

    /** {@return whether some controller expects packets that no rule matches} */
    boolean expectsMisses() {
        for (ControllerConnection each : open.values()) {
            if (each.expectsMisses()) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether some connection would be told of a packet now} */
    boolean isWaitingForPackets() {
        for (ControllerConnection each : open.values()) {
            if (each.isWaitingForPackets()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sends what a map holds to all who hear of events at all.
     *
     * @param contents of a map, or of a part of it
     */
    void send(MapContents contents) {
        open.values().forEach(each -> each.send(contents));
    }

    /**
     * Gives each connection that is ready one turn.
     *
     * @return how many had one
     */
    int turns() {
        if (ready.isEmpty()) {
            return 0;
        }
        List<ControllerConnection> now = List.copyOf(ready);
        ready.clear();
        for (ControllerConnection connection : now) {
            boolean hasMore = connection.turn();
            ready.remove(connection); // what it woke itself for is done
            connection.await();
            if (hasMore) {
                wake(connection);
            }
            if (waitingBytes > limits.allWaitingBytes()) {
                giveUpGreediest();
            }
        }
        return now.size();
    }

    private void giveUpGreediest() {
        open.values().stream().max(Comparator.comparingLong(ControllerConnection::waitingBytes))
                .ifPresent(greediest -> greediest.close("takes too little of what it asks for: %d bytes wait"
                        .formatted(greediest.waitingBytes())));
    }

    /**
     * Looks at the clock.
     *
     * @param nowNs monotonic
     */
    void tick(long nowNs) {
        List.copyOf(open.values()).forEach(each -> each.tick(nowNs));
    }

    /** Ends all of them. */
    void close() {
        List.copyOf(open.values()).forEach(each -> each.close("the switch ends"));
    }
}
