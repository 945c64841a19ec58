package okko.ringshm.wire;

/**
 * CRC-32C, the checksum of SCTP (RFC 9260, appendix A), over raw memory, a byte at a time. <b>Cold</b>: no packet needs
 * it that is only forwarded.
 */
public final class Crc32c {

    /** The polynomial of Castagnoli, its bits in reverse. */
    private static final int POLYNOMIAL = 0x82f63b78;

    private static final int[] TABLE = table();

    private Crc32c() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int remainder = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                remainder = (remainder & 1) != 0 ? remainder >>> 1 ^ POLYNOMIAL : remainder >>> 1;
            }
            table[i] = remainder;
        }
        return table;
    }

    /**
     * Computes the checksum.
     *
     * @param address     of the first byte
     * @param lengthBytes how many bytes, 0 or more
     * @return the value for the checksum field, which holds it with its lowest byte first
     */
    public static int of(long address, int lengthBytes) {
        int remainder = -1;
        for (int i = 0; i < lengthBytes; i++) {
            remainder = next(remainder, NetworkOrder.u8(address + i));
        }
        return Integer.reverseBytes(~remainder);
    }

    /**
     * Says what becomes of the checksum when the first four bytes change: it is linear, so the others do not matter.
     *
     * @param flips       bits that change, in network order
     * @param lengthBytes that the checksum covers, at least 4
     * @return bits of the checksum field that change
     */
    public static int change(int flips, int lengthBytes) {
        int remainder = 0;
        for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
            remainder = next(remainder, flips >>> shift & 0xff);
        }
        for (int i = Integer.BYTES; i < lengthBytes; i++) {
            remainder = next(remainder, 0);
        }
        return Integer.reverseBytes(remainder);
    }

    private static int next(int remainder, int value) {
        return TABLE[(remainder ^ value) & 0xff] ^ remainder >>> Byte.SIZE;
    }
}
