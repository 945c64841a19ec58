package okko.switchd.openflow.server;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import okko.switchd.openflow.ControllerRole;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.openflow.HandshakeMessage.EchoRequest;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.ProgramMessage.MapContents;
import okko.switchd.openflow.transport.FrameStream;
import okko.switchd.openflow.wire.Encoding;

/**
 * A connection with a controller or a tool. Its messages are carried out one after the other: none is begun before the
 * one before it is answered. While an answer is awaited, or the other side does not take what it is sent, nothing is
 * read; so a peer costs no more than its own buffers and its share of each turn.
 */
final class ControllerConnection implements Controller {

    private static final int XID_OFFSET = 4;

    private final long id;
    private final ConnectionKind kind;
    private final FrameStream frames;
    private final String peer;
    private final SelectionKey key;
    private final Connections all;
    private final Patience patience;
    private final ConnectionCounters counters = new ConnectionCounters();

    private Phase phase = Phase.GREETING;
    private String reason = "";
    private Conversation conversation;
    private CompletableFuture<Void> awaited;

    /**
     * Begins with the greeting.
     *
     * @param id      of the connection
     * @param kind    what it is there for
     * @param frames  to and from the other side; closed with the connection
     * @param key     of the socket
     * @param all     that this is one of
     * @param probeNs after how long a silence it is probed, and given up after another one; 0 for never
     */
    ControllerConnection(long id, ConnectionKind kind, FrameStream frames, SelectionKey key, Connections all,
            long probeNs) {
        this.id = id;
        this.kind = kind;
        this.frames = frames;
        this.key = key;
        peer = Sockets.peer(key);
        this.all = all;
        patience = new Patience(all.limits().greetingNs(), probeNs, all.nowNs());
        push(Greeting.of(all.terms().versions(), 0));
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public OpenFlowVersion version() {
        return conversation.codec().encoding().version();
    }

    @Override
    public ControllerRole role() {
        return conversation.role();
    }

    @Override
    public void send(int xid, Message message) {
        if (phase == Phase.OPEN) {
            conversation.codec().encode(xid, message, this::push);
        }
    }

    @Override
    public long waitingBytes() {
        return frames.waitingBytes();
    }

    /** {@return what it is there for} */
    ConnectionKind kind() {
        return kind;
    }

    /** {@return how far it is} */
    Phase phase() {
        return phase;
    }

    /** {@return whether a version was ever agreed on} */
    boolean isAgreed() {
        return conversation != null;
    }

    /** {@return why it is over, one line} */
    String reason() {
        return reason;
    }

    /**
     * Says how it is.
     *
     * @param nowNs     monotonic
     * @param attempts  to connect so far
     * @param lastError of the connection before
     * @return its state
     */
    ControllerStatus status(long nowNs, long attempts, String lastError) {
        boolean isOpen = phase == Phase.OPEN;
        return new ControllerStatus(peer, isOpen ? "active" : phase.name().toLowerCase(Locale.ROOT),
                isOpen ? role().name().toLowerCase(Locale.ROOT) : "", isOpen ? version().number() : "",
                NANOSECONDS.toSeconds(nowNs - patience.bornNs()), counters.received, counters.sent, counters.refused,
                counters.dropped, frames.waitingBytes(), attempts, lastError);
    }

    private void push(byte[] frame) {
        counters.sent++;
        all.mirror(this, frame);
        offer(frame);
    }

    private void offer(byte[] frame) {
        frames.offer(frame);
        all.waiting(frame.length);
        all.wake(this);
    }

    /**
     * Shows a message of another connection, if this one's peer watches, and keeps up.
     *
     * @param frame whole
     */
    void show(byte[] frame) {
        if (phase == Phase.OPEN && frames.waitingBytes() <= all.limits().eventBytes()) {
            offer(frame);
        } else {
            counters.dropped++;
        }
    }

    /**
     * Tells of an event, if this controller wants to know.
     *
     * @param event to tell
     */
    void tell(EventMessage event) {
        if (phase != Phase.OPEN || !conversation.wants(event)) {
            return;
        }
        announce(event, event instanceof PacketInMessage ? all.limits().eventBytes() : all.limits().readingBytes());
    }

    private void announce(Message message, long most) {
        if (frames.waitingBytes() > most) {
            counters.dropped++;
            return;
        }
        try {
            send(0, message);
        } catch (RuntimeException e) { // a fault of ours: the others are told
            giveUp(e);
        }
    }

    private void giveUp(RuntimeException fault) {
        all.report("controller " + id + " is given up: " + fault);
        close("a fault of the switch: " + fault);
    }

    /** {@return whether it is a controller that has no rule for packets that no rule matches} */
    boolean expectsMisses() {
        return phase == Phase.OPEN && kind == ConnectionKind.PRIMARY && version() == OpenFlowVersion.V1_0;
    }

    /** {@return whether it would be told of a packet now} */
    boolean isWaitingForPackets() {
        return phase == Phase.OPEN && conversation.wantsPackets();
    }

    /**
     * Sends what a map holds, if this controller hears of events, and keeps up.
     *
     * @param contents of a map, or of a part of it
     */
    void send(MapContents contents) {
        if (phase == Phase.OPEN && !conversation.isSilent()) {
            announce(contents, all.limits().eventBytes());
        }
    }

    /** Has another controller's becoming master make this one a slave, if it was one. */
    void cedeTo(ControllerConnection master) {
        if (this != master && phase == Phase.OPEN && role() == ControllerRole.MASTER) {
            conversation.demote();
            tell(new EventMessage.RoleStatus(ControllerRole.SLAVE, EventMessage.RoleReason.MASTER_REQUEST,
                    all.election().generationId()));
        }
    }

    /** Has the next turn come when the socket is ready for it. */
    void await() {
        if (phase != Phase.CLOSED) {
            int operations = frames.operations(mayRead());
            if (key.interestOps() != operations) {
                key.interestOps(operations);
            }
        }
    }

    private boolean mayRead() {
        return (phase == Phase.GREETING || phase == Phase.OPEN)
                && awaited == null && frames.waitingBytes() <= all.limits().readingBytes();
    }

    /**
     * Does what can be done without waiting, within the limits of a turn.
     *
     * @return whether more can be done at once
     */
    boolean turn() {
        if (phase == Phase.CLOSED) {
            return false;
        }
        try {
            flush();
            boolean mayHaveMore = receive();
            if (phase != Phase.CLOSED) {
                flush();
            }
            if (phase == Phase.ENDING && frames.isDrained()) {
                close(reason);
            }
            return mayHaveMore && mayRead(); // which what was flushed may have made possible again
        } catch (IOException e) {
            close(e.getMessage() == null ? e.toString() : e.getMessage());
            return false;
        } catch (RuntimeException e) { // a fault of ours: the others go on
            giveUp(e);
            return false;
        }
    }

    private void flush() throws IOException {
        all.waiting(-frames.flush(all.scratch()));
    }

    private boolean receive() throws IOException {
        int bytes = 0;
        boolean isExhausted = false;
        for (int steps = 0; steps < all.limits().messagesPerTurn() && bytes < all.limits().bytesPerTurn(); steps++) {
            if (!mayRead()) {
                return true;
            }
            byte[] frame = frames.next();
            if (frame == null) {
                if (isExhausted) {
                    return false;
                }
                int count = frames.fill();
                if (count < 0) {
                    close("closed by the other side");
                }
                if (count <= 0) {
                    return false;
                }
                isExhausted = frames.isExhausted();
            } else {
                bytes += frame.length;
                heard(frame);
            }
        }
        return true;
    }

    private void heard(byte[] frame) throws IOException {
        counters.received++;
        patience.heard(all.nowNs());
        all.mirror(this, frame);
        if (phase == Phase.GREETING) {
            greeted(frame);
        } else if (frame[1] != Greeting.TYPE && kind != ConnectionKind.SNOOPER) { // a second greeting means nothing
            carryOut(frame);
        }
    }

    private void greeted(byte[] frame) throws IOException {
        if (frame[1] != Greeting.TYPE) {
            throw new IOException("a message of type " + frame[1] + " where a greeting was expected");
        }
        Optional<OpenFlowVersion> agreed = Greeting.agree(all.terms().versions(), frame);
        if (agreed.isPresent()) {
            conversation = new Conversation(Encoding.initial(agreed.get(), all.terms().dialect()), kind, this, all);
            phase = Phase.OPEN;
            return;
        }
        String why = Greeting.disagreement(all.terms().versions(), frame);
        push(Greeting.refusal(why));
        reason = why;
        phase = Phase.ENDING;
    }

    private void carryOut(byte[] frame) {
        int xid = ByteBuffer.wrap(frame).getInt(XID_OFFSET);
        CompletableFuture<Void> answer;
        try {
            answer = conversation.handle(frame);
        } catch (OpenFlowException e) {
            refuse(xid, e, frame);
            return;
        }
        if (!answer.isDone()) {
            awaited = answer;
        }
        answer.whenComplete((_, failure) -> answered(xid, frame, failure));
    }

    private void answered(int xid, byte[] frame, Throwable failure) {
        awaited = null;
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof OpenFlowException refusal) {
            refuse(xid, refusal, frame);
        } else if (cause != null) {
            all.report("controller " + id + ": message of type " + frame[1] + ": " + cause);
            close("a fault of the switch: " + cause);
        }
        all.wake(this);
    }

