package okko.switchd.openflow.wire;

import java.util.Arrays;
import java.util.Optional;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** {@link Failure} in bytes. */
final class ErrorMessages implements Family {

    static final int ERROR = 1;

    /** In place of the type of OpenFlow 1.2 and later: experimenter and code follow. */
    private static final int EXPERIMENTER_TYPE = 0xffff;

    /** In place of the type of OpenFlow 1.0: an experimenter's type and code follow. */
    private static final int NICIRA_TYPE_10 = 0xb0c2;

    /** Of the message that an error is about, as much as Open vSwitch sends back. */
    private static final int MAX_CAUSE_BYTES = 64;

    private final OpenFlowVersion version;
    private final Dialect dialect;
    private final ErrorCodes codes;

    ErrorMessages(OpenFlowVersion version, Dialect dialect) {
        this.version = version;
        this.dialect = dialect;
        codes = ErrorCodes.of(version);
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        return kind.equals(Kind.plain(ERROR)) ? Optional.of(failure(body)) : Optional.empty();
    }

    private Failure failure(WireReader body) throws OpenFlowException {
        int type = body.u16();
        int code = body.u16();
        ErrorCodes.Code said = new ErrorCodes.Code(0, type, code);
        if (version == OpenFlowVersion.V1_0 && type == NICIRA_TYPE_10) {
            said = new ErrorCodes.Code(body.u32(), body.u16(), body.u16());
        } else if (version != OpenFlowVersion.V1_0 && type == EXPERIMENTER_TYPE) {
            said = new ErrorCodes.Code(body.u32(), 0, code);
        }
        Optional<OpenFlowError> error = codes.error(said);
        return new Failure(error.map(OpenFlowError::type).orElse(type), error.map(OpenFlowError::code).orElse(code),
                error.orElse(null), "", body.rest());
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        if (!(message instanceof Failure failure)) {
            return false;
        }
        output.message(Kind.plain(ERROR), writer -> {
            number(failure, writer);
            writer.bytes(Arrays.copyOf(failure.cause(), Math.min(failure.cause().length, MAX_CAUSE_BYTES)));
        });
        return true;
    }

    private void number(Failure failure, WireWriter writer) {
        if (failure.error() == null) {
            writer.u16(failure.type()).u16(failure.code());
            return;
        }
        // Oko and P4rt-OVS say this for all that goes wrong with programs.
        ErrorCodes.Code code = codes.code(failure.error().isOkkos() && dialect != Dialect.OKKO
                ? OpenFlowError.OFPBRC_EPERM
                : failure.error());
        if (code.experimenter() == 0) {
            writer.u16(code.type()).u16(code.code());
        } else if (version == OpenFlowVersion.V1_0) {
            writer.u16(NICIRA_TYPE_10).u16(0).u32(code.experimenter()).u16(code.type()).u16(code.code());
        } else {
            writer.u16(EXPERIMENTER_TYPE).u16(code.code()).u32(code.experimenter());
        }
    }
}
