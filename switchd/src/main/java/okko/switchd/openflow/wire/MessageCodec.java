package okko.switchd.openflow.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import okko.switchd.openflow.BundleMessage.BundleAdd;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** Reads and writes all messages of a connection. Immutable: when the two sides agree anew, they take another one. */
public final class MessageCodec {

    /** Length of a header, bytes. */
    public static final int HEADER_BYTES = FrameOutput.HEADER_BYTES;

    /** Longest message, bytes. */
    public static final int MAX_MESSAGE_BYTES = 0xffff;

    private static final int TYPE_EXPERIMENTER = 4;
    private static final int FLAG_MORE = 1;
    private static final int EXPERIMENTER_STATISTICS = 0xffff;

    private final Encoding encoding;
    private final List<Family> families;

    /**
     * Makes a codec.
     *
     * @param encoding that the two sides have agreed on
     */
    public MessageCodec(Encoding encoding) {
        this.encoding = encoding;
        families = families(encoding);
    }

    /** The first that knows a message has it: a dialect's before Okko's own, explained errors before plain ones. */
    private List<Family> families(Encoding encoding) {
        OpenFlowVersion version = encoding.version();
        List<Family> all = new ArrayList<>(dialect(encoding));
        all.addAll(List.of(
                new HandshakeMessages(version),
                new ExplainedErrors(version),
                new ErrorMessages(version, encoding.dialect()),
                new DescriptionMessages(),
                new PortMessages(version),
                new TableMessages(version),
                new QueueMessages(version),
                new SettingsMessages(version),
                new GroupMessages(version, new ActionCodec(version, encoding.dialect())),
                new FlowModMessages(encoding),
                new FlowStatisticsMessages(encoding),
                new FlowRemovedMessages(encoding),
                new PacketMessages(encoding),
                new PacketInMessages(encoding),
                new MonitorMessages(encoding),
                new ProgramMessages(),
                new ProgramQuestions()));
        if (version != OpenFlowVersion.V1_0) {
            all.add(new TableFeaturesMessages(version));
            all.add(new MeterMessages());
            all.add(new BundleMessages(this));
        }
        return List.copyOf(all);
    }

    /** What is said in other bytes than Okko's own. */
    private static List<Family> dialect(Encoding encoding) {
        return switch (encoding.dialect()) {
            case OKKO -> List.of();
            case OKO -> List.of(new OkoProgramMessages(), new OkoFlowMessages(encoding));
            case P4RT -> List.of(new P4rtProgramMessages());
        };
    }

    /** {@return what the two sides have agreed on} */
    public Encoding encoding() {
        return encoding;
    }

