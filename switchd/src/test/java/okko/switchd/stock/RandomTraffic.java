package okko.switchd.stock;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * Sound packets of a few addresses, so that random rules meet them: checksums and lengths are right, and the last four
 * bytes are a number that tells each from all others.
 */
public final class RandomTraffic {

    private static final int IPV4_HEADER_BYTES = 20;
    private static final int ICMPV6 = 58;

    private final Random random;
    private final Bytes frame = new Bytes();

    public RandomTraffic(Random random) {
        this.random = random;
    }

    /** Bytes one behind the other. */
    private static final class Bytes {

        private byte[] bytes = new byte[0];

        Bytes hex(String digits) {
            return add(HexFormat.of().parseHex(digits));
        }

        Bytes number(long value, int count) {
            var big = new byte[count];
            for (int i = 0; i < count; i++) {
                big[i] = (byte) (value >>> 8 * (count - 1 - i));
            }
            return add(big);
        }

        Bytes add(byte[] more) {
            byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
            System.arraycopy(more, 0, all, bytes.length, more.length);
            bytes = all;
            return this;
        }

        void put16(int at, int value) {
            bytes[at] = (byte) (value >>> 8);
            bytes[at + 1] = (byte) value;
        }
    }

    public byte[] frame(int number) {
        frame.bytes = new byte[0];
        frame.hex("02000000000%d02000000000%d".formatted(random.nextInt(4), random.nextInt(4)));
        for (int tags = Math.max(0, random.nextInt(8) - 5); tags > 0; tags--) {
            frame.hex("8100").number(random.nextInt(3) | random.nextInt(3) << 13, 2);
        }
        int labels = random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0;
        boolean isIpv6 = random.nextInt(4) == 0;
        boolean isArp = labels == 0 && random.nextInt(6) == 0;
        if (labels > 0) {
            frame.hex("8847");
            for (int label = labels; label > 0; label--) {
                int last = label == 1 ? 0x100 : 0;
                frame.number(16 + random.nextInt(3) << 12 | random.nextInt(3) << 9 | last | timeToLive(), 4);
            }
            frame.add(ipv4(number)); // nobody looks behind labels, until the last is taken off
        } else if (isArp) {
            frame.hex("080600010800060400").number(1 + random.nextInt(2), 1)
                    .hex("02000000000%d".formatted(random.nextInt(4))).number(address(), 4)
                    .hex("02000000000%d".formatted(random.nextInt(4))).number(address(), 4).number(0, 14)
                    .number(number, 4);
        } else {
            frame.hex(isIpv6 ? "86dd" : "0800").add(isIpv6 ? ipv6(number) : ipv4(number));
        }
        return frame.bytes;
    }

    /** The number that a frame was made with. */
    static int number(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(frame.length - Integer.BYTES);
    }

    private int timeToLive() {
        return random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 64;
    }

    private long address() {
        return 0x0a000000L + random.nextInt(4);
    }

    private int typeOfService() {
        return random.nextInt(3) << 2 | random.nextInt(3) << 6 | random.nextInt(2);
    }

    private byte[] ipv4(int number) {
        int protocol = new int[] {6, 17, 17, 1, 132, 47}[random.nextInt(6)];
        long source = address();
        long destination = address();
        long addresses = (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff);
        boolean isFragment = random.nextInt(12) == 0;
        int offset = isFragment ? random.nextInt(2) * 8 : 0;
        byte[] content = transport(protocol, addresses, number);
        Bytes packet = new Bytes().hex("45").number(typeOfService(), 1).number(IPV4_HEADER_BYTES + content.length, 2)
                .number(number, 2).number(isFragment ? offset | 0x2000 : random.nextInt(2) << 14, 2)
                .number(timeToLive(), 1).number(protocol, 1).number(0, 2).number(source, 4).number(destination, 4);
        packet.put16(10, checksum(packet.bytes, 0));
        return packet.add(content).bytes;
    }

    private byte[] ipv6(int number) {
        int protocol = new int[] {6, 17, ICMPV6, 59}[random.nextInt(4)];
        int source = random.nextInt(4);
        int destination = random.nextInt(4);
        byte[] content = transport(protocol, 2L * 0xfd00 + source + destination, number);
        return new Bytes().number(0x60000000L | (long) typeOfService() << 20 | random.nextInt(3), 4)
                .number(content.length, 2).number(protocol, 1).number(timeToLive(), 1)
                .hex("fd00").number(0, 13).number(source, 1).hex("fd00").number(0, 13).number(destination, 1)
                .add(content).bytes;
    }

    private byte[] transport(int protocol, long addresses, int number) {
        var header = new Bytes();
        int checksumAt = -1;
        switch (protocol) {
            case 6 -> {
                header.number(port(), 2).number(port(), 2).number(number, 4).number(0, 4)
                        .number(0x5000 | random.nextInt(64), 2).hex("faf0").number(0, 4);
                checksumAt = 16;
            }
            case 17 -> {
                header.number(port(), 2).number(port(), 2).number(16, 2).number(0, 2);
                checksumAt = random.nextInt(4) == 0 ? -1 : 6; // without one, now and then
            }
            case 1 -> {
                header.hex(random.nextBoolean() ? "0800" : "0000").number(0, 6);
                checksumAt = 2;
            }
            case ICMPV6 -> {
                if (random.nextBoolean()) {
                    header.hex(random.nextBoolean() ? "8000" : "8100").number(0, 6);
                } else {
                    header.hex("8700").number(0, 6).hex("fd00").number(0, 13).number(random.nextInt(4), 1)
                            .hex("0101020000000001");
                }
                checksumAt = 2;
            }
            case 132 -> header.number(port(), 2).number(port(), 2).number(number, 4).number(0, 4);
            default -> header.number(0, 8);
        }
        header.number(0, 4).number(number, 4);
        if (checksumAt >= 0) {
            boolean hasPseudoHeader = protocol != 1;
            int sum = checksum(header.bytes, hasPseudoHeader ? addresses + protocol + header.bytes.length : 0);
            header.put16(checksumAt, sum == 0 && protocol == 17 ? 0xffff : sum);
        }
        return header.bytes;
    }

    private int port() {
        return random.nextInt(4);
    }

    /** The Internet checksum (RFC 1071) over an even number of bytes. */
    private static int checksum(byte[] bytes, long start) {
        long sum = start;
        for (int i = 0; i < bytes.length; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) (~sum & 0xffff);
    }
}
