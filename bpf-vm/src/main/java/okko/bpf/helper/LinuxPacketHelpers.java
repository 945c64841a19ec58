package okko.bpf.helper;

import okko.bpf.engine.RunContext;
import okko.bpf.map.BpfMap;
import org.agrona.UnsafeApi;

/** Those of Linux's helpers that look at or change the packet, and the checksum's arithmetic. */
final class LinuxPacketHelpers {

    private static final long BAD_ADDRESS = -14; // EFAULT

    private static final long MAX_OFFSET = 0xffff;

    private static final long LOW_32_BITS = 0xffff_ffffL;

    private LinuxPacketHelpers() {}

    static long packetLength(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5) {
        return context.lengthBytes();
    }

    static long adjustHead(RunContext context, BpfMap map, long r1, long delta, long r3, long r4, long r5) {
        return context.adjust((int) delta, 0) ? BpfMap.OK : BpfMap.INVALID;
    }

    /** What is added at the end is zeroed: the room behind a packet may hold another packet's bytes. */
    static long adjustTail(RunContext context, BpfMap map, long r1, long delta, long r3, long r4, long r5) {
        int bytes = (int) delta;
        if (!context.adjust(0, bytes)) {
            return BpfMap.INVALID;
        }
        if (bytes > 0) {
            UnsafeApi.setMemory(context.packet() + context.lengthBytes() - bytes, bytes, (byte) 0);
        }
        return BpfMap.OK;
    }

    /** Fills the buffer also if the packet has not so many bytes, as the signature promises. */
    static long loadBytes(RunContext context, BpfMap map, long r1, long offset, long buffer, long size, long r5) {
        long error = packetError(context, offset & LOW_32_BITS, size);
        if (error != BpfMap.OK) {
            UnsafeApi.setMemory(buffer, size, (byte) 0);
            return error;
        }
        UnsafeApi.copyMemory(context.packet() + (offset & LOW_32_BITS), buffer, size);
        return BpfMap.OK;
    }

    static long storeBytes(RunContext context, BpfMap map, long r1, long offset, long buffer, long size, long r5) {
        long error = packetError(context, offset & LOW_32_BITS, size);
        if (error != BpfMap.OK) {
            return error;
        }
        UnsafeApi.copyMemory(buffer, context.packet() + (offset & LOW_32_BITS), size);
        return BpfMap.OK;
    }

    private static long packetError(RunContext context, long offset, long size) {
        if (offset > MAX_OFFSET || size > MAX_OFFSET) {
            return BAD_ADDRESS;
        }
        return offset + size > context.lengthBytes() ? BpfMap.INVALID : BpfMap.OK;
    }

    /**
     * The Internet checksum's one's complement arithmetic (RFC 1624): to minus from plus seed. Folded to 16 bits, as
     * Linux does since 6.13; before, how far it was folded differed between machines.
     */
    static long csumDiff(RunContext context, BpfMap map, long from, long fromSize, long to, long toSize, long seed) {
        if (((fromSize | toSize) & 3) != 0) {
            return BpfMap.INVALID;
        }
        long start = seed & LOW_32_BITS;
        long sum;
        if (fromSize == 0) {
            sum = folded(start + sum(to, toSize));
        } else if (toSize == 0) {
            sum = inverse(folded(inverse(start) + sum(from, fromSize)));
        } else {
            sum = folded(folded(start + sum(to, toSize)) + inverse(folded(sum(from, fromSize))));
        }
        long halves = (sum & 0xffff) + (sum >>> 16);
        return (halves & 0xffff) + (halves >>> 16);
    }

    private static long inverse(long sum) {
        return ~sum & LOW_32_BITS;
    }

    private static long sum(long address, long size) {
        long sum = 0;
        for (long offset = 0; offset < size; offset += Integer.BYTES) {
            sum += Integer.toUnsignedLong(UnsafeApi.getInt(address + offset));
        }
        return sum;
    }

    /** Adds what is above 32 bits to the low ones until nothing is. */
    private static long folded(long sum) {
        long once = (sum & LOW_32_BITS) + (sum >>> Integer.SIZE);
        return (once & LOW_32_BITS) + (once >>> Integer.SIZE);
    }
}
