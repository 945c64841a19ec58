package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okko.switchd.openflow.BundleMessage.BundleAdd;
import okko.switchd.openflow.BundleMessage.BundleControl;
import okko.switchd.openflow.BundleMessage.Control;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** Bundles in bytes: OpenFlow 1.4 and later have messages for them, 1.3 borrows them by ONF's numbers, 1.0 has none. */
final class BundleMessages implements Family {

    private static final int PACKET_OUT = 13;
    private static final int FLOW_MOD = 14;
    private static final int GROUP_MOD = 15;
    private static final int PORT_MOD = 16;

    /** Messages that can be in a bundle; none of them holds another. */
    private static final Set<Integer> CAN_BE_ADDED = Set.of(PACKET_OUT, FLOW_MOD, GROUP_MOD, PORT_MOD);

    private static final int HEADER_BYTES = FrameOutput.HEADER_BYTES;

    private final MessageCodec inner;
    private final OpenFlowVersion version;
    private final Kind control;
    private final Kind add;

    /**
     * Makes the family.
     *
     * @param inner reads and writes messages in a bundle
     */
    BundleMessages(MessageCodec inner) {
        this.inner = inner;
        version = inner.encoding().version();
        boolean isLast = version.isAtLeast(OpenFlowVersion.V1_4);
        control = isLast ? Kind.plain(33) : Kind.experimenter(Kind.ONF, 2300);
        add = isLast ? Kind.plain(34) : Kind.experimenter(Kind.ONF, 2301);
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(control)) {
            return Optional.of(control(body));
        }
        return kind.equals(add) ? Optional.of(add(body)) : Optional.empty();
    }

    private static BundleControl control(WireReader body) throws OpenFlowException {
        int id = body.u32();
        int type = body.u16();
        int flags = body.u16();
        if (type >= Control.values().length) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_BAD_TYPE,
                    "control %d of a bundle; there are 0 to 7".formatted(type));
        }
        return new BundleControl(id, Control.values()[type], flags); // properties may follow: none is known
    }

    private BundleAdd add(WireReader body) throws OpenFlowException {
        int id = body.u32();
        body.skip(2);
        int flags = body.u16();
        byte[] rest = body.rest();
        WireReader header = WireReader.of(rest, OpenFlowError.OFPBFC_MSG_BAD_LEN);
        int innerVersion = header.u8();
        int type = header.u8();
        int length = header.u16();
        int xid = header.u32();
        if (length < HEADER_BYTES || length > rest.length) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_MSG_BAD_LEN,
                    "a message of %d bytes in a bundle where %d are left".formatted(length, rest.length));
        }
        if (innerVersion != version.wire()) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_VERSION,
                    "a message of version 0x%02x in a bundle of version 0x%02x"
                            .formatted(innerVersion, version.wire()));
        }
        if (!CAN_BE_ADDED.contains(type)) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_MSG_UNSUP,
                    "a message of type %d cannot be in a bundle".formatted(type));
        }
        byte[] message = WireReader.of(rest, OpenFlowError.OFPBFC_MSG_BAD_LEN).bytes(length);
        return new BundleAdd(id, flags, xid, inner.decode(message).message(), message);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        if (version == OpenFlowVersion.V1_0) {
            return false;
        }
        switch (message) {
            case BundleControl(int id, Control what, int flags) ->
                output.message(control, writer -> writer.u32(id).u16(what.ordinal()).u16(flags));
            case BundleAdd bundled -> {
                List<byte[]> frames = new ArrayList<>();
                inner.encode(bundled.xid(), bundled.message(), frames::add);
                output.message(add, writer -> {
                    writer.u32(bundled.bundleId()).zeros(2).u16(bundled.flags());
                    frames.forEach(writer::bytes);
                });
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