    @Override
    public void refuse(int xid, OpenFlowException refusal, byte[] frame) {
        counters.refused++;
        send(xid, conversation.failure(refusal, frame));
    }

    /**
     * Looks at the clock.
     *
     * @param nowNs monotonic
     */
    void tick(long nowNs) {
        switch (phase) {
            case GREETING -> {
                if (patience.isOver(nowNs)) {
                    close("no greeting within " + patience.greeting());
                }
            }
            case OPEN -> {
                conversation.tick(nowNs);
                probe(nowNs);
            }
            case ENDING -> {
                if (patience.isOver(nowNs)) {
                    close(reason);
                }
            }
            case CLOSED -> { }
        }
    }

    private void probe(long nowNs) {
        if (awaited != null) {
            return; // we are the ones who are silent
        }
        if (patience.isProbedInVain(nowNs)) {
            close("no answer to an echo request within " + patience.probe());
        } else if (patience.probes(nowNs)) {
            send(0, new EchoRequest(new byte[0]));
        }
    }

    /**
     * Ends the connection at once.
     *
     * @param why one line
     */
    void close(String why) {
        if (phase != Phase.CLOSED) {
            boolean wasOpen = conversation != null;
            phase = Phase.CLOSED;
            reason = why;
            all.waiting(-frames.waitingBytes());
            frames.close();
            all.closed(this, wasOpen);
        }
    }
}
