package okko.eval.speed;

import java.util.List;
import okko.bpf.engine.BpfFunction;
import org.agrona.UnsafeApi;

/**
 * Frames outside of the heap, where programs can read and write them; each begins on a cache line of its own and has
 * room before and behind it, for programs that move its ends.
 */
public final class PacketMemory implements AutoCloseable {

    /** Bytes before each frame, as many as Linux leaves to XDP programs. */
    private static final int HEADROOM_BYTES = 256;
    private static final int TAILROOM_BYTES = 256;
    private static final int CACHE_LINE_BYTES = 64;

    private final List<byte[]> frames;
    private final long memory;
    private final long[] addresses;
    private final int[] lengthsBytes;

    /**
     * Copies frames.
     *
     * @param frames at least one
     * @throws IllegalArgumentException if one is longer than {@link BpfFunction#MAX_PACKET_BYTES}
     */
    public PacketMemory(List<byte[]> frames) {
        this.frames = List.copyOf(frames);
        addresses = new long[frames.size()];
        lengthsBytes = new int[frames.size()];
        long size = CACHE_LINE_BYTES;
        for (byte[] frame : frames) {
            requireFit(frame);
            size += stride(frame.length);
        }
        memory = UnsafeApi.allocateMemory(size);
        UnsafeApi.setMemory(memory, size, (byte) 0);
        long address = align(memory);
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = address + HEADROOM_BYTES;
            lengthsBytes[i] = frames.get(i).length;
            restore(i);
            address += stride(lengthsBytes[i]);
        }
    }

    /** {@return how many frames there are} */
    public int size() {
        return addresses.length;
    }

    /**
     * Tells a function how much room the frames have; once is enough.
     *
     * @param function that will be run on them
     */
    public void introduce(BpfFunction function) {
        function.context().room(HEADROOM_BYTES, TAILROOM_BYTES);
    }

    /**
     * Writes a frame anew, as it was before any program.
     *
     * @param frame number, from 0
     */
    public void restore(int frame) {
        byte[] bytes = frames.get(frame);
        UnsafeApi.copyMemory(bytes, UnsafeApi.arrayBaseOffset(byte[].class), null, addresses[frame], bytes.length);
    }

    /**
     * Runs a function on one frame.
     *
     * @param function to run
     * @param frame    number, from 0
     * @return r0
     */
    public long run(BpfFunction function, int frame) {
        return function.run(addresses[frame], lengthsBytes[frame]);
    }

    /**
     * Runs a function on all frames in turn.
     *
     * @param function to run
     * @return the fold {@code sum = sum * 31 + r0}, which begins at 0
     */
    public long pass(BpfFunction function) {
        long sum = 0;
        for (int i = 0; i < addresses.length; i++) {
            sum = sum * 31 + function.run(addresses[i], lengthsBytes[i]);
        }
        return sum;
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(memory);
    }

    private static void requireFit(byte[] frame) {
        if (frame.length > BpfFunction.MAX_PACKET_BYTES) {
            throw new IllegalArgumentException("a program takes packets of at most %,d bytes, one here has %,d"
                    .formatted(BpfFunction.MAX_PACKET_BYTES, frame.length));
        }
    }

    /** An odd number of cache lines: frames of one size then spread over all sets of a cache. */
    private static long stride(int lengthBytes) {
        return align(HEADROOM_BYTES + lengthBytes + TAILROOM_BYTES) | CACHE_LINE_BYTES;
    }

    private static long align(long value) {
        return (value + CACHE_LINE_BYTES - 1) & -CACHE_LINE_BYTES;
    }
}
