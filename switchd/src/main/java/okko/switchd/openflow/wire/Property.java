package okko.switchd.openflow.wire;

import java.util.function.Consumer;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/**
 * A part of a message that says its own type and length, as OpenFlow 1.4 and later have them almost everywhere.
 *
 * @param type of the property
 * @param body of it: behind type and length, without what fills it up to a multiple of 8 bytes
 */
record Property(int type, WireReader body) {

    private static final int HEADER_BYTES = 4;

    /**
     * Takes the next property.
     *
     * @param reader at its beginning; behind its padding afterwards
     * @return the property
     * @throws OpenFlowException if its length cannot be
     */
    static Property read(WireReader reader) throws OpenFlowException {
        if (reader.remaining() < HEADER_BYTES) {
            throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_LEN,
                    "%d bytes left where a property begins with 4".formatted(reader.remaining()));
        }
        int type = reader.u16();
        int length = reader.u16();
        if (length < HEADER_BYTES || length - HEADER_BYTES > reader.remaining()) {
            throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_LEN,
                    "a property of %d bytes where %d are left".formatted(length, reader.remaining() + HEADER_BYTES));
        }
        WireReader body = reader.part(length - HEADER_BYTES, OpenFlowError.OFPBPC_BAD_LEN);
        reader.skipPadding(length);
        return new Property(type, body);
    }

    /**
     * Writes a property, and fills it up.
     *
     * @param type   of the property
     * @param writer takes it
     * @param body   writes what is behind type and length
     */
    static void write(int type, WireWriter writer, Consumer<WireWriter> body) {
        int start = writer.position();
        writer.u16(type).u16(0);
        body.accept(writer);
        writer.patchU16(start + 2, writer.position() - start);
        writer.padFrom(start);
    }
}
