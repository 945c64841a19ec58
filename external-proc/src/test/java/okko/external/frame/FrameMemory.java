package okko.external.frame;

import org.agrona.UnsafeApi;

/** Memory outside the heap that holds one frame at a time, as a packet buffer does. */
public final class FrameMemory implements AutoCloseable {

    private static final int CAPACITY_BYTES = 65_536;

    private final long address = UnsafeApi.allocateMemory(CAPACITY_BYTES);

    /** Copies a frame here; returns the address of its first byte. */
    public long put(byte[] frame) {
        UnsafeApi.copyMemory(frame, UnsafeApi.arrayBaseOffset(byte[].class), null, address, frame.length);
        return address;
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(address);
    }
}
