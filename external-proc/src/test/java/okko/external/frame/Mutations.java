package okko.external.frame;

import java.util.List;
import java.util.Random;

/**
 * Frames as an unkind network would deliver them: those of a capture, mostly in order, some repeated, skipped, cut off,
 * tagged, or with bytes changed where headers and options are.
 */
public final class Mutations {

    private static final int HEADER_BYTES = 80;
    private static final int TCP_FLAGS_OFFSET = 47;
    private static final int[] INTERESTING = {
        0x00, 0x01, 0x02, 0x04, 0x10, 0x12, 0x14, 0x45, 0x46, 0x4f, 0x50, 0x60, 0xff
    };

    private final List<byte[]> frames;
    private final Random random;
    private int next;

    public Mutations(List<byte[]> frames, long seed) {
        this.frames = frames;
        random = new Random(seed);
    }

    public byte[] next() {
        next = random.nextInt(50) == 0 ? random.nextInt(frames.size()) : (next + 1) % frames.size();
        byte[] frame = frames.get(next).clone();
        return switch (random.nextInt(10)) {
            case 0 -> cut(frame);
            case 1 -> tag(frame);
            case 2 -> changeByte(frame);
            case 3 -> changeByte(changeByte(frame));
            case 4 -> changeFlags(frame);
            default -> frame;
        };
    }

    private byte[] cut(byte[] frame) {
        byte[] shorter = new byte[random.nextInt(Math.min(frame.length, HEADER_BYTES) + 1)];
        System.arraycopy(frame, 0, shorter, 0, shorter.length);
        return shorter;
    }

    private byte[] tag(byte[] frame) {
        byte[] longer = new byte[frame.length + 4];
        System.arraycopy(frame, 0, longer, 0, 12);
        longer[12] = (byte) 0x81;
        longer[15] = (byte) random.nextInt(3);
        System.arraycopy(frame, 12, longer, 16, frame.length - 12);
        return longer;
    }

    private byte[] changeByte(byte[] frame) {
        int at = random.nextInt(Math.min(frame.length, HEADER_BYTES));
        frame[at] = (byte) (random.nextBoolean()
                ? random.nextInt(256)
                : INTERESTING[random.nextInt(INTERESTING.length)]);
        return frame;
    }

    private byte[] changeFlags(byte[] frame) {
        if (frame.length > TCP_FLAGS_OFFSET) {
            frame[TCP_FLAGS_OFFSET] = (byte) random.nextInt(64);
        }
        return frame;
    }
}
