package okko.switchd.openflow.server;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okko.switchd.openflow.BundleMessage;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ControllerRole;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.openflow.HandshakeMessage;
import okko.switchd.openflow.HandshakeMessage.BarrierReply;
import okko.switchd.openflow.HandshakeMessage.BarrierRequest;
import okko.switchd.openflow.HandshakeMessage.EchoReply;
import okko.switchd.openflow.HandshakeMessage.EchoRequest;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.HandshakeMessage.FeaturesRequest;
import okko.switchd.openflow.HandshakeMessage.GetConfigReply;
import okko.switchd.openflow.HandshakeMessage.GetConfigRequest;
import okko.switchd.openflow.HandshakeMessage.Hello;
import okko.switchd.openflow.HandshakeMessage.SetConfig;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.SettingsMessage;
import okko.switchd.openflow.SettingsMessage.FlowModTableId;
import okko.switchd.openflow.SettingsMessage.GetAsyncReply;
import okko.switchd.openflow.SettingsMessage.GetAsyncRequest;
import okko.switchd.openflow.SettingsMessage.RoleReply;
import okko.switchd.openflow.SettingsMessage.RoleRequest;
import okko.switchd.openflow.SettingsMessage.SetAsync;
import okko.switchd.openflow.SettingsMessage.SetControllerId;
import okko.switchd.openflow.SettingsMessage.SetFlowFormat;
import okko.switchd.openflow.SettingsMessage.SetPacketInFormat;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.StatisticsRequest.TableFeaturesRequest;
import okko.switchd.openflow.wire.Decoded;
import okko.switchd.openflow.wire.Encoding;
import okko.switchd.openflow.wire.MessageCodec;

/**
 * What the two sides of a connection have agreed on since the greeting: the form of messages, the role, what is told.
 * Answers what concerns only that, and has the rest carried out.
 */
final class Conversation {

    /** Flags of the configuration that there are at all: how fragments are handled, and packets of no time to live. */
    private static final int CONFIG_FLAGS = 0x7;

    /** A refused message comes back, as in Open vSwitch: all of it, as long as it fits with the reason. */
    private static final int CAUSE_BYTES = 60_000;

    private static final int ECHO_REPLY_TYPE = 3;

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final ControllerConnection connection;
    private final Connections all;
    private final Interests interests;
    private final RequestParts parts = new RequestParts();
    private MessageCodec codec;
    private ControllerRole role = ControllerRole.EQUAL;
    private int missSendBytes;
    private int controllerId;
    private boolean isExplaining;

    /**
     * Begins.
     *
     * @param encoding   agreed on by the greeting
     * @param kind       of the connection
     * @param connection that answers go to
     * @param all        connections of the switch
     */
    Conversation(Encoding encoding, ConnectionKind kind, ControllerConnection connection, Connections all) {
        this.connection = connection;
        this.all = all;
        codec = new MessageCodec(encoding);
        interests = new Interests(encoding.version());
        missSendBytes = kind.missSendBytes();
    }

    MessageCodec codec() {
        return codec;
    }

    ControllerRole role() {
        return role;
    }

    /**
     * Makes the answer to a message that is refused: with the reason in words, if the other side understands it.
     *
     * @param refusal why
     * @param frame   the message
     * @return an error
     */
    Failure failure(OpenFlowException refusal, byte[] frame) {
        Failure full = Failure.of(refusal, Arrays.copyOf(frame, Math.min(frame.length, CAUSE_BYTES)));
        return isExplaining || codec.isOwn(frame)
                ? full
                : new Failure(full.type(), full.code(), full.error(), "", full.cause());
    }

    /** Becomes a slave, since another controller became master. */
    void demote() {
        role = ControllerRole.SLAVE;
    }

    /**
     * Says whether the controller is told of an event.
     *
     * @param event to tell
     * @return whether it is
     */
    boolean wants(EventMessage event) {
        return !isSilent() && interests.cover(role, event)
                && !(event instanceof PacketInMessage packet && packet.controllerId() != controllerId);
    }

    /** {@return whether the other side is told of nothing by itself} */
    boolean isSilent() {
        return connection.kind() != ConnectionKind.PRIMARY && missSendBytes == 0;
    }

    /** {@return whether it is told of packets, for some reason} */
    boolean wantsPackets() {
        return !isSilent() && interests.coverPackets(role);
    }

    /**
     * Looks at the clock.
     *
     * @param nowNs monotonic
     */
    void tick(long nowNs) {
        parts.expire(nowNs).ifPresent(xid -> connection.send(xid, failure(
                new OpenFlowException(OpenFlowError.OFPBRC_MULTIPART_REQUEST_TIMEOUT,
                        "the next part of a request did not come"), new byte[0])));
    }

