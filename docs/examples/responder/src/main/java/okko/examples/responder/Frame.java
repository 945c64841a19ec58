package okko.examples.responder;

import okko.external.api.PacketBatch;

/** Reads and writes the two kinds of frame that a {@link Responder} answers. Offsets count from the Ethernet header. */
final class Frame {

    /** Length of an ARP frame, padded to what Ethernet wants. */
    static final int ARP_FRAME_BYTES = 60;

    private static final int MAC_BYTES = 6;
    private static final int SOURCE_MAC_OFFSET = 6;
    private static final int TYPE_OFFSET = 12;
    private static final int TYPE_ARP = 0x0806;
    private static final int TYPE_IPV4 = 0x0800;

    // ARP for IPv4 over Ethernet (RFC 826)
    private static final int ARP_OFFSET = 14;
    private static final int ARP_BYTES = 28;
    private static final int ARP_KIND = 0x0001_0800; // Ethernet, IPv4
    private static final int ARP_REQUEST_FORM = 0x0604_0001; // address lengths, request
    private static final int ARP_REPLY_FORM = 0x0604_0002;
    private static final int ARP_SENDER_OFFSET = ARP_OFFSET + 8;
    private static final int ARP_TARGET_OFFSET = ARP_OFFSET + 18;

    // IPv4 (RFC 791) and ICMP (RFC 792)
    private static final int IP_OFFSET = 14;
    private static final int IP_VERSION_4_NO_OPTIONS = 0x45;
    private static final int IP_FRAGMENT_OFFSET = IP_OFFSET + 6;
    private static final int IP_IS_FRAGMENT = 0x3fff; // more fragments, or not the first
    private static final int IP_PROTOCOL_OFFSET = IP_OFFSET + 9;
    private static final int IP_PROTOCOL_ICMP = 1;
    private static final int IP_SOURCE_OFFSET = IP_OFFSET + 12;
    private static final int IP_DESTINATION_OFFSET = IP_OFFSET + 16;
    private static final int ICMP_OFFSET = IP_OFFSET + 20;
    private static final int ICMP_ECHO = 0x0800; // type and code
    private static final int ICMP_CHECKSUM_OFFSET = ICMP_OFFSET + 2;

    private final byte[] mac = new byte[MAC_BYTES];

    /** What a frame is to the responder. */
    enum Kind {
        /** Asks for the address. */
        ARP_REQUEST,
        /** An echo request to the address. */
        PING,
        /** Not the responder's business. */
        OTHER
    }

    Kind parse(PacketBatch batch, int index, int address) {
        int lengthBytes = batch.lengthBytes(index);
        if (lengthBytes < ARP_OFFSET + ARP_BYTES) {
            return Kind.OTHER; // too short for either; an echo request has the same least length
        }
        return switch (batch.u16(index, TYPE_OFFSET)) {
            case TYPE_ARP -> isRequest(batch, index, address) ? Kind.ARP_REQUEST : Kind.OTHER;
            case TYPE_IPV4 -> isPing(batch, index, address) ? Kind.PING : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    private static boolean isRequest(PacketBatch batch, int index, int address) {
        return batch.u32(index, ARP_OFFSET) == ARP_KIND
                && batch.u32(index, ARP_OFFSET + 4) == ARP_REQUEST_FORM
                && batch.u32(index, ARP_TARGET_OFFSET + MAC_BYTES) == address;
    }

    private static boolean isPing(PacketBatch batch, int index, int address) {
        return batch.u8(index, IP_OFFSET) == IP_VERSION_4_NO_OPTIONS
                && (batch.u16(index, IP_FRAGMENT_OFFSET) & IP_IS_FRAGMENT) == 0
                && batch.u8(index, IP_PROTOCOL_OFFSET) == IP_PROTOCOL_ICMP
                && batch.u32(index, IP_DESTINATION_OFFSET) == address
                && batch.u16(index, ICMP_OFFSET) == ICMP_ECHO;
    }

    /** Turns a request into its reply: whoever asked becomes the target. */
    void answerArp(PacketBatch batch, int index, long ownMac, int ownAddress) {
        int asker = batch.u32(index, ARP_SENDER_OFFSET + MAC_BYTES);
        batch.read(index, ARP_SENDER_OFFSET, mac);
        batch.write(index, 0, mac);
        batch.write(index, ARP_TARGET_OFFSET, mac);
        batch.put32(index, ARP_TARGET_OFFSET + MAC_BYTES, asker);
        batch.put32(index, ARP_OFFSET + 4, ARP_REPLY_FORM);
        putOwn(batch, index, ownMac, ownAddress);
    }

    /** Turns an echo request into its reply. Swapping two fields changes no checksum; another ICMP type does. */
    void answerPing(PacketBatch batch, int index) {
        batch.read(index, SOURCE_MAC_OFFSET, mac);
        long own = (long) batch.u16(index, 0) << 32 | batch.u32(index, 2) & 0xffff_ffffL;
        batch.write(index, 0, mac);
        putMac(batch, index, SOURCE_MAC_OFFSET, own);
        int asker = batch.u32(index, IP_SOURCE_OFFSET);
        batch.put32(index, IP_SOURCE_OFFSET, batch.u32(index, IP_DESTINATION_OFFSET));
        batch.put32(index, IP_DESTINATION_OFFSET, asker);
        batch.put16(index, ICMP_OFFSET, 0);
        int sum = batch.u16(index, ICMP_CHECKSUM_OFFSET) + ICMP_ECHO; // RFC 1624 for a field that becomes 0
        batch.put16(index, ICMP_CHECKSUM_OFFSET, (sum & 0xffff) + (sum >>> 16));
    }

    /** Writes an announcement into a frame of zeros: an ARP request for the own address, to all. */
    void announce(PacketBatch batch, int index, long ownMac, int ownAddress) {
        putMac(batch, index, 0, 0xffff_ffff_ffffL);
        batch.put16(index, TYPE_OFFSET, TYPE_ARP);
        batch.put32(index, ARP_OFFSET, ARP_KIND);
        batch.put32(index, ARP_OFFSET + 4, ARP_REQUEST_FORM);
        batch.put32(index, ARP_TARGET_OFFSET + MAC_BYTES, ownAddress);
        putOwn(batch, index, ownMac, ownAddress);
    }

    private static void putOwn(PacketBatch batch, int index, long ownMac, int ownAddress) {
        putMac(batch, index, SOURCE_MAC_OFFSET, ownMac);
        putMac(batch, index, ARP_SENDER_OFFSET, ownMac);
        batch.put32(index, ARP_SENDER_OFFSET + MAC_BYTES, ownAddress);
    }

    private static void putMac(PacketBatch batch, int index, int offset, long mac) {
        batch.put16(index, offset, (int) (mac >>> 32));
        batch.put32(index, offset + 2, (int) mac);
    }
}
