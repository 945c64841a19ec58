package okko.eval.bpf;

import java.util.List;
import okko.bpf.engine.BpfFunction;
import org.agrona.UnsafeApi;

/** Frames outside of the heap, where programs can read them; each begins on a cache line of its own. */
final class PacketMemory implements AutoCloseable {

    private static final int CACHE_LINE_BYTES = 64;

    private final long memory;
    private final long[] addresses;
    private final int[] lengthsBytes;

    /**
     * Copies frames.
     *
     * @throws IllegalArgumentException if one is longer than {@link BpfFunction#MAX_PACKET_BYTES}
     */
    PacketMemory(List<byte[]> frames) {
        addresses = new long[frames.size()];
        lengthsBytes = new int[frames.size()];
        long size = CACHE_LINE_BYTES;
        for (byte[] frame : frames) {
            requireFit(frame);
            size += stride(frame.length);
        }
        memory = UnsafeApi.allocateMemory(size);
        long address = align(memory);
        for (int i = 0; i < addresses.length; i++) {
            byte[] frame = frames.get(i);
            UnsafeApi.copyMemory(frame, UnsafeApi.arrayBaseOffset(byte[].class), null, address, frame.length);
            addresses[i] = address;
            lengthsBytes[i] = frame.length;
            address += stride(frame.length);
        }
    }

    /** {@return how many frames there are} */
    int size() {
        return addresses.length;
    }

    /** Runs a function on one frame. */
    long run(BpfFunction function, int frame) {
        return function.run(addresses[frame], lengthsBytes[frame]);
    }

    /** Runs a function on all frames in turn; returns the fold {@code sum = sum * 31 + r0}, which begins at 0. */
    long pass(BpfFunction function) {
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

    private static long stride(int lengthBytes) {
        return align(Math.max(1, lengthBytes));
    }

    private static long align(long value) {
        return (value + CACHE_LINE_BYTES - 1) & -CACHE_LINE_BYTES;
    }
}
