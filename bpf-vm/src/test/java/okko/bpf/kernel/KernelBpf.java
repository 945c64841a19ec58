package okko.bpf.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;

/** The system call {@code bpf(2)}: maps, programs and test runs of the kernel. Descriptors are closed with this. */
final class KernelBpf implements AutoCloseable {

    /** {@code struct bpf_attr} up to what is used here; the kernel takes the rest for zero. */
    private static final int ATTRIBUTE_BYTES = 128;

    private static final int MAP_CREATE = 0;
    private static final int MAP_LOOKUP_ELEM = 1;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int PROG_LOAD = 5;
    private static final int PROG_TEST_RUN = 10;
    private static final int MAP_FREEZE = 22;

    private static final int NO_PREALLOC = 1;
    private static final int PROGRAM_READS_ONLY = 1 << 7;

    private static final int PROG_TYPE_XDP = 6;
    private static final int LOG_BYTES = 1 << 16;

    private static final int EPERM = 1;

    /** The kernel has looked at as many instructions as it cares to. */
    static final int E2BIG = 7;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout ERRNO_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            ERRNO_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment errno = arena.allocate(ERRNO_LAYOUT);
    private final List<Integer> descriptors = new ArrayList<>();

    /** A test run's result. */
    record Run(int result, byte[] packet) {}

    /** The kernel's answer to a program. */
    sealed interface Loading {

        /** The program is loaded. */
        record Loaded(int descriptor) implements Loading {}

        /** The kernel's verifier refused it; the last lines of what it said. */
        record Refused(int errno, String log) implements Loading {}
    }

    /** Why bpf(2) cannot be used here; {@code null} if it can. */
    static String unavailable() {
        String machine = System.getProperty("os.arch");
        if (!machine.equals("amd64") && !machine.equals("aarch64")) {
            return "the number of bpf(2) is not known for " + machine;
        }
        try (var kernel = new KernelBpf()) {
            kernel.createMap(2, 4, 8, 1);
            return null;
        } catch (IllegalStateException refusal) {
            return refusal.getMessage();
        }
    }

    /** Creates the map of a definition; that of global data has its contents. */
    int createMap(MapDefinition map) {
        boolean isConstant = map.access() == ProgramAccess.READ_ONLY;
        MemorySegment attribute = attribute();
        attribute.set(JAVA_INT, 0, map.type().linuxNumber());
        attribute.set(JAVA_INT, 4, map.keyBytes());
        attribute.set(JAVA_INT, 8, map.valueBytes());
        attribute.set(JAVA_INT, 12, map.maxEntries());
        attribute.set(JAVA_INT, 16,
                isConstant ? PROGRAM_READS_ONLY : map.type() == MapType.LPM_TRIE ? NO_PREALLOC : 0);
        int descriptor = opened(require("BPF_MAP_CREATE of " + map, call(MAP_CREATE, attribute)));
        if (isConstant) {
            fill(descriptor, map.contents());
        }
        return descriptor;
    }