    /**
     * Reads a message.
     *
     * @param frame the whole message; stays the caller's, and as it is
     * @return what it says
     * @throws OpenFlowException if it cannot be understood
     */
    public Decoded decode(byte[] frame) throws OpenFlowException {
        WireReader reader = WireReader.of(frame, OpenFlowError.OFPBRC_BAD_LEN);
        int version = reader.u8();
        int type = reader.u8();
        int length = reader.u16();
        int xid = reader.u32();
        if (length != frame.length) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN,
                    "a message of %d bytes that says it has %d".formatted(frame.length, length));
        }
        if (type == HandshakeMessages.HELLO) {
            return new Decoded(xid, HandshakeMessages.hello(version, reader), false);
        }
        if (version != encoding.version().wire()) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_VERSION,
                    "a message of version 0x%02x where 0x%02x was agreed on"
                            .formatted(version, encoding.version().wire()));
        }
        int request = encoding.version() == OpenFlowVersion.V1_0 ? 16 : 18;
        if (type == request || type == request + 1) {
            return statistics(reader, xid, type == request);
        }
        Kind kind = type == TYPE_EXPERIMENTER ? Kind.experimenter(reader.u32(), reader.u32()) : Kind.plain(type);
        Message message = body(kind, reader);
        if (message instanceof BundleAdd added && added.xid() != xid) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_MSG_BAD_XID,
                    "message %08x in a bundle's message %08x; both must have the same number"
                            .formatted(added.xid(), xid));
        }
        return new Decoded(xid, message, false);
    }

    private Decoded statistics(WireReader reader, int xid, boolean isRequest) throws OpenFlowException {
        int type = reader.u16();
        boolean isFirst = encoding.version() == OpenFlowVersion.V1_0;
        int flags = reader.u16();
        boolean hasMore = (flags & FLAG_MORE) != 0 && !(isFirst && isRequest); // 1.0 has flags for answers only
        if (!isFirst) {
            reader.skip(4);
        }
        if (type != EXPERIMENTER_STATISTICS) {
            return new Decoded(xid, body(isRequest ? Kind.request(type) : Kind.reply(type), reader), hasMore);
        }
        int experimenter = reader.u32();
        int experimenterType = reader.u32();
        Kind kind = isRequest
                ? Kind.experimenterRequest(experimenter, experimenterType)
                : Kind.experimenterReply(experimenter, experimenterType);
        if (!kind.isOfKnownExperimenter()) {
            throw unknown(kind);
        }
        if (isFirst) {
            reader.skip(4); // Nicira's header of statistics in OpenFlow 1.0 is 24 bytes long
        }
        return new Decoded(xid, body(kind, reader), hasMore);
    }

    private Message body(Kind kind, WireReader reader) throws OpenFlowException {
        for (Family family : families) {
            Optional<Message> message = family.decode(kind, reader);
            if (message.isPresent()) {
                return message.get();
            }
        }
        throw unknown(kind);
    }

    private static OpenFlowException unknown(Kind kind) {
        return switch (kind.space()) {
            case PLAIN -> new OpenFlowException(OpenFlowError.OFPBRC_BAD_TYPE, "no message of type " + kind.type());
            case REQUEST, REPLY -> new OpenFlowException(OpenFlowError.OFPBRC_BAD_MULTIPART,
                    "no statistics of type " + kind.type());
            case EXPERIMENTER, EXPERIMENTER_REQUEST, EXPERIMENTER_REPLY -> kind.isOfKnownExperimenter()
                    ? new OpenFlowException(OpenFlowError.OFPBRC_BAD_EXPERIMENTER_TYPE,
                            "no message %d of experimenter 0x%08x".formatted(kind.type(), kind.experimenter()))
                    : new OpenFlowException(OpenFlowError.OFPBRC_BAD_EXPERIMENTER,
                            "no experimenter 0x%08x".formatted(kind.experimenter()));
        };
    }

    /**
     * Says whether a message is one of Okko's own extension, as far as its beginning tells.
     *
     * @param frame the whole message
     * @return whether its errors are told in words
     */
    public boolean isOwn(byte[] frame) {
        int version = encoding.version() == OpenFlowVersion.V1_0 ? 0 : 1;
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        if (frame.length >= 12 && frame[1] == TYPE_EXPERIMENTER) {
            return bytes.getInt(8) == Kind.OKKO;
        }
        int statistics = 12 + 4 * version;
        return frame.length >= statistics + 4 && frame[1] == 16 + 2 * version
                && Short.toUnsignedInt(bytes.getShort(8)) == EXPERIMENTER_STATISTICS
                && bytes.getInt(statistics) == Kind.OKKO;
    }

    /**
     * Writes a message.
     *
     * @param xid     its number
     * @param message to write
     * @param frames  takes each frame that it needs, in order
     * @throws IllegalArgumentException if there is no such message in this version, or it is too long
     */
    public void encode(int xid, Message message, Consumer<byte[]> frames) {
        FrameOutput output = new FrameOutput(encoding.version(), xid, frames);
        for (Family family : families) {
            if (family.encode(message, output)) {
                return;
            }
        }
        throw new IllegalArgumentException("OpenFlow %s has no %s"
                .formatted(encoding.version().number(), message.getClass().getSimpleName()));
    }
}
