package okko.ringshm.wire;

/**
 * ICMPv6 header, RFC 4443, and neighbour discovery, RFC 4861.
 */
public final class Icmpv6 {

    /** Length of the part that all messages have, bytes. */
    public static final int LENGTH_BYTES = 8;

    /** Type of a neighbour solicitation. */
    public static final int TYPE_NEIGHBOUR_SOLICITATION = 135;

    /** Type of a neighbour advertisement. */
    public static final int TYPE_NEIGHBOUR_ADVERTISEMENT = 136;

    /** Length of a neighbour solicitation or advertisement without options, bytes. */
    public static final int NEIGHBOUR_LENGTH_BYTES = 24;

    /** Type of the option with the sender's link-layer address. */
    public static final int OPTION_SOURCE_ADDRESS = 1;

    /** Type of the option with the target's link-layer address. */
    public static final int OPTION_TARGET_ADDRESS = 2;

    /** Length of a link-layer address option for Ethernet, and of the shortest option, bytes. */
    public static final int MIN_OPTION_BYTES = 8;

    /** In place of an option's address. */
    public static final long NO_OPTION = 0;

    /** As many options are looked at; messages have one to four. */
    private static final int MAX_OPTIONS = 16;

    private static final int TYPE_OFFSET = 0;
    private static final int CODE_OFFSET = 1;
    private static final int CHECKSUM_OFFSET = 2;
    private static final int TARGET_OFFSET = 8;
    private static final int OPTION_LENGTH_OFFSET = 1;
    private static final int OPTION_ADDRESS_OFFSET = 2;
    private static final int LOW_HALF = Long.BYTES;

    private Icmpv6() {}

    /**
     * Reads the type.
     *
     * @param header address of the header's first byte
     * @return type, 8 bits
     */
    public static int type(long header) {
        return NetworkOrder.u8(header + TYPE_OFFSET);
    }

    /**
     * Writes the type.
     *
     * @param header address of the header's first byte
     * @param value  type
     */
    public static void type(long header, int value) {
        NetworkOrder.put8(header + TYPE_OFFSET, value);
    }

    /**
     * Reads the code.
     *
     * @param header address of the header's first byte
     * @return code, 8 bits
     */
    public static int code(long header) {
        return NetworkOrder.u8(header + CODE_OFFSET);
    }

    /**
     * Writes the code.
     *
     * @param header address of the header's first byte
     * @param value  code
     */
    public static void code(long header, int value) {
        NetworkOrder.put8(header + CODE_OFFSET, value);
    }

    /**
     * Reads the checksum.
     *
     * @param header address of the header's first byte
     * @return checksum, 16 bits
     */
    public static int checksum(long header) {
        return NetworkOrder.u16(header + CHECKSUM_OFFSET);
    }

    /**
     * Writes the checksum.
     *
     * @param header address of the header's first byte
     * @param value  checksum
     */
    public static void checksum(long header, int value) {
        NetworkOrder.put16(header + CHECKSUM_OFFSET, value);
    }

    /**
     * Reads the upper half of the target of neighbour discovery.
     *
     * @param header address of the header's first byte
     * @return upper half of the target, 64 bits
     */
    public static long targetHigh(long header) {
        return NetworkOrder.u64(header + TARGET_OFFSET);
    }

    /**
     * Writes the upper half of the target of neighbour discovery.
     *
     * @param header address of the header's first byte
     * @param value  upper half of the target of neighbour discovery
     */
    public static void targetHigh(long header, long value) {
        NetworkOrder.put64(header + TARGET_OFFSET, value);
    }

    /**
     * Reads the lower half of the target of neighbour discovery.
     *
     * @param header address of the header's first byte
     * @return lower half of the target, 64 bits
     */
    public static long targetLow(long header) {
        return NetworkOrder.u64(header + TARGET_OFFSET + LOW_HALF);
    }

    /**
     * Writes the lower half of the target of neighbour discovery.
     *
     * @param header address of the header's first byte
     * @param value  lower half of the target of neighbour discovery
     */
    public static void targetLow(long header, long value) {
        NetworkOrder.put64(header + TARGET_OFFSET + LOW_HALF, value);
    }

    /**
     * Reads the type of an option.
     *
     * @param option address of the option's first byte
     * @return type, 8 bits
     */
    public static int optionType(long option) {
        return NetworkOrder.u8(option);
    }

    /**
     * Reads the length of an option.
     *
     * @param option address of the option's first byte
     * @return 0 to 2,040 bytes; a message whose option has length 0 is malformed
     */
    public static int optionLengthBytes(long option) {
        return NetworkOrder.u8(option + OPTION_LENGTH_OFFSET) * 8;
    }

    /**
     * Reads the Ethernet address in an option.
     *
     * @param option address of the option's first byte
     * @return Ethernet address in an option, 48 bits
     */
    public static long linkAddress(long option) {
        return NetworkOrder.u48(option + OPTION_ADDRESS_OFFSET);
    }

    /**
     * Writes the Ethernet address in an option.
     *
     * @param option address of the option's first byte
     * @param value  Ethernet address in an option
     */
    public static void linkAddress(long option, long value) {
        NetworkOrder.put48(option + OPTION_ADDRESS_OFFSET, value);
    }

    /**
     * Finds an option with an Ethernet address in a message of neighbour discovery.
     *
     * @param header         address of the message's first byte
     * @param availableBytes of the message
     * @param optionType     of the option
     * @return address of the first such option, {@link #NO_OPTION} if there is none before the first malformed one
     */
    public static long findOption(long header, int availableBytes, int optionType) {
        int offset = NEIGHBOUR_LENGTH_BYTES;
        for (int count = 0; count < MAX_OPTIONS && availableBytes - offset >= MIN_OPTION_BYTES; count++) {
            long option = header + offset;
            int optionBytes = optionLengthBytes(option);
            if (optionBytes == 0 || optionBytes > availableBytes - offset) {
                return NO_OPTION;
            }
            if (optionType(option) == optionType && optionBytes == MIN_OPTION_BYTES) {
                return option;
            }
            offset += optionBytes;
        }
        return NO_OPTION;
    }
}
