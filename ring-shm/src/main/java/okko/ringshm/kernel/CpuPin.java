package okko.ringshm.kernel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.OptionalInt;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * Keeps a thread on one CPU for a while; see sched_setaffinity(2). A thread that it starts meanwhile begins with the
 * same choice.
 */
public final class CpuPin implements AutoCloseable {

    /** Highest number of a CPU that can be asked for, of those that Linux may know on x86-64. */
    public static final int MAX_CPU = 8191;

    private static final long CALLING_THREAD = 0;
    private static final int MASK_BYTES = (MAX_CPU + 1) / Byte.SIZE;

    private final BitSet before;

    private CpuPin(BitSet before) {
        this.before = before;
    }

    /**
     * Pins the calling thread.
     *
     * @param cpu number of the CPU; if there is none, the thread stays where it may run now
     * @return to be closed on the same thread, which may run then where it could before
     * @throws IOException if there is no such CPU, or this process may not use it; the message is one line
     */
    public static CpuPin pin(OptionalInt cpu) throws IOException {
        BitSet before = allowed();
        if (cpu.isPresent()) {
            require(cpu.getAsInt(), before);
            BitSet one = new BitSet();
            one.set(cpu.getAsInt());
            allow(one);
        }
        return new CpuPin(before);
    }

    /**
     * Checks that a thread can be pinned.
     *
     * @param cpu number of the CPU, if there is one
     * @throws IOException if there is no such CPU, or this process may not use it; the message is one line
     */
    public static void check(OptionalInt cpu) throws IOException {
        if (cpu.isPresent()) {
            require(cpu.getAsInt(), allowed());
        }
    }

    private static void require(int cpu, BitSet allowed) throws IOException {
        if (!allowed.get(cpu)) {
            throw new IOException("expected a CPU that this process may use, one of " + allowed + ", found " + cpu);
        }
    }

    /**
     * Tells where the calling thread may run.
     *
     * @return numbers of CPUs
     * @throws KernelException if the kernel does not say
     */
    public static BitSet allowed() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            MemorySegment mask = call.bytes(MASK_BYTES);
            long bytes = call.require("sched_getaffinity", CallNumber.SCHED_GETAFFINITY, CALLING_THREAD, MASK_BYTES,
                    mask.address());
            return BitSet.valueOf(mask.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static void allow(BitSet cpus) throws KernelException {
        byte[] bits = cpus.toByteArray();
        try (SystemCall call = new SystemCall()) {
            MemorySegment mask = call.bytes(MASK_BYTES);
            MemorySegment.copy(bits, 0, mask, ValueLayout.JAVA_BYTE, 0, bits.length);
            call.require("sched_setaffinity of " + cpus, CallNumber.SCHED_SETAFFINITY, CALLING_THREAD, MASK_BYTES,
                    mask.address());
        }
    }

    /**
     * Lets the thread run again where it could before.
     *
     * @throws KernelException if none of those CPUs is left
     */
    @Override
    public void close() throws KernelException {
        allow(before);
    }
}
