package okko.ringshm.wire;

/**
 * ARP for IPv4 over Ethernet, RFC 826.
 */
public final class Arp {

    /** Length of the packet, bytes. */
    public static final int LENGTH_BYTES = 28;

    private static final int PROTOCOL_TYPE_OFFSET = 2;
    private static final int ADDRESS_LENGTHS_OFFSET = 4;
    private static final int OPERATION_OFFSET = 6;
    private static final int SENDER_HARDWARE_OFFSET = 8;
    private static final int SENDER_ADDRESS_OFFSET = 14;
    private static final int TARGET_HARDWARE_OFFSET = 18;
    private static final int TARGET_ADDRESS_OFFSET = 24;

    private static final int ETHERNET_HARDWARE = 1;

    /** Addresses of 6 and of 4 bytes, as one 16-bit number. */
    private static final int ADDRESS_LENGTHS = 0x0604;

    private Arp() {}

    /**
     * Says whether the packet is for IPv4 over Ethernet, so that the offsets here hold.
     *
     * @param header address of the header's first byte
     * @return false if it resolves other addresses
     */
    public static boolean isIpv4OverEthernet(long header) {
        return NetworkOrder.u16(header) == ETHERNET_HARDWARE
                && NetworkOrder.u16(header + PROTOCOL_TYPE_OFFSET) == Ethernet.TYPE_IPV4
                && NetworkOrder.u16(header + ADDRESS_LENGTHS_OFFSET) == ADDRESS_LENGTHS;
    }

    /**
     * Reads the operation (1 request, 2 reply).
     *
     * @param header address of the header's first byte
     * @return operation (1 request, 2 reply), 16 bits
     */
    public static int operation(long header) {
        return NetworkOrder.u16(header + OPERATION_OFFSET);
    }

    /**
     * Writes the operation (1 request, 2 reply).
     *
     * @param header address of the header's first byte
     * @param value  operation (1 request, 2 reply)
     */
    public static void operation(long header, int value) {
        NetworkOrder.put16(header + OPERATION_OFFSET, value);
    }

    /**
     * Reads the sender IPv4 address.
     *
     * @param header address of the header's first byte
     * @return sender IPv4 address, 32 bits
     */
    public static int senderAddress(long header) {
        return NetworkOrder.u32(header + SENDER_ADDRESS_OFFSET);
    }

    /**
     * Writes the sender IPv4 address.
     *
     * @param header address of the header's first byte
     * @param value  sender IPv4 address
     */
    public static void senderAddress(long header, int value) {
        NetworkOrder.put32(header + SENDER_ADDRESS_OFFSET, value);
    }

    /**
     * Reads the target IPv4 address.
     *
     * @param header address of the header's first byte
     * @return target IPv4 address, 32 bits
     */
    public static int targetAddress(long header) {
        return NetworkOrder.u32(header + TARGET_ADDRESS_OFFSET);
    }

    /**
     * Writes the target IPv4 address.
     *
     * @param header address of the header's first byte
     * @param value  target IPv4 address
     */
    public static void targetAddress(long header, int value) {
        NetworkOrder.put32(header + TARGET_ADDRESS_OFFSET, value);
    }

    /**
     * Reads the sender hardware address.
     *
     * @param header address of the header's first byte
     * @return sender hardware address, 48 bits
     */
    public static long senderHardware(long header) {
        return NetworkOrder.u48(header + SENDER_HARDWARE_OFFSET);
    }

    /**
     * Writes the sender hardware address.
     *
     * @param header address of the header's first byte
     * @param value  sender hardware address
     */
    public static void senderHardware(long header, long value) {
        NetworkOrder.put48(header + SENDER_HARDWARE_OFFSET, value);
    }

    /**
     * Reads the target hardware address.
     *
     * @param header address of the header's first byte
     * @return target hardware address, 48 bits
     */
    public static long targetHardware(long header) {
        return NetworkOrder.u48(header + TARGET_HARDWARE_OFFSET);
    }

    /**
     * Writes the target hardware address.
     *
     * @param header address of the header's first byte
     * @param value  target hardware address
     */
    public static void targetHardware(long header, long value) {
        NetworkOrder.put48(header + TARGET_HARDWARE_OFFSET, value);
    }
}
