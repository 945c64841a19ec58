package okko.switchd.openflow.wire;

import java.util.OptionalInt;
import okko.switchd.flow.Match;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.FlowMatch.Peer;
import okko.switchd.openflow.wire.MatchFields.Unknown;

/** Writes and reads matches as the messages of a version have them. */
final class MatchCodec {

    private static final int TYPE_FIXED = 0;
    private static final int TYPE_FIELDS = 1;
    private static final int HEADER_BYTES = 4;

    private final OpenFlowVersion version;
    private final MatchFields fields;

    MatchCodec(OpenFlowVersion version) {
        this.version = version;
        fields = version == OpenFlowVersion.V1_0 ? MatchFields.nicira() : MatchFields.of(version);
    }

    /**
     * Reads the version's own match: twelve fields in 1.0, later a list of fields with a length and padding.
     *
     * @param reader at its beginning
     * @return what it says
     * @throws OpenFlowException if it is wrong
     */
    FlowMatch read(WireReader reader) throws OpenFlowException {
        return read(reader, Unknown.REFUSED);
    }

    /** Reads the same, but passes over fields that are not known. */
    FlowMatch readLoosely(WireReader reader) throws OpenFlowException {
        return read(reader, Unknown.SKIPPED);
    }

    private FlowMatch read(WireReader reader, Unknown unknown) throws OpenFlowException {
        if (version == OpenFlowVersion.V1_0) {
            return FlowMatch.of(TwelveTuple.read(reader));
        }
        int type = reader.u16();
        int length = reader.u16();
        if (type == TYPE_FIXED) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_LEN, "a match of OpenFlow 1.1");
        }
        if (type != TYPE_FIELDS) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_TYPE,
                    "a match of type %d; expected %d".formatted(type, TYPE_FIELDS));
        }
        int padded = length + (-length & 7);
        if (length < HEADER_BYTES || padded - HEADER_BYTES > reader.remaining()) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_LEN,
                    "a match of %d bytes where %d are left".formatted(length, reader.remaining() + HEADER_BYTES));
        }
        FlowMatch match = fields.read(reader.part(length - HEADER_BYTES, OpenFlowError.OFPBMC_BAD_LEN), unknown);
        reader.skip(padded - length);
        return match;
    }

    /**
     * Writes the version's own match.
     *
     * @param match   to write
     * @param program filter program of the flow, if {@code peer} knows of them
     * @param peer    who reads it
     * @param writer  takes it, with its padding
     */
    void write(Match match, OptionalInt program, Peer peer, WireWriter writer) {
        if (version == OpenFlowVersion.V1_0) {
            TwelveTuple.write(match, writer);
            return;
        }
        int start = writer.position();
        writer.u16(TYPE_FIELDS).u16(0);
        writeFields(match, program, peer, writer);
        writer.patchU16(start + 2, writer.position() - start);
        writer.padFrom(start);
    }

    /**
     * Reads Nicira's match: fields without a header, with padding behind them.
     *
     * @param reader at its beginning
     * @param length of the fields, bytes
     * @return what it says
     * @throws OpenFlowException if it is wrong
     */
    FlowMatch readNicira(WireReader reader, int length) throws OpenFlowException {
        return readNicira(reader, length, Unknown.REFUSED);
    }

    /** Reads the same, but passes over fields that are not known. */
    FlowMatch readNicira(WireReader reader, int length, Unknown unknown) throws OpenFlowException {
        if (length + (-length & 7) > reader.remaining()) {
            throw new OpenFlowException(OpenFlowError.OFPBMC_BAD_LEN,
                    "a match of %d bytes where %d are left".formatted(length, reader.remaining()));
        }
        FlowMatch match = fields.read(reader.part(length, OpenFlowError.OFPBMC_BAD_LEN), unknown);
        reader.skip(-length & 7);
        return match;
    }

    /**
     * Writes fields without header and padding.
     *
     * @param match   to write
     * @param program filter program of the flow, if {@code peer} knows of them
     * @param peer    who reads it
     * @param writer  takes them
     */
    void writeFields(Match match, OptionalInt program, Peer peer, WireWriter writer) {
        fields.write(match, peer, writer);
        if (peer == Peer.OKKO) {
            MatchFields.writeProgram(program, writer);
        }
    }
}
