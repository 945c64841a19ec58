package okko.bpf.map;

import org.agrona.UnsafeApi;

/**
 * The memory of one map: private, or a file that other processes map too. Zeroed when it is new; counted, so that a map
 * can go from a program to its successor.
 */
public final class MapMemory implements AutoCloseable {

    private static final int CACHE_LINE_BYTES = 64;

    private final long block;
    private final long address;
    private final long bytes;
    private int holders = 1;

    private MapMemory(long block, long address, long bytes) {
        this.block = block;
        this.address = address;
        this.bytes = bytes;
    }

    /**
     * Allocates private memory.
     *
     * @param bytes how much
     * @return zeroed memory that begins on a cache line, to be closed
     */
    public static MapMemory allocate(long bytes) {
        long block = UnsafeApi.allocateMemory(bytes + CACHE_LINE_BYTES);
        UnsafeApi.setMemory(block, bytes + CACHE_LINE_BYTES, (byte) 0);
        return new MapMemory(block, (block + CACHE_LINE_BYTES - 1) & -CACHE_LINE_BYTES, bytes);
    }

    /** {@return the address of the first byte, a multiple of 64} */
    public long address() {
        return address;
    }

    /** {@return the size, bytes} */
    public long bytes() {
        return bytes;
    }

    /**
     * Counts one more holder; each must close.
     *
     * @return this
     * @throws IllegalStateException if the memory is freed already
     */
    public synchronized MapMemory retain() {
        if (holders == 0) {
            throw new IllegalStateException("memory of a map is freed");
        }
        holders++;
        return this;
    }

    /** Frees the memory when the last holder closes it. */
    @Override
    public synchronized void close() {
        if (holders > 0 && --holders == 0) {
            UnsafeApi.freeMemory(block);
        }
    }
}
