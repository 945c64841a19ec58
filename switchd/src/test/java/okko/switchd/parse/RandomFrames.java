package okko.switchd.parse;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Frames of every kind that the parser knows, well formed, and damaged ones made of them. */
public final class RandomFrames {

    private static final int[] PROTOCOLS = {1, 6, 17, 58, 58, 59, 132};
    private static final int[] EXTENSIONS = {0, 43, 44, 51, 60};
    private static final int MAX_MPLS_LABELS = 5;

    private final Random random;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

    public RandomFrames(Random random) {
        this.random = random;
    }

    /** A frame whose lengths are right. */
    public byte[] wellFormed() {
        frame.reset();
        put("02").put(random(5)).put("02").put(random(5));
        for (int tags = random.nextInt(8); tags > 4; tags--) {
            put(random.nextBoolean() ? "8100" : "88a8").put(random(2));
        }
        switch (random.nextInt(12)) {
            case 0 -> put("0806").put(arp());
            case 1 -> put("8035").put(arp());
            case 2, 3 -> put(random.nextBoolean() ? "8847" : "8848").put(labels());
            case 4 -> put("88b5").put(random(random.nextInt(20)));
            case 5 -> logicalLink();
            case 6, 7 -> put("0800").put(ipv4());
            default -> put("86dd").put(ipv6());
        }
        if (random.nextBoolean()) {
            put(new byte[random.nextInt(20)]); // padding
        }
        return frame.toByteArray();
    }

    /** A frame with up to five wrong bytes, maybe cut. */
    public byte[] damaged() {
        byte[] whole = wellFormed();
        byte[] mutant = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length + 1) : whole.length);
        for (int count = random.nextInt(6); count > 0 && mutant.length > 0; count--) {
            // Half of them in the first bytes, where the decisions fall.
            int at = random.nextInt(random.nextBoolean() ? mutant.length : Math.min(mutant.length, 28));
            mutant[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (mutant[at] ^ 1 << random.nextInt(8));
        }
        return mutant;
    }

    private void logicalLink() {
        boolean isIpv4 = random.nextBoolean();
        byte[] content = isIpv4 ? ipv4() : random(3 + random.nextInt(40));
        boolean hasType = random.nextBoolean();
        putNumber(content.length + (hasType ? 8 : 0), 2);
        if (hasType) {
            put("aaaa03000000").put(isIpv4 ? "0800" : "88b5");
        }
        put(content);
    }

    private byte[] arp() {
        return new RandomFrames(random).put("00010800060400").put(random.nextInt(4) == 0 ? "08" : "01").put(random(20))
                .frame.toByteArray();
    }

    private byte[] labels() {
        RandomFrames stack = new RandomFrames(random);
        int count = 1 + random.nextInt(MAX_MPLS_LABELS);
        for (int i = 1; i <= count; i++) {
            int entry = random.nextInt() & ~0x100;
            stack.putNumber(i == count ? entry | 0x100 : entry, 4);
        }
        return stack.put("00").put(random(20)).frame.toByteArray(); // first nibble 0: what follows is no IP packet
    }

    private byte[] ipv4() {
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        byte[] payload = transport(protocol);
        int optionWords = random.nextInt(4) == 0 ? 1 + random.nextInt(10) : 0;
        RandomFrames packet = new RandomFrames(random);
        packet.putNumber(0x45 + optionWords, 1).put(random(1)).putNumber(20 + 4 * optionWords + payload.length, 2)
                .put(random(2)).putNumber(fragment(), 2).put(random(1)).putNumber(protocol, 1).put(random(10));
        for (int i = 0; i < 4 * optionWords; i++) {
            packet.put("01");
        }
        return packet.put(payload).frame.toByteArray();
    }

    private int fragment() {
        return switch (random.nextInt(8)) {
            case 0 -> 0x2000;
            case 1 -> 0x2000 | 1 + random.nextInt(100);
            case 2 -> 1 + random.nextInt(100);
            case 3 -> 0x4000;
            default -> 0;
        };
    }

    private byte[] ipv6() {
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        byte[] content = transport(protocol);
        int next = protocol;
        for (int count = Math.max(0, random.nextInt(6) - 2); count > 0; count--) {
            int extension = EXTENSIONS[random.nextInt(EXTENSIONS.length)];
            content = new RandomFrames(random).putNumber(next, 1).put(extension(extension)).put(content)
                    .frame.toByteArray();
            next = extension;
        }
        return new RandomFrames(random).putNumber(0x60000000 | random.nextInt(1 << 28), 4)
                .putNumber(content.length, 2).putNumber(next, 1).put(random(1))
                .put("fd").put(random(15)).put("fd").put(random(15)).put(content).frame.toByteArray();
    }

    /** All of an extension header but its first byte. */
    private byte[] extension(int protocol) {
        RandomFrames header = new RandomFrames(random);
        int units = random.nextInt(3);
        return switch (protocol) {
            case 44 -> {
                int fragment = random.nextInt(3) == 0 ? random.nextInt(1 << 13) << 3 : 0;
                yield header.put("00").putNumber(fragment | random.nextInt(2), 2).put(random(4)).frame.toByteArray();
            }
            case 51 -> header.putNumber(2 * units + 4, 1).put("0000").put(random(8 * units + 20)).frame.toByteArray();
            case 43 -> header.putNumber(units, 1).put("fd00").put(random(8 * units + 4)).frame.toByteArray();
            default -> { // one PadN option over all
                header.putNumber(units, 1).put("01").putNumber(8 * units + 4, 1).put(new byte[8 * units + 4]);
                yield header.frame.toByteArray();
            }
        };
    }

    private byte[] transport(int protocol) {
        RandomFrames header = new RandomFrames(random);
        byte[] payload = random(random.nextInt(12));
        switch (protocol) {
            case 6 -> header.put(random(12)).putNumber(0x5000 | random.nextInt(1 << 12), 2).put(random(6));
            case 17 -> header.put(random(4)).putNumber(8 + payload.length, 2).put(random(2));
            case 132 -> header.put(random(12));
            case 58 -> icmpv6(header);
            case 1 -> header.put("08").put(random(7)); // the request of an echo: errors quote other packets
            default -> header.put(random(8));
        }
        return header.put(payload).frame.toByteArray();
    }

    private void icmpv6(RandomFrames header) {
        boolean isNeighbour = random.nextInt(3) != 0;
        header.putNumber(isNeighbour ? 135 + random.nextInt(2) : 128, 1).put("00").put(random(6));
        if (isNeighbour) {
            header.put("fd").put(random(15));
            for (int count = random.nextInt(4); count > 0; count--) {
                int units = random.nextInt(4) == 0 ? 2 : 1;
                header.putNumber(1 + random.nextInt(3), 1).putNumber(units, 1).put(random(8 * units - 2));
            }
        }
    }

    private RandomFrames put(String hex) {
        return put(HexFormat.of().parseHex(hex));
    }

    private RandomFrames put(byte[] bytes) {
        frame.writeBytes(bytes);
        return this;
    }

    private RandomFrames putNumber(int number, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            frame.write(number >> shift);
        }
        return this;
    }

    private byte[] random(int bytes) {
        byte[] result = new byte[bytes];
        random.nextBytes(result);
        return result;
    }
}
