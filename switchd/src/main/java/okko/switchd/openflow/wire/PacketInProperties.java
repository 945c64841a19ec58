package okko.switchd.openflow.wire;

import okko.switchd.flow.Match;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.FlowMatch.Peer;
import okko.switchd.openflow.wire.MatchFields.Unknown;
import okko.switchd.packet.PacketInReason;

/** The properties of {@code NXT_PACKET_IN2}, in the order in which Open vSwitch writes them. */
final class PacketInProperties {

    private static final int PACKET = 0;
    private static final int FULL_LENGTH = 1;
    private static final int TABLE = 3;
    private static final int COOKIE = 4;
    private static final int REASON = 5;
    private static final int METADATA = 6;
    private static final int USER_DATA = 7;

    private static final int HEADER_BYTES = 4;
    private static final long NO_COOKIE = -1;

    private final OpenFlowVersion version;

    /** Also in OpenFlow 1.0 the metadata have the codes of later versions. */
    private final MatchFields fields;

    PacketInProperties(OpenFlowVersion version) {
        this.version = version;
        fields = MatchFields.of(version == OpenFlowVersion.V1_0 ? OpenFlowVersion.V1_3 : version);
    }

    /** What has been read. */
    private static final class Found {
        private byte[] frame = new byte[0];
        private int totalBytes = -1;
        private int table;
        private long cookie = NO_COOKIE;
        private PacketInReason reason = PacketInReason.NO_MATCH;
        private Match metadata = Match.ANY;
        private byte[] userData = new byte[0];
    }

    PacketInMessage read(WireReader body) throws OpenFlowException {
        Found found = new Found();
        while (body.hasMore()) {
            int type = body.u16();
            int length = body.u16();
            if (length < HEADER_BYTES || length - HEADER_BYTES > body.remaining()) {
                throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_LEN,
                        "a property of %d bytes where %d are left".formatted(length, body.remaining()));
            }
            read(type, body.part(length - HEADER_BYTES, OpenFlowError.OFPBPC_BAD_LEN), found);
            body.skipPadding(length);
        }
        int totalBytes = found.totalBytes < 0 ? found.frame.length : found.totalBytes;
        return new PacketInMessage(totalBytes, found.reason, found.table, found.cookie, found.metadata, 0,
                found.userData, found.frame.length, found.frame);
    }

    private void read(int type, WireReader property, Found found) throws OpenFlowException {
        switch (type) {
            case PACKET -> found.frame = property.rest();
            case FULL_LENGTH -> found.totalBytes = property.u32();
            case TABLE -> found.table = property.u8();
            case COOKIE -> {
                property.skip(4);
                found.cookie = property.u64();
            }
            case REASON -> found.reason = PacketInMessages.reason(property.u8());
            case METADATA -> found.metadata = fields.read(property, Unknown.SKIPPED).match();
            case USER_DATA -> found.userData = property.rest();
            default -> { } // buffers and continuations, which Okko does not have
        }
    }

    void write(PacketInMessage packet, WireWriter writer) {
        write(PACKET, writer, () -> writer.bytes(packet.frame()));
        if (packet.totalBytes() != packet.frame().length) {
            write(FULL_LENGTH, writer, () -> writer.u32(packet.totalBytes()));
        }
        write(TABLE, writer, () -> writer.u8(packet.table()));
        if (packet.cookie() != NO_COOKIE) {
            write(COOKIE, writer, () -> writer.zeros(4).u64(packet.cookie()));
        }
        write(REASON, writer, () -> writer.u8(PacketInMessages.reason(packet.reason(), version)));
        write(METADATA, writer, () -> fields.write(packet.metadata(), Peer.STOCK, writer));
        if (packet.userData().length > 0) {
            write(USER_DATA, writer, () -> writer.bytes(packet.userData()));
        }
    }

    private static void write(int type, WireWriter writer, Runnable body) {
        int start = writer.position();
        writer.u16(type).u16(0);
        body.run();
        writer.patchU16(start + 2, writer.position() - start);
        writer.padFrom(start);
    }
}