    /** Gives constant data its contents, for good. */
    private void fill(int map, byte[] contents) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment attribute = attribute();
            attribute.set(JAVA_INT, 0, map);
            attribute.set(JAVA_LONG, 8, call.allocate(Integer.BYTES).address());
            attribute.set(JAVA_LONG, 16, call.allocateFrom(ValueLayout.JAVA_BYTE, contents).address());
            require("BPF_MAP_UPDATE_ELEM", call(MAP_UPDATE_ELEM, attribute));
            MemorySegment freeze = attribute();
            freeze.set(JAVA_INT, 0, map);
            require("BPF_MAP_FREEZE", call(MAP_FREEZE, freeze));
        }
    }

    /** Creates a map of a Linux type. */
    int createMap(int type, int keyBytes, int valueBytes, int maxEntries) {
        MemorySegment attribute = attribute();
        attribute.set(JAVA_INT, 0, type);
        attribute.set(JAVA_INT, 4, keyBytes);
        attribute.set(JAVA_INT, 8, valueBytes);
        attribute.set(JAVA_INT, 12, maxEntries);
        return opened(require("BPF_MAP_CREATE", call(MAP_CREATE, attribute)));
    }

    /** The value of a key; {@code null} if there is none. */
    byte[] lookup(int map, byte[] key, int valueBytes) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment value = call.allocate(valueBytes, 8);
            MemorySegment attribute = attribute();
            attribute.set(JAVA_INT, 0, map);
            attribute.set(JAVA_LONG, 8, call.allocateFrom(ValueLayout.JAVA_BYTE, key).address());
            attribute.set(JAVA_LONG, 16, value.address());
            return call(MAP_LOOKUP_ELEM, attribute) < 0 ? null : value.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Loads an XDP program. */
    Loading load(byte[] bytecode) {
        return load(bytecode, 0, LOG_BYTES);
    }

    /** Asks the kernel's verifier; what it would load is closed with this. */
    Loading verify(byte[] bytecode, int flags) {
        Loading loading = load(bytecode, flags, 0);
        return loading instanceof Loading.Refused refused && refused.errno() != E2BIG
                ? load(bytecode, flags, LOG_BYTES) : loading;
    }

    private Loading load(byte[] bytecode, int flags, int logBytes) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment log = call.allocate(Math.max(1, logBytes));
            MemorySegment attribute = attribute();
            attribute.set(JAVA_INT, 0, PROG_TYPE_XDP);
            attribute.set(JAVA_INT, 4, bytecode.length / 8);
            attribute.set(JAVA_LONG, 8, call.allocateFrom(ValueLayout.JAVA_BYTE, bytecode).address());
            attribute.set(JAVA_LONG, 16, call.allocateFrom("Dual MIT/GPL").address());
            attribute.set(JAVA_INT, 24, logBytes == 0 ? 0 : 1);
            attribute.set(JAVA_INT, 28, logBytes);
            attribute.set(JAVA_LONG, 32, logBytes == 0 ? 0 : log.address());
            attribute.set(JAVA_INT, 44, flags);
            long descriptor = call(PROG_LOAD, attribute);
            if (descriptor >= 0) {
                return new Loading.Loaded(opened(descriptor));
            }
            int error = (int) ERRNO.get(errno, 0L);
            String text = log.getString(0, StandardCharsets.US_ASCII).strip();
            return new Loading.Refused(error, text.substring(Math.max(0, text.length() - 800)));
        }
    }

    /** Runs a program once on a packet of 14 bytes or more. */
    Run testRun(int program, byte[] packet) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment out = call.allocate(packet.length + 512L);
            MemorySegment attribute = attribute();
            attribute.set(JAVA_INT, 0, program);
            attribute.set(JAVA_INT, 8, packet.length);
            attribute.set(JAVA_INT, 12, (int) out.byteSize());
            attribute.set(JAVA_LONG, 16, call.allocateFrom(ValueLayout.JAVA_BYTE, packet).address());
            attribute.set(JAVA_LONG, 24, out.address());
            attribute.set(JAVA_INT, 32, 1);
            require("BPF_PROG_TEST_RUN", call(PROG_TEST_RUN, attribute));
            int length = attribute.get(JAVA_INT, 12);
            return new Run(attribute.get(JAVA_INT, 4),
                    out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private MemorySegment attribute() {
        return arena.allocate(ATTRIBUTE_BYTES, 8);
    }

    private long call(int command, MemorySegment attribute) {
        try {
            long number = System.getProperty("os.arch").equals("amd64") ? 321 : 280;
            return (long) SYSCALL.invokeExact(errno, number, command, attribute, ATTRIBUTE_BYTES);
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing", e);
        }
    }

    private long require(String what, long result) {
        if (result < 0) {
            int error = (int) ERRNO.get(errno, 0L);
            throw new IllegalStateException(what + " failed: errno " + error
                    + (error == EPERM ? " (EPERM: needs root or CAP_BPF)" : ""));
        }
        return result;
    }

    private int opened(long descriptor) {
        descriptors.add((int) descriptor);
        return (int) descriptor;
    }

    @Override
    public void close() {
        for (int descriptor : descriptors) {
            try {
                int ignored = (int) CLOSE.invokeExact(descriptor);
            } catch (Throwable e) {
                throw new AssertionError("a downcall throws nothing", e);
            }
        }
        arena.close();
    }
}
