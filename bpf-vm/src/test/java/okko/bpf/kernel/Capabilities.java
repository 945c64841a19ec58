package okko.bpf.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What the calling thread may do, capabilities(7): lowered for a while, without the process losing anything. */
final class Capabilities implements AutoCloseable {

    private static final int NET_ADMIN = 12;
    private static final int BPF = 39;

    /** {@code _LINUX_CAPABILITY_VERSION_3}: two words of each set. */
    private static final int VERSION = 0x2008_0522;
    private static final int HEADER_BYTES = 8;
    private static final int DATA_BYTES = 24;
    private static final int HIGH_WORD = 12;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle CAPGET = function("capget");
    private static final MethodHandle CAPSET = function("capset");

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment header = arena.allocate(HEADER_BYTES, 4);
    private final MemorySegment before = arena.allocate(DATA_BYTES, 4);

    /** Until this is closed, the thread may load programs, but not such that give addresses away. */
    static Capabilities ofLoadersOnly() {
        return new Capabilities();
    }

    private Capabilities() {
        header.set(JAVA_INT, 0, VERSION);
        call(CAPGET, before);
        MemorySegment lowered = arena.allocate(DATA_BYTES, 4).copyFrom(before);
        lowered.set(JAVA_INT, 0, before.get(JAVA_INT, 0) & 1 << NET_ADMIN);
        lowered.set(JAVA_INT, HIGH_WORD, before.get(JAVA_INT, HIGH_WORD) & 1 << BPF - Integer.SIZE);
        call(CAPSET, lowered);
    }

    @Override
    public void close() {
        call(CAPSET, before);
        arena.close();
    }

    private void call(MethodHandle function, MemorySegment data) {
        int result;
        try {
            result = (int) function.invokeExact(header, data);
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing", e);
        }
        if (result != 0) {
            throw new IllegalStateException("capget(2) or capset(2) failed");
        }
    }

    private static MethodHandle function(String name) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    }
}
