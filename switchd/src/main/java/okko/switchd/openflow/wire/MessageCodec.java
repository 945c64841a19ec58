package okko.switchd.openflow.wire;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okko.switchd.openflow.Dialect;
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
        OpenFlowVersion version = encoding.version();
        families = Stream.concat(dialect(encoding.dialect()), Stream.of(
                new ExplainedErrors(version),
                new HandshakeMessages(version),
                new ErrorMessages(version, encoding.dialect()),
                new DescriptionMessages(),
                new PortMessages(version),
                new TableMessages(version),
                new ProgramMessages(),
                new ProgramQuestions())).toList();
    }

    /** What is said in other bytes than Okko's own. */
    private static Stream<Family> dialect(Dialect dialect) {
        return switch (dialect) {
            case OKKO -> Stream.empty();
            case OKO -> Stream.of(new OkoProgramMessages());
            case P4RT -> Stream.of(new P4rtProgramMessages());
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
        return new Decoded(xid, body(kind, reader), false);
    }

    private Decoded statistics(WireReader reader, int xid, boolean isRequest) throws OpenFlowException {
        int type = reader.u16();
        boolean hasMore = (reader.u16() & FLAG_MORE) != 0;
        boolean isFirst = encoding.version() == OpenFlowVersion.V1_0;
        if (!isFirst) {
            reader.skip(4);
        }
        if (type != EXPERIMENTER_STATISTICS) {
            return new Decoded(xid, body(isRequest ? Kind.request(type) : Kind.reply(type), reader), hasMore);
        }
        int experimenter = reader.u32();
        int experimenterType = reader.u32();
        if (isFirst) {
            reader.skip(4); // Nicira's header of statistics in OpenFlow 1.0 is 24 bytes long
        }
        Kind kind = isRequest
                ? Kind.experimenterRequest(experimenter, experimenterType)
                : Kind.experimenterReply(experimenter, experimenterType);
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
        boolean isKnown = kind.experimenter() == Kind.NICIRA || kind.experimenter() == Kind.ONF
                || kind.experimenter() == Kind.OKKO;
        return switch (kind.space()) {
            case PLAIN -> new OpenFlowException(OpenFlowError.OFPBRC_BAD_TYPE, "no message of type " + kind.type());
            case REQUEST, REPLY -> new OpenFlowException(OpenFlowError.OFPBRC_BAD_MULTIPART,
                    "no statistics of type " + kind.type());
            case EXPERIMENTER, EXPERIMENTER_REQUEST, EXPERIMENTER_REPLY -> isKnown
                    ? new OpenFlowException(OpenFlowError.OFPBRC_BAD_EXPERIMENTER_TYPE,
                            "no message %d of experimenter 0x%08x".formatted(kind.type(), kind.experimenter()))
                    : new OpenFlowException(OpenFlowError.OFPBRC_BAD_EXPERIMENTER,
                            "no experimenter 0x%08x".formatted(kind.experimenter()));
        };
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
