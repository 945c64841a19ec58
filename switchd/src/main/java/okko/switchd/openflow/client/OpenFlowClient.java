package okko.switchd.openflow.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import okko.switchd.openflow.HandshakeMessage.BarrierReply;
import okko.switchd.openflow.HandshakeMessage.BarrierRequest;
import okko.switchd.openflow.HandshakeMessage.EchoReply;
import okko.switchd.openflow.HandshakeMessage.EchoRequest;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.Decoded;
import okko.switchd.openflow.wire.Encoding;
import okko.switchd.openflow.wire.MessageCodec;

/** A connection with a switch: sends messages and waits for answers. For one thread. */
public final class OpenFlowClient implements AutoCloseable {

    /** Parts that one answer may have; a switch that never ends one is given up. */
    private static final int MAX_PARTS = 1 << 20;

    private final Wire wire;
    private final InputStream in;
    private final OutputStream out;
    private MessageCodec codec;
    private int nextXid;

    private OpenFlowClient(Wire wire, InputStream in, OutputStream out, Greeting.Agreement agreement) {
        this.wire = wire;
        this.in = in;
        this.out = out;
        codec = new MessageCodec(agreement.encoding());
        nextXid = agreement.nextXid();
    }

    /**
     * Connects, and agrees on a version.
     *
     * @param wire  to the switch; is closed with this, or if it comes to nothing
     * @param terms which versions may be spoken, and how
     * @return the connection
     * @throws IOException if the switch speaks none of them, or goes away; the message is one line
     */
    public static OpenFlowClient connect(Wire wire, Terms terms) throws IOException {
        try {
            InputStream in = new BufferedInputStream(wire.in());
            OutputStream out = new BufferedOutputStream(wire.out());
            return new OpenFlowClient(wire, in, out, Greeting.exchange(in, out, terms));
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    /** {@return the version that was agreed on} */
    public OpenFlowVersion version() {
        return codec.encoding().version();
    }

    /** {@return what the two sides have agreed on} */
    public Encoding encoding() {
        return codec.encoding();
    }

    /**
     * Agrees anew, after the messages that say so to the switch.
     *
     * @param change of what was agreed on
     */
    public void agree(UnaryOperator<Encoding> change) {
        codec = new MessageCodec(change.apply(codec.encoding()));
    }

    /**
     * Sends a message; it may wait here until somebody asks for an answer.
     *
     * @param message to send
     * @return its number
     * @throws IOException if the switch has gone away, or the version has no such message; the message is one line
     */
    public int send(Message message) throws IOException {
        int xid = nextXid++;
        send(xid, message);
        return xid;
    }

    /** {@return the number that the next message will have} */
    public int nextXid() {
        return nextXid;
    }

    /**
     * Tells the switch something that it may not understand: what it says to it is not waited for.
     *
     * @param message to send, under the number 0
     * @throws IOException if the switch has gone away
     */
    public void tell(Message message) throws IOException {
        send(0, message);
    }

    private void send(int xid, Message message) throws IOException {
        List<byte[]> frames = new ArrayList<>(1);
        try {
            codec.encode(xid, message, frames::add);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        for (byte[] frame : frames) {
            out.write(frame);
        }
    }

    /**
     * Waits for a message, whatever it is; signs of life are answered and not told.
     *
     * @return what came
     * @throws IOException if the switch goes away, or says what cannot be understood
     */
    public Decoded receive() throws IOException {
        out.flush();
        while (true) {
            byte[] frame = receiveFrame();
            Decoded received;
            try {
                received = codec.decode(frame);
            } catch (OpenFlowException e) {
                throw new IOException("the switch said what cannot be understood: %s (%s)"
                        .formatted(e.getMessage(), e.error()), e);
            }
            if (!(received.message() instanceof EchoRequest(byte[] data))) {
                return received;
            }
            send(received.xid(), new EchoReply(data));
            out.flush();
        }
    }

    /**
     * Waits for a message, and does not look into it.
     *
     * @return the whole message
     * @throws IOException if the switch goes away
     */
    public byte[] receiveFrame() throws IOException {
        out.flush();
        byte[] frame = Frames.read(in);
        if (frame == null) {
            throw new EOFException("the switch has ended the connection");
        }
        return frame;
    }

    /**
     * Asks, and waits for the whole answer.
     *
     * @param question to ask
     * @return the parts of the answer, in order
     * @throws RefusedException if the switch answers with an error
     * @throws IOException      if the switch goes away
     */
    public List<Decoded> ask(Message question) throws IOException, RefusedException {
        int xid = send(question);
        List<Decoded> parts = new ArrayList<>();
        List<Decoded> failures = new ArrayList<>();
        while (parts.size() < MAX_PARTS) {
            Decoded received = receive();
            if (received.message() instanceof Failure && received.xid() != 0) {
                failures.add(received); // of a bundle, those about the messages in it come before its own
            }
            if (received.xid() == xid) {
                if (received.message() instanceof Failure) {
                    throw new RefusedException(failures);
                }
                parts.add(received);
                if (!received.hasMore()) {
                    return parts;
                }
            }
        }
        throw new IOException("an answer of more than " + MAX_PARTS + " parts");
    }

    /**
     * Asks a question whose answer is one message.
     *
     * @param question to ask
     * @param type     of the answer
     * @param <T>      of the answer
     * @return the answer
     * @throws RefusedException if the switch answers with an error
     * @throws IOException      if the switch goes away, or gives another answer
     */
    public <T extends Message> T ask(Message question, Class<T> type) throws IOException, RefusedException {
        Message answer = ask(question).getFirst().message();
        if (!type.isInstance(answer)) {
            throw new IOException("the switch answered with %s where %s was expected"
                    .formatted(answer.getClass().getSimpleName(), type.getSimpleName()));
        }
        return type.cast(answer);
    }

    /**
     * Has all that was sent so far carried out.
     *
     * @param first number of the first message that errors may be about
     * @throws RefusedException if messages were refused
     * @throws IOException      if the switch goes away
     */
    public void settle(int first) throws IOException, RefusedException {
        int barrier = send(new BarrierRequest());
        List<Decoded> failures = new ArrayList<>();
        while (true) {
            Decoded received = receive();
            if (received.message() instanceof Failure && Integer.compareUnsigned(received.xid(), first) >= 0) {
                failures.add(received);
            }
            if (received.xid() == barrier && received.message() instanceof BarrierReply) {
                break;
            }
        }
        if (!failures.isEmpty()) {
            throw new RefusedException(failures);
        }
    }

    /**
     * Has changes carried out.
     *
     * @param changes in order
     * @throws RefusedException if some were refused
     * @throws IOException      if the switch goes away
     */
    public void change(Iterable<? extends Message> changes) throws IOException, RefusedException {
        int first = nextXid;
        for (Message change : changes) {
            send(change);
        }
        settle(first);
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
