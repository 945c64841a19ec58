package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okko.switchd.openflow.HandshakeMessage;
import okko.switchd.openflow.HandshakeMessage.BarrierReply;
import okko.switchd.openflow.HandshakeMessage.BarrierRequest;
import okko.switchd.openflow.HandshakeMessage.EchoReply;
import okko.switchd.openflow.HandshakeMessage.EchoRequest;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.HandshakeMessage.FeaturesRequest;
import okko.switchd.openflow.HandshakeMessage.GetConfigReply;
import okko.switchd.openflow.HandshakeMessage.GetConfigRequest;
import okko.switchd.openflow.HandshakeMessage.Hello;
import okko.switchd.openflow.HandshakeMessage.SetConfig;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;

/** {@link HandshakeMessage} in bytes, but for errors. */
final class HandshakeMessages implements Family {

    static final int HELLO = 0;
    private static final int ECHO_REQUEST = 2;
    private static final int ECHO_REPLY = 3;
    private static final int FEATURES_REQUEST = 5;
    private static final int FEATURES_REPLY = 6;
    private static final int GET_CONFIG_REQUEST = 7;
    private static final int GET_CONFIG_REPLY = 8;
    private static final int SET_CONFIG = 9;

    private static final int ELEMENT_VERSIONS = 1;
    private static final int ELEMENT_HEADER_BYTES = 4;

    /** What may be done with fragments; the other flags left the standard with 1.3. */
    private static final int CONFIG_FLAGS = 3;

    private final OpenFlowVersion version;
    private final PortForm ports;
    private final int barrierRequest;

    HandshakeMessages(OpenFlowVersion version) {
        this.version = version;
        ports = new PortForm(version);
        barrierRequest = version == OpenFlowVersion.V1_0 ? 18 : 20;
    }

    /**
     * Reads a hello, which may come in a version that is not agreed on.
     *
     * @param version of its header
     * @param body    behind it; elements that are not known are passed over
     * @return the hello; without the element that says so the sender speaks all versions up to that of the header
     */
    static Hello hello(int version, WireReader body) throws OpenFlowException {
        Set<Integer> versions = new TreeSet<>();
        while (body.remaining() >= ELEMENT_HEADER_BYTES) {
            int type = body.u16();
            int length = body.u16();
            if (length < ELEMENT_HEADER_BYTES || length - ELEMENT_HEADER_BYTES > body.remaining()) {
                break; // what comes first must not fail for what nobody needs
            }
            WireReader element = body.part(length - ELEMENT_HEADER_BYTES, OpenFlowError.OFPBRC_BAD_LEN);
            body.skipPadding(length);
            if (type == ELEMENT_VERSIONS && element.remaining() >= Integer.BYTES) {
                addBits(element.u32(), versions);
            }
        }
        if (versions.isEmpty()) {
            addBits((1 << Math.min(version, Integer.SIZE - 2) + 1) - 2, versions);
        }
        return new Hello(versions);
    }

    private static void addBits(int bits, Set<Integer> versions) {
        for (int bit = 1; bit < Integer.SIZE; bit++) {
            if ((bits >>> bit & 1) != 0) {
                versions.add(bit);
            }
        }
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.space() != Kind.Space.PLAIN) {
            return Optional.empty();
        }
        return switch (kind.type()) {
            case ECHO_REQUEST -> Optional.of(new EchoRequest(body.rest()));
            case ECHO_REPLY -> Optional.of(new EchoReply(body.rest()));
            case FEATURES_REQUEST -> Optional.of(alone(new FeaturesRequest(), body));
            case FEATURES_REPLY -> Optional.of(features(body));
            case GET_CONFIG_REQUEST -> Optional.of(alone(new GetConfigRequest(), body));
            case GET_CONFIG_REPLY -> Optional.of(alone(new GetConfigReply(body.u16(), body.u16()), body));
            case SET_CONFIG -> Optional.of(alone(setConfig(body), body));
            default -> {
                if (kind.type() == barrierRequest) {
                    yield Optional.of(alone(new BarrierRequest(), body));
                }
                yield kind.type() == barrierRequest + 1
                        ? Optional.of(alone(new BarrierReply(), body))
                        : Optional.empty();
            }
        };
    }

    private static Message alone(Message message, WireReader body) throws OpenFlowException {
        body.end();
        return message;
    }

    private static SetConfig setConfig(WireReader body) throws OpenFlowException {
        SetConfig config = new SetConfig(body.u16(), body.u16());
        if ((config.flags() & ~CONFIG_FLAGS) != 0) {
            throw new OpenFlowException(OpenFlowError.OFPSCFC_BAD_FLAGS,
                    "flags 0x%x of a configuration; there are 0 to 3".formatted(config.flags()));
        }
        return config;
    }

    private FeaturesReply features(WireReader body) throws OpenFlowException {
        long datapathId = body.u64();
        int buffers = body.u32();
        int tables = body.u8();
        boolean isFirst = version == OpenFlowVersion.V1_0;
        int auxiliaryId = isFirst ? 0 : body.u8();
        body.skip(isFirst ? 3 : 2);
        int capabilities = body.u32();
        int actions = body.u32();
        List<PortDescription> described = new ArrayList<>();
        while (isFirst && body.hasMore()) {
            described.add(ports.read(body));
        }
        body.end();
        return new FeaturesReply(datapathId, buffers, tables, auxiliaryId, capabilities, described,
                isFirst ? actions : 0);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case Hello(Set<Integer> versions) -> output.message(Kind.plain(HELLO), writer -> write(versions, writer));
            case EchoRequest(byte[] data) -> output.message(Kind.plain(ECHO_REQUEST), writer -> writer.bytes(data));
            case EchoReply(byte[] data) -> output.message(Kind.plain(ECHO_REPLY), writer -> writer.bytes(data));
            case BarrierRequest _ -> output.message(Kind.plain(barrierRequest), _ -> { });
            case BarrierReply _ -> output.message(Kind.plain(barrierRequest + 1), _ -> { });
            case FeaturesRequest _ -> output.message(Kind.plain(FEATURES_REQUEST), _ -> { });
            case FeaturesReply features ->
                output.message(Kind.plain(FEATURES_REPLY), writer -> write(features, writer));
            case GetConfigRequest _ -> output.message(Kind.plain(GET_CONFIG_REQUEST), _ -> { });
            case GetConfigReply(int flags, int missSendBytes) ->
                output.message(Kind.plain(GET_CONFIG_REPLY), writer -> writer.u16(flags).u16(missSendBytes));
            case SetConfig(int flags, int missSendBytes) ->
                output.message(Kind.plain(SET_CONFIG), writer -> writer.u16(flags).u16(missSendBytes));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What the header alone says needs no element: all versions up to its own. */
    private void write(Set<Integer> versions, WireWriter writer) {
        int bits = versions.stream().reduce(0, (all, each) -> all | 1 << each);
        if (bits != (1 << version.wire() + 1) - 2) {
            writer.u16(ELEMENT_VERSIONS).u16(ELEMENT_HEADER_BYTES + Integer.BYTES).u32(bits);
        }
    }

    private void write(FeaturesReply features, WireWriter writer) {
        boolean isFirst = version == OpenFlowVersion.V1_0;
        writer.u64(features.datapathId()).u32(features.buffers()).u8(features.tables());
        if (isFirst) {
            writer.zeros(3);
        } else {
            writer.u8(features.auxiliaryId()).zeros(2);
        }
        writer.u32(features.capabilities()).u32(isFirst ? features.actions() : 0);
        for (PortDescription port : features.ports()) {
            if (isFirst) {
                ports.write(port, writer);
            }
        }
    }
}
