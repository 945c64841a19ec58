package okko.switchd.border;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** Mappings as any C program makes them: without what the product does to keep peers honest. */
final class NativeMemory {

    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_SHARED = 0x1;
    private static final MethodHandle MMAP = bind("mmap", FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

    private static final MethodHandle WRITE =
            bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private NativeMemory() {}

    static MethodHandle bind(String function, FunctionDescriptor types) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(function).orElseThrow(), types);
    }

    /** Maps a whole file for reading and writing; returns the address. */
    static long map(int descriptor) throws IOException {
        try {
            long address = (long) MMAP.invokeExact(
                    0L, Files.size(file(descriptor)), PROT_READ_WRITE, MAP_SHARED, descriptor, 0L);
            if (address == -1) {
                throw new IOException("mmap failed");
            }
            return address;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("mmap", e);
        }
    }

    /** The file that a descriptor of this process stands for. */
    static Path file(int descriptor) {
        return Path.of("/proc/self/fd", Integer.toString(descriptor));
    }

    /** Writes eight bytes to a descriptor; if the kernel does not want them, so be it. */
    static void write(int descriptor, long value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_LONG, value);
            long _ = (long) WRITE.invokeExact(descriptor, bytes, bytes.byteSize());
        } catch (Throwable e) {
            throw new LinkageError("write", e);
        }
    }
}
