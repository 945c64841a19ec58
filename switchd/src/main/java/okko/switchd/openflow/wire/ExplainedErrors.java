package okko.switchd.openflow.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * Errors that tell why, in words: Okko's own experimenter error around a standard one. Errors without words are none of
 * this family.
 */
final class ExplainedErrors implements Family {

    private static final int ERROR = 1;
    private static final int EXPERIMENTER = 0xffff;

    /** What Open vSwitch has in place of experimenters' errors in OpenFlow 1.0, which knows none. */
    private static final int NICIRA_VENDOR_ERROR = 0xb0c2;

    /** A code that no error of Okko's own has: what kind it is follows. */
    private static final int EXPLAINED = 0;
    private static final int MAX_REASON_BYTES = 60_000;
    private static final int MAX_CAUSE_BYTES = 1_024;

    private final boolean isFirst;

    ExplainedErrors(OpenFlowVersion version) {
        isFirst = version == OpenFlowVersion.V1_0;
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.space() != Kind.Space.PLAIN || kind.type() != ERROR || !isExplained(body.ahead())) {
            return Optional.empty();
        }
        body.skip(isFirst ? 12 : 8);
        int type = body.u16();
        int code = body.u16();
        int reasonBytes = body.u16();
        body.skip(2);
        String reason = new String(body.bytes(reasonBytes), StandardCharsets.UTF_8);
        body.skipPadding(reasonBytes);
        return Optional.of(new Failure(type, code, named(type, code), reason, body.rest()));
    }

    private boolean isExplained(WireReader body) throws OpenFlowException {
        if (body.remaining() < (isFirst ? 12 : 8)) {
            return false;
        }
        int type = body.u16();
        int code = body.u16();
        int experimenter = body.u32();
        return experimenter == Kind.OKKO && (isFirst
                ? type == NICIRA_VENDOR_ERROR && code == 0 && body.u16() == 0 && body.u16() == EXPLAINED
                : type == EXPERIMENTER && code == EXPLAINED);
    }

    private static OpenFlowError named(int type, int code) {
        return Arrays.stream(OpenFlowError.values())
                .filter(error -> error.type() == type && error.code() == code)
                .findFirst().orElse(null);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        if (!(message instanceof Failure(int type, int code, _, String reason, byte[] cause)) || reason.isEmpty()) {
            return false;
        }
        byte[] words = Arrays.copyOf(reason.getBytes(StandardCharsets.UTF_8), lengthOf(reason));
        output.message(Kind.plain(ERROR), writer -> {
            if (isFirst) {
                writer.u16(NICIRA_VENDOR_ERROR).u16(0).u32(Kind.OKKO).u16(0).u16(EXPLAINED);
            } else {
                writer.u16(EXPERIMENTER).u16(EXPLAINED).u32(Kind.OKKO);
            }
            writer.u16(type).u16(code).u16(words.length).zeros(2)
                    .bytes(words).zeros(-words.length & 7)
                    .bytes(Arrays.copyOf(cause, Math.min(cause.length, MAX_CAUSE_BYTES)));
        });
        return true;
    }

    /** How many bytes of a reason are sent: no part of a character. */
    private static int lengthOf(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_REASON_BYTES);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return length;
    }
}
