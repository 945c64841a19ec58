package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okko.ringshm.kernel.SystemCall.CallNumber;
import org.agrona.BitUtil;

/** Asks the kernel how a network interface of this namespace is, rtnetlink(7). Off the packets' way. */
public final class LinkQuery {

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_GETLINK = 18;
    private static final short NLM_F_REQUEST = 1;
    private static final int ANSWER_BYTES = 1 << 15;

    // struct nlmsghdr, struct ifinfomsg
    private static final int TYPE_OFFSET = 4;
    private static final int FLAGS_OFFSET = 6;
    private static final int BODY_OFFSET = 16;
    private static final int INDEX_OFFSET = BODY_OFFSET + 4;
    private static final int LINK_FLAGS_OFFSET = BODY_OFFSET + 8;
    private static final int ATTRIBUTES_OFFSET = BODY_OFFSET + 16;

    // struct rtattr: length with these 4 bytes, type
    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int ATTRIBUTE_TYPE_MASK = 0x3fff;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_STATS64 = 23;

    // struct rtnl_link_stats64
    private static final int RX_ERRORS_OFFSET = 32;
    private static final int TX_ERRORS_OFFSET = 40;
    private static final int RX_DROPPED_OFFSET = 48;
    private static final int TX_DROPPED_OFFSET = 56;

    private static final int ETHERNET_ADDRESS_BYTES = 6;

    private static final int IFF_UP_AND_LOWER_UP = 1 | 0x10000;

    private LinkQuery() {}

    /**
     * Asks.
     *
     * @param name of an interface
     * @return how it is now; empty if there is none of this name, or the kernel does not answer
     */
    public static Optional<LinkStatus> ask(String name) {
        NetworkInterface.requireName(name);
        try (SystemCall call = new SystemCall()) {
            int socket = (int) call.require("netlink socket", CallNumber.SOCKET, AF_NETLINK, SOCK_RAW_CLOEXEC, 0);
            try {
                return ask(call, socket, name);
            } finally {
                OpenFile.close(socket);
            }
        } catch (KernelException _) {
            return Optional.empty();
        }
    }

    /**
     * Asks about an interface that must be there.
     *
     * @param name of it
     * @return how it is now
     * @throws KernelException if there is none of this name
     */
    public static LinkStatus require(String name) throws KernelException {
        return ask(name).orElseThrow(() -> new KernelException("network interface " + name, NativeLibrary.ENODEV));
    }

    private static Optional<LinkStatus> ask(SystemCall call, int socket, String name) throws KernelException {
        byte[] text = (name + '\0').getBytes(StandardCharsets.UTF_8);
        int bytes = ATTRIBUTES_OFFSET + ATTRIBUTE_HEADER_BYTES + text.length;
        MemorySegment question = call.bytes(BitUtil.align(bytes, Integer.BYTES));
        question.set(JAVA_INT, 0, bytes);
        question.set(JAVA_SHORT, TYPE_OFFSET, (short) RTM_GETLINK);
        question.set(JAVA_SHORT, FLAGS_OFFSET, NLM_F_REQUEST);
        question.set(JAVA_SHORT, ATTRIBUTES_OFFSET, (short) (ATTRIBUTE_HEADER_BYTES + text.length));
        question.set(JAVA_SHORT, ATTRIBUTES_OFFSET + Short.BYTES, (short) IFLA_IFNAME);
        MemorySegment.copy(text, 0, question, JAVA_BYTE, ATTRIBUTES_OFFSET + ATTRIBUTE_HEADER_BYTES, text.length);
        call.require("netlink request", CallNumber.SENDTO, socket, question.address(), question.byteSize(), 0, 0, 0);
        MemorySegment answer = call.bytes(ANSWER_BYTES);
        long got = call.require(
                "netlink answer", CallNumber.RECVFROM, socket, answer.address(), ANSWER_BYTES, 0, 0, 0);
        return answer.get(JAVA_SHORT, TYPE_OFFSET) == RTM_NEWLINK
                ? Optional.of(read(name, answer.asSlice(0, Math.min(got, answer.get(JAVA_INT, 0)))))
                : Optional.empty();
    }

    private static LinkStatus read(String name, MemorySegment answer) {
        int flags = answer.get(JAVA_INT, LINK_FLAGS_OFFSET);
        String kind = "";
        int mtuBytes = 0;
        long ethernetAddress = 0;
        LinkStatus.Counters counters = new LinkStatus.Counters(0, 0, 0, 0);
        long at = ATTRIBUTES_OFFSET;
        while (at + ATTRIBUTE_HEADER_BYTES <= answer.byteSize()) {
            MemorySegment value = attribute(answer, at);
            switch (type(answer, at)) {
                case IFLA_ADDRESS -> ethernetAddress = ethernetAddress(value);
                case IFLA_MTU -> mtuBytes = value.get(JAVA_INT, 0);
                case IFLA_LINKINFO -> kind = kind(value);
                case IFLA_STATS64 -> counters = new LinkStatus.Counters(
                        value.get(JAVA_LONG_UNALIGNED, RX_ERRORS_OFFSET),
                        value.get(JAVA_LONG_UNALIGNED, TX_ERRORS_OFFSET),
                        value.get(JAVA_LONG_UNALIGNED, RX_DROPPED_OFFSET),
                        value.get(JAVA_LONG_UNALIGNED, TX_DROPPED_OFFSET));
                default -> { } // nothing that a port shows
            }
            at += BitUtil.align((int) value.byteSize() + ATTRIBUTE_HEADER_BYTES, Integer.BYTES);
        }
        return new LinkStatus(answer.get(JAVA_INT, INDEX_OFFSET), name, kind,
                (flags & IFF_UP_AND_LOWER_UP) == IFF_UP_AND_LOWER_UP, mtuBytes, ethernetAddress, counters);
    }

    private static int type(MemorySegment attributes, long at) {
        return attributes.get(JAVA_SHORT, at + Short.BYTES) & ATTRIBUTE_TYPE_MASK;
    }

    private static MemorySegment attribute(MemorySegment attributes, long at) {
        int bytes = Short.toUnsignedInt(attributes.get(JAVA_SHORT, at)) - ATTRIBUTE_HEADER_BYTES;
        return attributes.asSlice(at + ATTRIBUTE_HEADER_BYTES, bytes);
    }

    private static long ethernetAddress(MemorySegment value) {
        if (value.byteSize() != ETHERNET_ADDRESS_BYTES) {
            return 0; // another kind of link
        }
        long address = 0;
        for (int i = 0; i < ETHERNET_ADDRESS_BYTES; i++) {
            address = address << Byte.SIZE | value.get(JAVA_BYTE, i) & 0xff;
        }
        return address;
    }

    /** The kind of link; the kernel puts it first in what it tells about a link's own driver. */
    private static String kind(MemorySegment info) {
        return type(info, 0) == IFLA_INFO_KIND ? attribute(info, 0).getString(0) : "";
    }
}
