package okko.switchd.openflow.wire;

import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.Field;
import okko.switchd.flow.Match;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PacketInFormat;
import okko.switchd.openflow.wire.FlowMatch.Peer;
import okko.switchd.openflow.wire.MatchFields.Unknown;
import okko.switchd.packet.PacketInReason;

/** {@link PacketInMessage} in bytes: {@code OFPT_PACKET_IN}, {@code NXT_PACKET_IN} and {@code NXT_PACKET_IN2}. */
final class PacketInMessages implements Family {

    private static final int PACKET_IN = 10;
    private static final int NICIRA_PACKET_IN = 17;
    private static final int NICIRA_PACKET_IN_2 = 30;

    private static final int NO_BUFFER = 0xffffffff;
    private static final long NO_COOKIE = -1;
    private static final int PADDING_BEFORE_FRAME = 2;

    private final Encoding encoding;
    private final OpenFlowVersion version;
    private final MatchCodec matches;
    private final MatchFields nicira = MatchFields.nicira();
    private final PacketInProperties properties;

    PacketInMessages(Encoding encoding) {
        this.encoding = encoding;
        version = encoding.version();
        matches = new MatchCodec(version);
        properties = new PacketInProperties(version);
    }

    /** {@return the reason, as this version has it: those that came later are an action's} */
    static int reason(PacketInReason reason, OpenFlowVersion version) {
        boolean isLater = reason.ordinal() > PacketInReason.INVALID_TTL.ordinal();
        return isLater && !version.isAtLeast(OpenFlowVersion.V1_4) ? PacketInReason.ACTION.ordinal() : reason.ordinal();
    }

    static PacketInReason reason(int number) throws OpenFlowException {
        if (number >= PacketInReason.values().length) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_PACKET, "no reason %d for a packet".formatted(number));
        }
        return PacketInReason.values()[number];
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(Kind.plain(PACKET_IN))) {
            return Optional.of(version == OpenFlowVersion.V1_0 ? readFirst(body) : readLater(body));
        }
        if (kind.equals(Kind.experimenter(Kind.NICIRA, NICIRA_PACKET_IN))) {
            return Optional.of(readNicira(body));
        }
        if (kind.equals(Kind.experimenter(Kind.NICIRA, NICIRA_PACKET_IN_2))) {
            return Optional.of(properties.read(body));
        }
        return Optional.empty();
    }

    private static PacketInMessage readFirst(WireReader body) throws OpenFlowException {
        body.skip(4);
        int totalBytes = body.u16();
        Match metadata = Match.ANY.with(Field.IN_PORT, body.u16());
        PacketInReason reason = reason(body.u8());
        body.skip(1);
        return message(totalBytes, reason, 0, NO_COOKIE, metadata, body.rest());
    }

    private PacketInMessage readLater(WireReader body) throws OpenFlowException {
        body.skip(4);
        int totalBytes = body.u16();
        PacketInReason reason = reason(body.u8());
        int table = body.u8();
        long cookie = body.u64();
        Match metadata = matches.readLoosely(body).match();
        body.skip(PADDING_BEFORE_FRAME);
        return message(totalBytes, reason, table, cookie, metadata, body.rest());
    }

    private PacketInMessage readNicira(WireReader body) throws OpenFlowException {
        body.skip(4);
        int totalBytes = body.u16();
        PacketInReason reason = reason(body.u8());
        int table = body.u8();
        long cookie = body.u64();
        int matchBytes = body.u16();
        body.skip(6);
        Match metadata = matches.readNicira(body, matchBytes, Unknown.SKIPPED).match();
        body.skip(PADDING_BEFORE_FRAME);
        return message(totalBytes, reason, table, cookie, metadata, body.rest());
    }

    private static PacketInMessage message(int totalBytes, PacketInReason reason, int table, long cookie,
            Match metadata, byte[] frame) {
        return new PacketInMessage(totalBytes, reason, table, cookie, metadata, 0, new byte[0], frame.length, frame);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        if (!(message instanceof PacketInMessage packet)) {
            return false;
        }
        switch (encoding.packetInFormat()) {
            case PacketInFormat.STANDARD -> output.message(Kind.plain(PACKET_IN), writer -> {
                if (version == OpenFlowVersion.V1_0) {
                    writeFirst(packet, writer);
                } else {
                    writeLater(packet, writer);
                }
            });
            case PacketInFormat.NXT_PACKET_IN -> output.message(Kind.experimenter(Kind.NICIRA, NICIRA_PACKET_IN),
                    writer -> writeNicira(packet, writer));
            case PacketInFormat.NXT_PACKET_IN2 -> output.message(Kind.experimenter(Kind.NICIRA, NICIRA_PACKET_IN_2),
                    writer -> properties.write(packet, writer));
        }
        return true;
    }

    private void writeFirst(PacketInMessage packet, WireWriter writer) {
        writer.u32(NO_BUFFER).u16(packet.totalBytes()).u16((int) packet.metadata().value(Field.IN_PORT).low())
                .u8(reason(packet.reason(), version)).zeros(1).bytes(packet.frame());
    }

    private void writeHead(PacketInMessage packet, WireWriter writer) {
        writer.u32(NO_BUFFER).u16(packet.totalBytes()).u8(reason(packet.reason(), version)).u8(packet.table())
                .u64(packet.cookie());
    }

    private void writeLater(PacketInMessage packet, WireWriter writer) {
        writeHead(packet, writer);
        matches.write(packet.metadata(), OptionalInt.empty(), Peer.STOCK, writer);
        writer.zeros(PADDING_BEFORE_FRAME).bytes(packet.frame());
    }

    private void writeNicira(PacketInMessage packet, WireWriter writer) {
        writeHead(packet, writer);
        int lengthAt = writer.position();
        writer.zeros(8);
        int start = writer.position();
        nicira.write(packet.metadata(), Peer.STOCK, writer);
        writer.patchU16(lengthAt, writer.position() - start);
        writer.padFrom(start);
        writer.zeros(PADDING_BEFORE_FRAME).bytes(packet.frame());
    }
}