    /**
     * Carries a message out, or begins to.
     *
     * @param frame as it came
     * @return completed when it has been answered
     * @throws OpenFlowException if it is refused
     */
    CompletableFuture<Void> handle(byte[] frame) throws OpenFlowException {
        byte version = (byte) codec.encoding().version().wire();
        if (frame[0] == version || Byte.toUnsignedInt(frame[1]) > ECHO_REPLY_TYPE) {
            return handle(codec.decode(frame), frame);
        }
        byte[] same = frame.clone(); // greetings, errors and echoes may come before the other side knows the version
        same[0] = version;
        return handle(codec.decode(same), same);
    }

    private CompletableFuture<Void> handle(Decoded decoded, byte[] frame) throws OpenFlowException {
        int xid = decoded.xid();
        Optional<Message> whole = parts.add(decoded, frame.length, all.nowNs());
        return switch (whole.orElse(null)) {
            case null -> DONE;
            case HandshakeMessage message -> handshake(xid, message, frame);
            case SettingsMessage message -> settings(xid, message);
            case TableFeaturesRequest message when !message.wanted().isEmpty() -> change(xid, message, frame);
            case ChangeMessage message -> change(xid, message, frame);
            case BundleMessage message -> change(xid, message, frame);
            case StatisticsRequest message -> all.handler().handle(connection, xid, message, frame);
            case ProgramMessage.ExplainErrors _ -> {
                isExplaining = true;
                yield DONE;
            }
            case ProgramMessage message when message.isChange() -> change(xid, message, frame);
            case ProgramMessage message -> all.handler().handle(connection, xid, message, frame);
            case MonitorMessage message -> all.handler().handle(connection, xid, message, frame);
            case StatisticsReply _ -> throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_MULTIPART,
                    "statistics, of which the switch has its own");
            case EventMessage message -> throw unexpected(message);
        };
    }

    private static OpenFlowException unexpected(Message message) {
        return new OpenFlowException(OpenFlowError.OFPBRC_BAD_TYPE,
                "only a switch sends " + message.getClass().getSimpleName());
    }

    private CompletableFuture<Void> change(int xid, Message message, byte[] frame) throws OpenFlowException {
        if (role == ControllerRole.SLAVE) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_IS_SLAVE, "a slave may not change anything");
        }
        return all.handler().handle(connection, xid, message, frame);
    }

    private CompletableFuture<Void> handshake(int xid, HandshakeMessage message, byte[] frame)
            throws OpenFlowException {
        switch (message) {
            case EchoRequest(byte[] data) -> connection.send(xid, new EchoReply(data));
            case BarrierRequest _ -> {
                return all.handler().settle().thenRun(() -> connection.send(xid, new BarrierReply()));
            }
            case FeaturesRequest _ -> {
                return all.handler().handle(connection, xid, message, frame);
            }
            case GetConfigRequest _ -> connection.send(xid, new GetConfigReply(0, missSendBytes));
            case SetConfig(int flags, int missBytes) -> configure(flags, missBytes);
            case Hello _, EchoReply _, Failure _ -> { } // nothing to answer
            case BarrierReply _, FeaturesReply _, GetConfigReply _ -> throw unexpected(message);
        }
        return DONE;
    }

    /** Fragments are handled in one way only; the flags that ask for another stay as they were, which the peer sees. */
    private void configure(int flags, int missBytes) throws OpenFlowException {
        if ((flags & ~CONFIG_FLAGS) != 0) {
            throw new OpenFlowException(OpenFlowError.OFPSCFC_BAD_FLAGS,
                    "flags 0x%04x; expected none but 0x%04x".formatted(flags, CONFIG_FLAGS));
        }
        missSendBytes = missBytes;
    }

    private CompletableFuture<Void> settings(int xid, SettingsMessage message) throws OpenFlowException {
        Encoding encoding = codec.encoding();
        switch (message) {
            case RoleRequest(ControllerRole wanted, long generationId) -> {
                take(wanted, generationId);
                connection.send(xid, new RoleReply(role, all.election().generationId()));
            }
            case GetAsyncRequest _ -> connection.send(xid, new GetAsyncReply(interests.config()));
            case SetAsync(var config) -> interests.change(config);
            case SetPacketInFormat(var format) -> codec = new MessageCodec(encoding.with(format));
            case FlowModTableId(boolean isOn) -> codec = new MessageCodec(
                    encoding.with(isOn ? Encoding.TableIds.IN_COMMAND : Encoding.TableIds.ABSENT));
            case SetFlowFormat _ -> { } // flows are told in the form in which they are asked for
            case SetControllerId(int id) -> controllerId = id;
            case RoleReply _, GetAsyncReply _ -> throw unexpected(message);
        }
        return DONE;
    }

    private void take(ControllerRole wanted, long generationId) throws OpenFlowException {
        boolean isElected = wanted == ControllerRole.MASTER || wanted == ControllerRole.SLAVE;
        if (isElected && codec.encoding().version() != OpenFlowVersion.V1_0) { // Nicira's roles know no elections
            all.election().hear(generationId);
        }
        if (wanted != ControllerRole.NO_CHANGE) {
            role = wanted;
        }
        if (wanted == ControllerRole.MASTER) {
            all.cedeTo(connection);
        }
    }
}
