package okko.switchd.port;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Makes a page of mapped memory fail, as broken hardware does: who touches it gets a bus error. */
final class FailedMemory {

    private static final long PAGE_BYTES = 4096;
    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_SHARED_FIXED = 0x1 | 0x10;

    private FailedMemory() {}

    /** Lets the page of an address fail, for ever: a file without a byte is mapped in its place. */
    static void fail(long address) {
        MethodHandle create = bind("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        MethodHandle mmap = bind("mmap", FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        MethodHandle close = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        long page = address & -PAGE_BYTES;
        try (Arena arena = Arena.ofConfined()) {
            int file = (int) create.invokeExact(arena.allocateFrom("failed"), 0);
            long mapped = (long) mmap.invokeExact(page, PAGE_BYTES, PROT_READ_WRITE, MAP_SHARED_FIXED, file, 0L);
            int closed = (int) close.invokeExact(file);
            if (mapped != page || closed != 0) {
                throw new IllegalStateException("page " + Long.toHexString(page) + " could not be replaced");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("mmap", e);
        }
    }

    private static MethodHandle bind(String function, FunctionDescriptor types) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), types);
    }
}
