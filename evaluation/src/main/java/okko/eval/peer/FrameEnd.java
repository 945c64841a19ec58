package okko.eval.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import okko.ringshm.capture.Capture;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PacketSocket;
import okko.switchd.port.FrameHash;
import org.agrona.UnsafeApi;

/**
 * One end of a wire, in a process and a network namespace of its own: it sends the frames of a capture over and over,
 * or sums up what it hears. It does what a line of its standard input says, and answers with a line:
 * <pre>
 *  open           its interface, which is there by then        answer: ready
 *  close          the interface: who hears nothing costs less  answer: ready
 *  send COUNT     so many of the next frames                   answer: sent refused elapsedNs
 *  run DURATION   as many as it can in so many milliseconds    answer: sent refused elapsedNs
 *  hear COUNT     waits for so many, for some seconds at most  answer: frames bytes checksum
 * </pre>
 */
public final class FrameEnd {

    /** First line, and an answer. */
    static final String READY = "ready";
    static final String OPEN = "open";
    static final String CLOSE = "close";

    /** Frames per system call. */
    private static final int BATCH = 64;

    /** Calls between two looks at the clock. */
    private static final int CALLS_PER_LOOK = 16;

    private static final int LONGEST_FRAME_BYTES = 1 << 16;
    private static final int TAG_BYTES = 4;
    private static final int ADDRESSES_BYTES = 12;
    private static final short VLAN = (short) 0x8100;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NS = TimeUnit.MICROSECONDS.toNanos(20);

    private final String name;
    private final long[] addresses;
    private final int[] lengths;
    private final long[] slots = new long[BATCH];
    private PacketSocket socket;
    private int next;

    private FrameEnd(String name, Capture capture) {
        this.name = name;
        addresses = new long[capture.size()];
        lengths = new int[capture.size()];
        for (int i = 0; i < capture.size(); i++) {
            byte[] frame = capture.frame(i);
            lengths[i] = frame.length;
            addresses[i] = UnsafeApi.allocateMemory(frame.length);
            for (int at = 0; at < frame.length; at++) {
                UnsafeApi.putByte(addresses[i] + at, frame[at]);
            }
        }
        for (int slot = 0; slot < BATCH; slot++) {
            slots[slot] = UnsafeApi.allocateMemory(LONGEST_FRAME_BYTES + TAG_BYTES);
        }
    }

    /**
     * Runs until standard input ends.
     *
     * @param arguments name of the interface, and path of the capture
     * @throws IOException if there is no such capture or no such interface, or the socket may not be had
     */
    public static void main(String[] arguments) throws IOException {
        FrameEnd end = new FrameEnd(arguments[0], Capture.read(Path.of(arguments[1])));
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println(READY);
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            System.out.println(end.answer(line.split(" ")));
        }
    }

    private String answer(String[] words) throws IOException {
        return switch (words[0]) {
            case OPEN -> open();
            case CLOSE -> close();
            case "send" -> send(Long.parseLong(words[1]), Long.MAX_VALUE);
            case "run" -> send(Long.MAX_VALUE, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1])));
            case "hear" -> hear(Long.parseLong(words[1]));
            default -> throw new IOException("no such request: " + words[0]);
        };
    }

    private String open() throws IOException {
        try {
            socket = PacketSocket.open(name, BATCH);
        } catch (KernelException e) {
            throw new IOException(e.getMessage(), e);
        }
        for (int slot = 0; slot < BATCH; slot++) {
            socket.postReceive(slot, slots[slot] + TAG_BYTES, LONGEST_FRAME_BYTES);
        }
        return READY;
    }

    private String close() {
        socket.close();
        return READY;
    }

    private String send(long count, long durationNs) {
        long sent = 0;
        long refused = 0;
        long startNs = System.nanoTime();
        long elapsedNs = 0;
        while (sent + refused < count && elapsedNs < durationNs) {
            for (int call = 0; call < CALLS_PER_LOOK && sent + refused < count; call++) {
                int batch = (int) Math.min(count - sent - refused, BATCH);
                post(batch);
                int taken = socket.send(0, batch);
                sent += Math.max(taken, 0);
                refused += taken < 0 ? 1 : 0; // only the first one is; those behind it are tried again
                advance(taken < 0 ? 1 : taken);
            }
            elapsedNs = System.nanoTime() - startNs;
        }
        return sent + " " + refused + " " + elapsedNs;
    }

    private void post(int batch) {
        int at = next;
        for (int slot = 0; slot < batch; slot++) {
            socket.postSend(slot, addresses[at], lengths[at]);
            at = at + 1 == lengths.length ? 0 : at + 1;
        }
    }

    private void advance(int frames) {
        next = (next + frames) % lengths.length;
    }

    private String hear(long count) {
        long frames = 0;
        long bytes = 0;
        long checksum = 0;
        long startNs = System.nanoTime();
        while (frames < count && System.nanoTime() - startNs < PATIENCE_NS) {
            int received = socket.receive(BATCH);
            for (int slot = 0; slot < received; slot++) {
                boolean isTagged = (socket.status(slot) & PacketSocket.STATUS_VLAN_VALID) != 0;
                int length = socket.lengthBytes(slot) + (isTagged ? TAG_BYTES : 0);
                frames++;
                bytes += length;
                checksum += FrameHash.of(isTagged ? putTagBack(slot) : slots[slot] + TAG_BYTES, length);
            }
            if (received <= 0) {
                LockSupport.parkNanos(POLL_NS);
            }
        }
        return frames + " " + bytes + " " + Long.toHexString(checksum);
    }

    /** The kernel cuts VLAN tags out of what a packet socket hears. */
    private long putTagBack(int slot) {
        long frame = slots[slot];
        UnsafeApi.copyMemory(frame + TAG_BYTES, frame, ADDRESSES_BYTES);
        boolean hasType = (socket.status(slot) & PacketSocket.STATUS_VLAN_TYPE_VALID) != 0;
        short type = hasType ? (short) socket.vlanType(slot) : VLAN;
        UnsafeApi.putShort(frame + ADDRESSES_BYTES, Short.reverseBytes(type));
        UnsafeApi.putShort(frame + ADDRESSES_BYTES + Short.BYTES, Short.reverseBytes((short) socket.vlanControl(slot)));
        return frame;
    }
}
