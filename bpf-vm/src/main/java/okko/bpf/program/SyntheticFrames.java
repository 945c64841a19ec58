package okko.bpf.program;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Ethernet frames of the kinds that are seen most. */
final class SyntheticFrames {

    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    /** MSS 1460, SACK permitted, timestamps, NOP, window scale 7: what Linux sends. */
    private static final byte[] SYN_OPTIONS = {2, 4, 5, (byte) 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7};
    private static final byte[] NO_BYTES = {};

    private SyntheticFrames() {}

    static List<byte[]> all() {
        byte[] syn = ethernet(ETHERTYPE_IPV4, ipv4(TCP, tcp(SYN, SYN_OPTIONS, 0)));
        return List.of(
                syn,
                ethernet(ETHERTYPE_IPV4, ipv4(TCP, tcp(SYN | ACK, SYN_OPTIONS, 0))),
                ethernet(ETHERTYPE_IPV4, ipv4(TCP, tcp(ACK, NO_BYTES, 0))),
                ethernet(ETHERTYPE_IPV4, ipv4(TCP, tcp(ACK, NO_BYTES, 1_200))),
                ethernet(ETHERTYPE_IPV4, ipv4(UDP, udp(64))),
                ethernet(ETHERTYPE_IPV4, ipv4(ICMP, new byte[64])),
                ethernet(ETHERTYPE_VLAN, vlan(ETHERTYPE_IPV4, ipv4(TCP, tcp(ACK, NO_BYTES, 0)))),
                ethernet(ETHERTYPE_IPV6, ipv6(TCP, tcp(SYN, SYN_OPTIONS, 0))),
                ethernet(ETHERTYPE_ARP, new byte[46]),
                Arrays.copyOf(syn, 14),
                Arrays.copyOf(syn, 40));
    }

    private static byte[] ethernet(int etherType, byte[] payload) {
        return ByteBuffer.allocate(14 + payload.length)
                .putInt(0x02000000).putShort((short) 2).putInt(0x02000000).putShort((short) 1)
                .putShort((short) etherType).put(payload).array();
    }

    private static byte[] vlan(int etherType, byte[] payload) {
        return ByteBuffer.allocate(4 + payload.length).putShort((short) 5).putShort((short) etherType).put(payload)
                .array();
    }

    private static byte[] ipv4(int protocol, byte[] payload) {
        return ByteBuffer.allocate(20 + payload.length)
                .put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length))
                .putInt(0x00014000)
                .put((byte) 64).put((byte) protocol).putShort((short) 0)
                .putInt(0x0a000001).putInt(0x0a000002)
                .put(payload).array();
    }

    private static byte[] ipv6(int protocol, byte[] payload) {
        return ByteBuffer.allocate(40 + payload.length)
                .putInt(0x60000000).putShort((short) payload.length).put((byte) protocol).put((byte) 64)
                .putLong(0xfd00000000000000L).putLong(1).putLong(0xfd00000000000000L).putLong(2)
                .put(payload).array();
    }

    private static byte[] tcp(int flags, byte[] options, int dataBytes) {
        int headerBytes = 20 + options.length;
        return ByteBuffer.allocate(headerBytes + dataBytes)
                .putShort((short) 40_000).putShort((short) 80).putInt(1).putInt(0)
                .put((byte) (headerBytes / 4 << 4)).put((byte) flags).putShort((short) 0xfaf0).putInt(0)
                .put(options).array();
    }

    private static byte[] udp(int dataBytes) {
        return ByteBuffer.allocate(8 + dataBytes)
                .putShort((short) 40_000).putShort((short) 53).putShort((short) (8 + dataBytes)).putShort((short) 0)
                .array();
    }
}
