package okko.switchd.openflow.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a message, growing as needed. All numbers are big-endian, as OpenFlow has them. */
final class WireWriter {

    private static final int FIRST_CAPACITY_BYTES = 256;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY_BYTES);

    /** {@return how many bytes have been written} */
    int position() {
        return bytes.position();
    }

    private void room(int count) {
        if (bytes.remaining() < count) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + count);
            bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
        }
    }

    /**
     * Writes 8 bits.
     *
     * @param value whose low bits are written
     * @return this
     */
    WireWriter u8(int value) {
        room(Byte.BYTES);
        bytes.put((byte) value);
        return this;
    }

    /**
     * Writes 16 bits.
     *
     * @param value whose low bits are written
     * @return this
     */
    WireWriter u16(int value) {
        room(Short.BYTES);
        bytes.putShort((short) value);
        return this;
    }

    /**
     * Writes 32 bits.
     *
     * @param value to write
     * @return this
     */
    WireWriter u32(int value) {
        room(Integer.BYTES);
        bytes.putInt(value);
        return this;
    }

    /**
     * Writes 64 bits.
     *
     * @param value to write
     * @return this
     */
    WireWriter u64(long value) {
        room(Long.BYTES);
        bytes.putLong(value);
        return this;
    }

    /**
     * Writes an Ethernet address.
     *
     * @param address 48 bits
     * @return this
     */
    WireWriter ethernetAddress(long address) {
        return u16((int) (address >>> 32)).u32((int) address);
    }

    /**
     * Writes bytes.
     *
     * @param all of them
     * @return this
     */
    WireWriter bytes(byte[] all) {
        room(all.length);
        bytes.put(all);
        return this;
    }

    /**
     * Writes a text, filled up with zero bytes; of a longer one the end is left out.
     *
     * @param text to write; at least one zero byte follows it
     * @param room how many bytes there are for it
     * @return this
     */
    WireWriter text(String text, int room) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        return bytes(Arrays.copyOf(Arrays.copyOf(all, Math.min(all.length, room - 1)), room));
    }

    /**
     * Writes zero bytes.
     *
     * @param count how many
     * @return this
     */
    WireWriter zeros(int count) {
        return bytes(new byte[count]);
    }

    /**
     * Fills a part up to a multiple of 8 bytes.
     *
     * @param start where the part begins
     * @return this
     */
    WireWriter padFrom(int start) {
        return zeros(-(position() - start) & 7);
    }

    /**
     * Writes 16 bits somewhere before.
     *
     * @param offset where
     * @param value  whose low bits are written
     */
    void patchU16(int offset, int value) {
        bytes.putShort(offset, (short) value);
    }

    /**
     * Reads 16 bits that were written before.
     *
     * @param offset where
     * @return unsigned
     */
    int u16At(int offset) {
        return Short.toUnsignedInt(bytes.getShort(offset));
    }

    /**
     * Forgets what was written last.
     *
     * @param position where to go on
     */
    void cutTo(int position) {
        bytes.position(position);
    }

    /**
     * Copies what was written.
     *
     * @param from where to begin
     * @return a new array, from there to the end
     */
    byte[] toBytes(int from) {
        return Arrays.copyOfRange(bytes.array(), from, bytes.position());
    }
}
