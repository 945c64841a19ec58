package okko.switchd.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import okko.switchd.packet.Packet;

/**
 * Looks for frames that take the parser where none took it before, by changing those that did; each one is compared
 * with the reference, and ends where memory ends. The frames known at first are in {@code fuzz/frames.txt}.
 */
final class ParserFuzzer implements AutoCloseable {

    private static final int MAX_FRAME_BYTES = 1600;
    private static final int MAX_CHANGES = 6;

    /** Types, protocols and lengths that a parser may ask for, and the borders of their ranges. */
    private static final int[] INTERESTING = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0f, 0x10, 0x11, 0x1f, 0x20, 0x2b, 0x2c, 0x33, 0x3a, 0x3c, 0x40, 0x45, 0x4f, 0x60, 0x7f,
        0x80, 0x81, 0x84, 0x86, 0x87, 0x88, 0xa8, 0xaa, 0xdd, 0xff
    };

    private final CoverageLoader loader =
            new CoverageLoader(Set.of("okko.switchd.parse.FlowKeyParser", "okko.switchd.parse.Ipv6Parser"));
    private final List<byte[]> frames = new ArrayList<>();
    private final BitSet known = new BitSet();
    private final ParserCheck check;
    private final Random random;
    private long runs;

    /** Runs the frames that are known. */
    ParserFuzzer(long seed) throws IOException, ReflectiveOperationException {
        random = new Random(seed);
        check = new ParserCheck(instrumentedParser());
        try (InputStream in = ParserFuzzer.class.getResourceAsStream("/fuzz/frames.txt")) {
            new String(in.readAllBytes(), US_ASCII).lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> run(HexFormat.of().parseHex(line)));
        }
    }

    @SuppressWarnings("unchecked")
    private Consumer<Packet> instrumentedParser() throws ReflectiveOperationException {
        MethodHandle parse = MethodHandles.publicLookup().findStatic(loader.loadClass("okko.switchd.parse.FlowKeyParser"),
                "parse", MethodType.methodType(void.class, Packet.class));
        return MethodHandleProxies.asInterfaceInstance(Consumer.class, parse);
    }

    /** Tries new frames until it is time, and keeps those that went a new way. */
    void runUntil(long deadlineNs) {
        while (System.nanoTime() < deadlineNs) {
            for (int i = 0; i < 1_000; i++) {
                run(changed(frames.get(random.nextInt(frames.size()))));
            }
        }
    }

    private void run(byte[] frame) {
        check.check(frame, "run " + runs);
        runs++;
        if (Coverage.addTo(known)) {
            frames.add(frame);
        }
    }

    private byte[] changed(byte[] frame) {
        byte[] result = frame.clone();
        for (int count = 1 + random.nextInt(MAX_CHANGES); count > 0; count--) {
            result = changedOnce(result);
        }
        return result.length > MAX_FRAME_BYTES ? Arrays.copyOf(result, MAX_FRAME_BYTES) : result;
    }

    private byte[] changedOnce(byte[] frame) {
        int at = random.nextInt(frame.length + 1);
        int bytes = random.nextInt(9);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(frame, at); // cut
            case 1 -> spliced(frame, at, at, new byte[bytes]);
            case 2 -> spliced(frame, at, Math.min(frame.length, at + bytes), new byte[0]);
            case 3 -> {
                byte[] other = frames.get(random.nextInt(frames.size()));
                int from = random.nextInt(other.length + 1);
                yield spliced(frame, at, frame.length, Arrays.copyOfRange(other, from, other.length));
            }
            case 4 -> { // once more
                int from = random.nextInt(frame.length + 1);
                int to = from + random.nextInt(Math.min(16, frame.length - from) + 1);
                yield spliced(frame, at, at, Arrays.copyOfRange(frame, from, to));
            }
            default -> overwritten(frame, at);
        };
    }

    private byte[] overwritten(byte[] frame, int at) {
        if (at < frame.length) {
            frame[at] = switch (random.nextInt(3)) {
                case 0 -> (byte) (frame[at] ^ 1 << random.nextInt(8));
                case 1 -> (byte) INTERESTING[random.nextInt(INTERESTING.length)];
                default -> (byte) random.nextInt();
            };
        }
        return frame;
    }

    private static byte[] spliced(byte[] frame, int from, int to, byte[] replacement) {
        byte[] result = new byte[from + replacement.length + frame.length - to];
        System.arraycopy(frame, 0, result, 0, from);
        System.arraycopy(replacement, 0, result, from, replacement.length);
        System.arraycopy(frame, to, result, from + replacement.length, frame.length - to);
        return result;
    }

    /** All frames that went a way of their own, those known at first among them. */
    List<byte[]> frames() {
        return List.copyOf(frames);
    }

    /** How many frames were tried. */
    long runs() {
        return runs;
    }

    /** Places in the parser where no frame has come to. */
    BitSet placesNotReached() {
        BitSet places = new BitSet();
        places.set(0, loader.probes());
        places.andNot(Coverage.places());
        return places;
    }

    @Override
    public void close() {
        check.close();
    }
}
