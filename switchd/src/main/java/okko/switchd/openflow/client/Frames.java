package okko.switchd.openflow.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import okko.switchd.openflow.wire.MessageCodec;

/** Takes whole messages from a stream of bytes. */
public final class Frames {

    private static final int LENGTH_OFFSET = 2;

    private Frames() {}

    /**
     * Takes a message.
     *
     * @param in from its first byte on
     * @return the whole message; {@code null} if there is none any more
     * @throws IOException if it ends in the middle, or is shorter than a header
     */
    public static byte[] read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(MessageCodec.HEADER_BYTES);
        if (header.length == 0) {
            return null;
        }
        if (header.length < MessageCodec.HEADER_BYTES) {
            throw new EOFException("the connection ended in the middle of a message");
        }
        int length = Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(LENGTH_OFFSET));
        if (length < MessageCodec.HEADER_BYTES) {
            throw new IOException("a message that says it has %d bytes; a header alone has %d"
                    .formatted(length, MessageCodec.HEADER_BYTES));
        }
        byte[] frame = Arrays.copyOf(header, length);
        if (in.readNBytes(frame, header.length, length - header.length) < length - header.length) {
            throw new EOFException("the connection ended in the middle of a message");
        }
        return frame;
    }
}
