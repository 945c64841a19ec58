package okko.switchd.action;

import java.util.zip.CRC32C;
import okko.switchd.flow.Field;
import okko.switchd.parse.ReferenceParser;

/** Computes the checksums of a frame from scratch, over all of its bytes. */
final class SlowChecksums {

    private final byte[] frame;
    private final ReferenceParser parsed;
    private final int network;
    private final int transport;
    private final int type;

    private SlowChecksums(byte[] frame) {
        this.frame = frame;
        parsed = new ReferenceParser(frame, 1, 0);
        network = parsed.networkOffset();
        transport = parsed.transportOffset();
        type = (int) Field.DL_TYPE.read(parsed.key()).low();
    }

    /** A copy whose checksums are right; a UDP checksum that is left out stays so. */
    static byte[] repaired(byte[] frame) {
        SlowChecksums copy = new SlowChecksums(frame.clone());
        if (copy.isSoundIpv4()) {
            copy.put(copy.network + 10, 0);
            copy.put(copy.network + 10, ~copy.sum(copy.network, copy.network + 4 * (copy.frame[copy.network] & 15), 0));
        }
        if (copy.transport > 0) {
            copy.repairTransport();
        }
        return copy.frame;
    }

    private boolean isSoundIpv4() {
        return type == 0x0800 && (transport > 0 || Field.NW_SRC.read(parsed.key()).low() != 0);
    }

    private void repairTransport() {
        int protocol = (int) Field.NW_PROTO.read(parsed.key()).low();
        int end = network + (type == 0x0800 ? number(network + 2) : 40 + number(network + 4));
        int pseudo = type == 0x0800
                ? sum(network + 12, network + 20, protocol + end - transport)
                : sum(network + 8, network + 40, protocol + end - transport);
        switch (protocol) {
            case 1 -> repair(transport + 2, end, 0);
            case 6 -> repair(transport + 16, end, pseudo);
            case 58 -> repair(transport + 2, end, pseudo);
            case 17 -> {
                if (number(transport + 6) != 0) {
                    repair(transport + 6, end, pseudo);
                    if (number(transport + 6) == 0) {
                        put(transport + 6, 0xffff);
                    }
                }
            }
            case 132 -> {
                if (Field.IP_FRAG.read(parsed.key()).low() == 0) {
                    repairSctp(end);
                }
            }
            default -> throw new AssertionError("a transport header of protocol " + protocol);
        }
    }

    private void repair(int at, int end, int initial) {
        put(at, 0);
        put(at, ~sum(transport, end, initial));
    }

    private void repairSctp(int end) {
        put(transport + 8, 0);
        put(transport + 10, 0);
        CRC32C crc = new CRC32C();
        crc.update(frame, transport, end - transport);
        for (int i = 0; i < 4; i++) {
            frame[transport + 8 + i] = (byte) (crc.getValue() >>> 8 * i);
        }
    }

    private int sum(int from, int to, int initial) {
        int sum = initial;
        for (int at = from; at < to; at += 2) {
            sum += (frame[at] & 0xff) << 8 | (at + 1 < to ? frame[at + 1] & 0xff : 0);
            sum = sum % 0xffff == 0 && sum > 0 ? 0xffff : sum % 0xffff;
        }
        return sum;
    }

    private int number(int at) {
        return (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
    }

    private void put(int at, int value) {
        frame[at] = (byte) (value >> 8);
        frame[at + 1] = (byte) value;
    }
}
