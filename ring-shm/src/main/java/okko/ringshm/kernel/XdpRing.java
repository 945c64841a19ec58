package okko.ringshm.kernel;

import okko.ringshm.kernel.SystemCall.CallNumber;
import org.agrona.UnsafeApi;

/**
 * One of the four rings of an {@code AF_XDP} socket, mapped into this process: the kernel is its other half. Positions
 * are 32-bit counts that wrap. Confined to one thread; used as the producer or as the consumer, never both.
 */
final class XdpRing {

    /** Bit of the flags: the kernel sleeps, and wants to be called. */
    private static final int NEED_WAKEUP = 1;

    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_SHARED_POPULATE = 0x1 | 0x8000;

    private final int capacity;
    private final int entryBytes;
    private final long address;
    private final long mappedBytes;
    private final long producerAddress;
    private final long consumerAddress;
    private final long flagsAddress;
    private final long entriesAddress;

    /** This side's position. */
    private int own;

    /** The other side's position, as it was last seen; behind the truth at worst. */
    private int other;

    private XdpRing(int capacity, int entryBytes, long address, Offsets offsets) {
        this.capacity = capacity;
        this.entryBytes = entryBytes;
        this.address = address;
        mappedBytes = offsets.entries + (long) capacity * entryBytes;
        producerAddress = address + offsets.producer;
        consumerAddress = address + offsets.consumer;
        flagsAddress = address + offsets.flags;
        entriesAddress = address + offsets.entries;
    }

    /**
     * Where the parts of a ring lie in its mapping, {@code struct xdp_ring_offset}.
     *
     * @param page where the mapping lies in the socket
     */
    record Offsets(long page, long producer, long consumer, long entries, long flags) {}

    /**
     * Maps a ring.
     *
     * @param socket     that has it
     * @param capacity   entries, a power of two
     * @param entryBytes 8 in the rings of free buffers, 16 in those of frames
     */
    static XdpRing map(SystemCall call, int socket, int capacity, int entryBytes, Offsets offsets)
            throws KernelException {
        long bytes = offsets.entries + (long) capacity * entryBytes;
        long address = call.require("mmap of an XDP ring", CallNumber.MMAP, 0, bytes, PROT_READ_WRITE,
                MAP_SHARED_POPULATE, socket, offsets.page);
        return new XdpRing(capacity, entryBytes, address, offsets);
    }

    /** As the producer: {@return how many entries can be written, at least {@code wanted} if the kernel has kept up} */
    int room(int wanted) {
        if (capacity - (own - other) < wanted) {
            // Acquire: pairs with the kernel's release of its position, before which it has read the entries.
            other = UnsafeApi.getIntAcquire(null, consumerAddress);
        }
        return capacity - (own - other);
    }

    /** As the consumer: {@return how many entries can be read} */
    int available() {
        if (own == other) {
            // Acquire: pairs with the kernel's release of its position, after which the entries are there.
            other = UnsafeApi.getIntAcquire(null, producerAddress);
        }
        return other - own;
    }

    /** {@return address of an entry, counted from this side's position} */
    long entry(int index) {
        return entriesAddress + (long) (own + index & capacity - 1) * entryBytes;
    }

    /** As the producer: hands over the entries that have been written. */
    void publish(int count) {
        own += count;
        UnsafeApi.putIntRelease(null, producerAddress, own); // after the entries; the kernel reads it with acquire
    }

    /** As the consumer: gives back the entries that have been read. */
    void release(int count) {
        own += count;
        UnsafeApi.putIntRelease(null, consumerAddress, own); // after the reads; the kernel may write there from now on
    }

    /** {@return how many entries have been published that the kernel has not taken} */
    int outstanding() {
        other = UnsafeApi.getIntAcquire(null, consumerAddress); // as in room()
        return own - other;
    }

    /** {@return whether the kernel wants a system call to go on} */
    boolean needsWakeUp() {
        return (UnsafeApi.getIntVolatile(null, flagsAddress) & NEED_WAKEUP) != 0;
    }

    void unmap(SystemCall call) {
        call.run(CallNumber.MUNMAP, address, mappedBytes);
    }
}
