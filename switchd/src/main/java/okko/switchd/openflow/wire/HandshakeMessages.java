package okko.switchd.openflow.wire;

import java.util.Optional;
import okko.switchd.openflow.HandshakeMessage;
import okko.switchd.openflow.HandshakeMessage.BarrierReply;
import okko.switchd.openflow.HandshakeMessage.BarrierRequest;
import okko.switchd.openflow.HandshakeMessage.EchoReply;
import okko.switchd.openflow.HandshakeMessage.EchoRequest;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** {@link HandshakeMessage} in bytes. */
final class HandshakeMessages implements Family {

    private static final int ECHO_REQUEST = 2;
    private static final int ECHO_REPLY = 3;

    private final int barrierRequest;

    HandshakeMessages(OpenFlowVersion version) {
        barrierRequest = version == OpenFlowVersion.V1_0 ? 18 : 20;
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.space() != Kind.Space.PLAIN) {
            return Optional.empty();
        }
        return switch (kind.type()) {
            case ECHO_REQUEST -> Optional.of(new EchoRequest(body.rest()));
            case ECHO_REPLY -> Optional.of(new EchoReply(body.rest()));
            default -> {
                if (kind.type() == barrierRequest) {
                    body.end();
                    yield Optional.of(new BarrierRequest());
                }
                if (kind.type() == barrierRequest + 1) {
                    body.end();
                    yield Optional.of(new BarrierReply());
                }
                yield Optional.empty();
            }
        };
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case EchoRequest(byte[] data) -> output.message(Kind.plain(ECHO_REQUEST), writer -> writer.bytes(data));
            case EchoReply(byte[] data) -> output.message(Kind.plain(ECHO_REPLY), writer -> writer.bytes(data));
            case BarrierRequest _ -> output.message(Kind.plain(barrierRequest), _ -> { });
            case BarrierReply _ -> output.message(Kind.plain(barrierRequest + 1), _ -> { });
            default -> {
                return false;
            }
        }
        return true;
    }
}
