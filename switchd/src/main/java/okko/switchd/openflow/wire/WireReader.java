package okko.switchd.openflow.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/**
 * Reads a part of a message, from its beginning to its end; never beyond. All numbers are big-endian, as OpenFlow has
 * them. What reads a part knows which error it is if the part is too short.
 */
final class WireReader {

    private final ByteBuffer bytes;
    private final OpenFlowError tooShort;

    private WireReader(ByteBuffer bytes, OpenFlowError tooShort) {
        this.bytes = bytes;
        this.tooShort = tooShort;
    }

    /**
     * Reads some bytes.
     *
     * @param bytes    stay the caller's, and as they are
     * @param tooShort the error if they end too early
     * @return a reader of all of them
     */
    static WireReader of(byte[] bytes, OpenFlowError tooShort) {
        return new WireReader(ByteBuffer.wrap(bytes), tooShort);
    }

    /** {@return a reader of what is left here, which stays as it is} */
    WireReader ahead() {
        return new WireReader(bytes.slice(), tooShort);
    }

    /** {@return how many bytes are left} */
    int remaining() {
        return bytes.remaining();
    }

    /** {@return whether bytes are left} */
    boolean hasMore() {
        return bytes.hasRemaining();
    }

    /** {@return how many bytes have been read} */
    int position() {
        return bytes.position();
    }

    private void need(int count) throws OpenFlowException {
        if (count < 0 || bytes.remaining() < count) {
            throw new OpenFlowException(tooShort, "%d bytes expected at offset %d of a part of %d bytes"
                    .formatted(count, bytes.position(), bytes.limit()));
        }
    }

    /**
     * Reads 8 bits.
     *
     * @return unsigned
     * @throws OpenFlowException if nothing is left
     */
    int u8() throws OpenFlowException {
        need(Byte.BYTES);
        return Byte.toUnsignedInt(bytes.get());
    }

    /**
     * Reads 16 bits.
     *
     * @return unsigned
     * @throws OpenFlowException if less is left
     */
    int u16() throws OpenFlowException {
        need(Short.BYTES);
        return Short.toUnsignedInt(bytes.getShort());
    }

    /**
     * Reads 32 bits.
     *
     * @return to be taken as unsigned
     * @throws OpenFlowException if less is left
     */
    int u32() throws OpenFlowException {
        need(Integer.BYTES);
        return bytes.getInt();
    }

    /**
     * Reads 64 bits.
     *
     * @return to be taken as unsigned
     * @throws OpenFlowException if less is left
     */
    long u64() throws OpenFlowException {
        need(Long.BYTES);
        return bytes.getLong();
    }

    /**
     * Reads an Ethernet address.
     *
     * @return 48 bits
     * @throws OpenFlowException if less is left
     */
    long ethernetAddress() throws OpenFlowException {
        return (long) u16() << 32 | Integer.toUnsignedLong(u32());
    }

    /**
     * Reads bytes.
     *
     * @param count how many
     * @return a new array
     * @throws OpenFlowException if fewer are left
     */
    byte[] bytes(int count) throws OpenFlowException {
        need(count);
        byte[] copy = new byte[count];
        bytes.get(copy);
        return copy;
    }

    /** {@return all that is left, in a new array} */
    byte[] rest() {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /**
     * Reads a text that ends at the first zero byte, or with its room.
     *
     * @param room how many bytes there are for it
     * @return the text
     * @throws OpenFlowException if less is left
     */
    String text(int room) throws OpenFlowException {
        byte[] padded = bytes(room);
        int length = 0;
        while (length < room && padded[length] != 0) {
            length++;
        }
        return new String(padded, 0, length, StandardCharsets.UTF_8);
    }

    /**
     * Passes over bytes.
     *
     * @param count how many
     * @throws OpenFlowException if fewer are left
     */
    void skip(int count) throws OpenFlowException {
        need(count);
        bytes.position(bytes.position() + count);
    }

    /**
     * Passes over what fills a part up to a multiple of 8 bytes; a part may also end without.
     *
     * @param length of the part, bytes
     */
    void skipPadding(int length) {
        int padding = -length & 7;
        bytes.position(bytes.position() + Math.min(padding, bytes.remaining()));
    }

    /**
     * Takes a part out of this one, which goes on behind it.
     *
     * @param count how many bytes
     * @param error if the part turns out to be too short for what is in it
     * @return a reader of that part alone
     * @throws OpenFlowException if fewer are left here
     */
    WireReader part(int count, OpenFlowError error) throws OpenFlowException {
        need(count);
        WireReader part = new WireReader(bytes.slice(bytes.position(), count), error);
        bytes.position(bytes.position() + count);
        return part;
    }

    /**
     * Ends.
     *
     * @throws OpenFlowException if bytes are left
     */
    void end() throws OpenFlowException {
        if (bytes.hasRemaining()) {
            throw new OpenFlowException(tooShort, "%d bytes too many behind offset %d"
                    .formatted(bytes.remaining(), bytes.position()));
        }
    }
}
