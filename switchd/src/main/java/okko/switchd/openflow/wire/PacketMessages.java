package okko.switchd.openflow.wire;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.Match;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.ChangeMessage.PacketOut;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.FlowMatch.Peer;

/** {@link PacketOut} in bytes: {@code OFPT_PACKET_OUT}. */
final class PacketMessages implements Family {

    private static final int PACKET_OUT = 13;

    private final OpenFlowVersion version;
    private final MatchCodec matches;
    private final ActionCodec actions;

    PacketMessages(Encoding encoding) {
        version = encoding.version();
        matches = new MatchCodec(version);
        actions = new ActionCodec(version, encoding.dialect());
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        return kind.equals(Kind.plain(PACKET_OUT)) ? Optional.of(read(body)) : Optional.empty();
    }

    private PacketOut read(WireReader body) throws OpenFlowException {
        int bufferId = body.u32();
        return switch (version) {
            case V1_0 -> {
                int inPort = inPort(body.u16());
                yield rest(bufferId, inPort, Match.ANY, body.u16(), body);
            }
            case V1_3, V1_4 -> {
                int inPort = readWidePort(body);
                int actionBytes = body.u16();
                body.skip(6);
                yield rest(bufferId, inPort, Match.ANY, actionBytes, body);
            }
            case V1_5 -> {
                int actionBytes = body.u16();
                body.skip(2);
                Match metadata = matches.read(body).match();
                if (metadata.mask(Field.IN_PORT).isZero()) {
                    throw badPort("a packet without in_port");
                }
                int inPort = inPort((int) metadata.value(Field.IN_PORT).low());
                yield rest(bufferId, inPort, metadata.without(Field.IN_PORT), actionBytes, body);
            }
        };
    }

    private static int readWidePort(WireReader body) throws OpenFlowException {
        int number = body.u32();
        try {
            return inPort(PortNumbers.ofWide(number));
        } catch (OpenFlowException e) {
            throw badPort(e.getMessage());
        }
    }

    private static int inPort(int port) throws OpenFlowException {
        boolean isPort = port < PortNumbers.FIRST_RESERVED || port == ReservedPort.LOCAL
                || port == ReservedPort.CONTROLLER || port == PortNumbers.NONE;
        if (!isPort) {
            throw badPort("no packet comes in by port 0x%04x".formatted(port));
        }
        return port;
    }

    private static OpenFlowException badPort(String reason) {
        return new OpenFlowException(OpenFlowError.OFPBRC_BAD_PORT, reason);
    }

    private PacketOut rest(int bufferId, int inPort, Match metadata, int actionBytes, WireReader body)
            throws OpenFlowException {
        if (actionBytes % 8 != 0) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_LEN, "actions of %d bytes".formatted(actionBytes));
        }
        List<Action> done = actions.read(body.part(actionBytes, OpenFlowError.OFPBAC_BAD_LEN));
        return new PacketOut(bufferId, inPort, metadata, done, body.rest());
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        if (!(message instanceof PacketOut packet)) {
            return false;
        }
        output.message(Kind.plain(PACKET_OUT), writer -> write(packet, writer));
        return true;
    }

    private void write(PacketOut packet, WireWriter writer) {
        writer.u32(packet.bufferId());
        int lengthAt = writer.position();
        switch (version) {
            case V1_0 -> {
                writer.u16(packet.inPort());
                lengthAt = writer.position();
                writer.u16(0);
            }
            case V1_3, V1_4 -> {
                writer.u32(PortNumbers.toWide(packet.inPort()));
                lengthAt = writer.position();
                writer.u16(0).zeros(6);
            }
            case V1_5 -> {
                writer.u16(0).zeros(2);
                Match all = packet.metadata().with(Field.IN_PORT, packet.inPort());
                matches.write(all, OptionalInt.empty(), Peer.STOCK, writer);
            }
        }
        int start = writer.position();
        actions.write(packet.actions(), Match.ANY, writer);
        writer.patchU16(lengthAt, writer.position() - start);
        writer.bytes(packet.frame());
    }
}
