package okko.ringshm.kernel;

import java.nio.file.Path;
import okko.ringshm.kernel.SystemCall.CallNumber;

/** Files without a name, and their mapping into memory. Numbers of flags are those of Linux on x86-64. */
public final class SharedMemory {

    private static final int O_RDWR = 0x2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_TMPFILE = 0x410000;
    private static final int MODE_OWNER_ONLY = 0600;
    private static final int SEEK_END = 2;
    private static final int PROT_READ_WRITE = 0x3;
    private static final int MAP_SHARED = 0x1;
    private static final int MAP_POPULATE = 0x8000;
    private static final int MADV_DONTFORK = 10;

    private SharedMemory() {}

    /**
     * Opens a new file that has no name, so that nothing is left of it when the last process lets go.
     *
     * @param directory on a file system that can do it; tmpfs can
     * @return its descriptor, readable and writable, closed on exec
     * @throws KernelException if the directory does not exist or cannot hold such a file
     */
    public static int openUnnamed(Path directory) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            return (int) call.require(
                    "open of an unnamed file in " + directory,
                    CallNumber.OPEN,
                    call.text(directory.toString()),
                    O_TMPFILE | O_RDWR | O_CLOEXEC,
                    MODE_OWNER_ONLY);
        }
    }

    /**
     * Gives a file its size and all of its memory, now: a mapping of it can never fail for lack of memory later.
     *
     * @param descriptor of an empty file
     * @param sizeBytes  1 or more
     * @throws KernelException with {@link NativeLibrary#ENOSPC} if the file system is too full
     */
    public static void allocate(int descriptor, long sizeBytes) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            call.require("fallocate of " + sizeBytes + " bytes", CallNumber.FALLOCATE, descriptor, 0, 0, sizeBytes);
        }
    }

    /**
     * Measures a file.
     *
     * @param descriptor of a file
     * @return its size, bytes
     * @throws KernelException if it is no file, a socket for instance
     */
    public static long sizeBytes(int descriptor) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            return call.require("lseek to the end", CallNumber.LSEEK, descriptor, 0, SEEK_END);
        }
    }

    /**
     * Maps a whole file for reading and writing, shared, with its pages present. Children made by fork do not inherit
     * the mapping: otherwise the death of a process would not prove that nobody writes any more.
     *
     * @param descriptor of the file
     * @param sizeBytes  of the file
     * @return address of the first byte
     * @throws KernelException if the kernel refuses
     */
    public static long map(int descriptor, long sizeBytes) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            String what = "mmap of " + sizeBytes + " bytes";
            long address = call.require(
                    what, CallNumber.MMAP, 0, sizeBytes, PROT_READ_WRITE, MAP_SHARED | MAP_POPULATE, descriptor, 0);
            if (call.run(CallNumber.MADVISE, address, sizeBytes, MADV_DONTFORK) < 0) {
                KernelException failure = call.failure("madvise of " + what);
                unmap(address, sizeBytes);
                throw failure;
            }
            return address;
        }
    }

    /**
     * Undoes {@link #map}. Whoever still uses the memory takes the whole JVM down.
     *
     * @param address   of a mapping
     * @param sizeBytes as it was mapped
     */
    public static void unmap(long address, long sizeBytes) {
        try (SystemCall call = new SystemCall()) {
            call.run(CallNumber.MUNMAP, address, sizeBytes);
        }
    }
}
