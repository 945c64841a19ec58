package okko.external.frame;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Builds frames for tests, sound ones unless told otherwise. Checksums stay 0: no workload looks at them. */
public final class FrameBuilder {

    private final byte[] sourceAddress;
    private final byte[] destinationAddress;
    private final int sourcePort;
    private final int destinationPort;
    private int[] vlanIds = {};
    private int type = 0x0800;
    private int version = 4;
    private byte[] ipOptions = {};
    private int headerWords = -1;
    private int typeOfService;
    private int identification = 1;
    private int fragment = 0x4000;
    private int timeToLive = 64;
    private int protocol = 6;
    private int totalLengthChange;
    private int reserved;
    private int flags;
    private int sequence = 1;
    private int acknowledgement;
    private int window = 64_240;
    private int urgentPointer;
    private int dataOffset = -1;
    private byte[] tcpOptions = {};
    private int payloadBytes;
    private int paddingBytes;

    private FrameBuilder(String from, String to) {
        int fromColon = from.indexOf(':');
        int toColon = to.indexOf(':');
        sourceAddress = address(from.substring(0, fromColon));
        sourcePort = Integer.parseInt(from.substring(fromColon + 1));
        destinationAddress = address(to.substring(0, toColon));
        destinationPort = Integer.parseInt(to.substring(toColon + 1));
    }

    /** A TCP segment between two endpoints, each {@code address:port}. */
    public static FrameBuilder tcp(String from, String to) {
        return new FrameBuilder(from, to);
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    public FrameBuilder vlan(int... ids) {
        vlanIds = ids;
        return this;
    }

    public FrameBuilder type(int value) {
        type = value;
        return this;
    }

    public FrameBuilder version(int value) {
        version = value;
        return this;
    }

    public FrameBuilder ipOptions(int... bytes) {
        ipOptions = bytes(bytes);
        return this;
    }

    public FrameBuilder headerWords(int value) {
        headerWords = value;
        return this;
    }

    public FrameBuilder typeOfService(int value) {
        typeOfService = value;
        return this;
    }

    public FrameBuilder identification(int value) {
        identification = value;
        return this;
    }

    public FrameBuilder fragment(int value) {
        fragment = value;
        return this;
    }

    public FrameBuilder timeToLive(int value) {
        timeToLive = value;
        return this;
    }

    public FrameBuilder protocol(int value) {
        protocol = value;
        return this;
    }

    /** Makes the total length field claim more (or less) than there is. */
    public FrameBuilder totalLengthChange(int value) {
        totalLengthChange = value;
        return this;
    }

    public FrameBuilder reserved(int value) {
        reserved = value;
        return this;
    }

    public FrameBuilder flags(int... values) {
        flags = 0;
        for (int value : values) {
            flags |= value;
        }
        return this;
    }

    public FrameBuilder sequence(int value) {
        sequence = value;
        return this;
    }

    public FrameBuilder acknowledgement(int value) {
        acknowledgement = value;
        return this;
    }

    public FrameBuilder window(int value) {
        window = value;
        return this;
    }

    public FrameBuilder urgentPointer(int value) {
        urgentPointer = value;
        return this;
    }

    public FrameBuilder dataOffset(int value) {
        dataOffset = value;
        return this;
    }

    /** Options as they stand in the header; give a multiple of 4 bytes. */
    public FrameBuilder tcpOptions(int... bytes) {
        tcpOptions = bytes(bytes);
        return this;
    }

    public FrameBuilder payload(int bytes) {
        payloadBytes = bytes;
        return this;
    }

    /** Ethernet padding behind the IP packet. */
    public FrameBuilder padding(int bytes) {
        paddingBytes = bytes;
        return this;
    }

    private static byte[] bytes(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    public byte[] build() {
        int ipBytes = 20 + ipOptions.length;
        int tcpBytes = 20 + tcpOptions.length;
        int totalBytes = ipBytes + tcpBytes + payloadBytes;
        ByteBuffer frame = ByteBuffer.allocate(14 + 4 * vlanIds.length + totalBytes + paddingBytes);
        frame.put(new byte[] {2, 0, 0, 0, 0, 2}).put(new byte[] {2, 0, 0, 0, 0, 1});
        for (int id : vlanIds) {
            frame.putShort((short) 0x8100).putShort((short) id);
        }
        frame.putShort((short) type);
        frame.put((byte) (version << 4 | (headerWords < 0 ? ipBytes / 4 : headerWords))).put((byte) typeOfService);
        frame.putShort((short) (totalBytes + totalLengthChange)).putShort((short) identification);
        frame.putShort((short) fragment).put((byte) timeToLive).put((byte) protocol).putShort((short) 0);
        frame.put(sourceAddress).put(destinationAddress).put(ipOptions);
        frame.putShort((short) sourcePort).putShort((short) destinationPort);
        frame.putInt(sequence).putInt(acknowledgement);
        frame.put((byte) ((dataOffset < 0 ? tcpBytes / 4 : dataOffset) << 4 | reserved)).put((byte) flags);
        frame.putShort((short) window).putShort((short) 0).putShort((short) urgentPointer).put(tcpOptions);
        return frame.array();
    }
}
