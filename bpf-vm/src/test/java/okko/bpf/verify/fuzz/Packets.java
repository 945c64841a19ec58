package okko.bpf.verify.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Packets to run programs on: recorded ones, whole, cut off or damaged, and bytes that nobody would send. */
final class Packets {

    static final int MAX_BYTES = 1_600;

    private static final int MAX_RANDOM_BYTES = 160;
    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int LENGTH_OFFSET = 8;
    private static final int MAX_FRAMES = 256;

    private final List<byte[]> frames;

    Packets(List<byte[]> frames) {
        this.frames = frames;
    }

    /** The frames of recordings, in libpcap's form, that the evaluation sends. */
    static List<byte[]> recorded() {
        var frames = new ArrayList<byte[]>();
        for (String file : List.of("syn.pcap", "tcp-mix.pcap")) {
            try {
                read(Files.readAllBytes(Path.of("..", "evaluation", "src", "main", "traffic", file)), frames);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return List.copyOf(frames);
    }

    private static void read(byte[] file, List<byte[]> frames) {
        ByteBuffer records = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(FILE_HEADER_BYTES);
        for (int i = 0; i < MAX_FRAMES && records.hasRemaining(); i++) {
            int length = records.getInt(records.position() + LENGTH_OFFSET);
            var frame = new byte[length];
            records.position(records.position() + RECORD_HEADER_BYTES).get(frame);
            frames.add(frame.length > MAX_BYTES ? Arrays.copyOf(frame, MAX_BYTES) : frame);
        }
    }

    byte[] draw(Random random) {
        if (random.nextInt(2) == 0) {
            return edgy(random.nextInt(MAX_RANDOM_BYTES + 1), random);
        }
        byte[] frame = frames.get(random.nextInt(frames.size()));
        byte[] packet = random.nextInt(3) == 0
                ? Arrays.copyOf(frame, random.nextInt(Math.min(frame.length, MAX_RANDOM_BYTES) + 1))
                : frame.clone();
        for (int i = random.nextInt(4); i > 0 && packet.length > 0; i--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
        }
        return packet;
    }

    /** Bytes of which numbers of all sizes are made at which arithmetic is wrong, if it is. */
    static byte[] edgy(int length, Random random) {
        var bytes = new byte[length];
        int largest = 1 << random.nextInt(9);
        for (int at = 0; at < length;) {
            int end = Math.min(length, at + 1 + random.nextInt(8));
            int kind = random.nextInt(8);
            for (; at < end; at++) {
                bytes[at] = (byte) switch (kind) {
                    case 0 -> 0;
                    case 1 -> 0xff;
                    case 2 -> at == end - 1 ? 0x80 : 0;
                    case 3 -> at == end - 1 ? 0x7f : 0xff;
                    case 4 -> random.nextInt(256);
                    default -> random.nextInt(largest);
                };
            }
        }
        return bytes;
    }
}
