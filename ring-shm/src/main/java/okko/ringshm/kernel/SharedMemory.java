package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * Memory in a file that has no name and whose size is sealed, memfd_create(2), and its mapping. Numbers of flags are
 * those of Linux on x86-64.
 */
public final class SharedMemory {

    private static final int MFD_CLOEXEC_ALLOW_SEALING = 0x1 | 0x2;
    private static final int MFD_HUGETLB = 0x4;
    private static final int MODE_OWNER_ONLY = 0600;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;
    /** F_SEAL_SEAL, F_SEAL_SHRINK and F_SEAL_GROW: the size stays, and so do these seals. */
    private static final int SIZE_SEALS = 0x1 | 0x2 | 0x4;
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int PROT_READ = 0x1;
    private static final int PROT_WRITE = 0x2;
    private static final int MAP_SHARED = 0x1;
    private static final int MAP_POPULATE = 0x8000;
    private static final int MADV_DONTFORK = 10;

    // struct stat on x86-64
    private static final int STAT_BYTES = 144;
    private static final int STAT_MODE_OFFSET = 24;
    private static final int STAT_SIZE_OFFSET = 48;
    private static final int STAT_BLOCKS_OFFSET = 64;
    private static final int STAT_BLOCK_BYTES = 512;
    private static final int S_IFMT = 0170000;
    private static final int S_IFREG = 0100000;

    private SharedMemory() {}

    /**
     * Makes an empty file in memory. Nothing is left of it when the last process lets go. Only its maker's user, and
     * root, can open it anew by {@code /proc/PID/fd}.
     *
     * @param name  shown in {@code /proc/PID/maps}; need not be unique
     * @param pages of what size its memory is to be
     * @return its descriptor, readable and writable, closed on exec
     * @throws KernelException if this process has no descriptors left, or the kernel no such pages
     */
    public static int create(String name, PageSize pages) throws KernelException {
        int flags = MFD_CLOEXEC_ALLOW_SEALING | (pages == PageSize.HUGE ? MFD_HUGETLB : 0);
        try (SystemCall call = new SystemCall()) {
            int descriptor = (int) call.require("memfd_create", CallNumber.MEMFD_CREATE, call.text(name), flags);
            if (call.run(CallNumber.FCHMOD, descriptor, MODE_OWNER_ONLY) < 0) {
                KernelException failure = call.failure("fchmod of a memory file");
                OpenFile.close(descriptor);
                throw failure;
            }
            return descriptor;
        }
    }

    /**
     * Gives a file its size and all of its memory, now: a mapping of it can never fail for lack of memory later.
     *
     * @param descriptor of an empty file
     * @param sizeBytes  1 or more; of huge pages, a multiple of theirs
     * @throws KernelException if there is not so much
     */
    public static void allocate(int descriptor, long sizeBytes) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            call.require("fallocate of " + sizeBytes + " bytes", CallNumber.FALLOCATE, descriptor, 0, 0, sizeBytes);
        }
    }

    /**
     * Forbids everybody, this process too, to change a file's size ever again: no mapping of it can lose its memory.
     *
     * @param descriptor of {@link #create}, with its final size
     * @throws KernelException if it cannot be sealed
     */
    public static void sealSize(int descriptor) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            call.require("sealing of a memory file", CallNumber.FCNTL, descriptor, F_ADD_SEALS, SIZE_SEALS);
        }
    }

    /**
     * Says whether a file's size can never change.
     *
     * @param descriptor of anything
     * @return false too if it is no file in memory
     */
    public static boolean isSizeSealed(int descriptor) {
        try (SystemCall call = new SystemCall()) {
            long seals = call.run(CallNumber.FCNTL, descriptor, F_GET_SEALS);
            return seals >= 0 && (seals & SIZE_SEALS) == SIZE_SEALS;
        }
    }

    /**
     * A file's size and memory.
     *
     * @param sizeBytes      where it ends
     * @param allocatedBytes memory that it has; less than its size if it has holes
     */
    public record Extent(long sizeBytes, long allocatedBytes) {}

    /**
     * Measures a file.
     *
     * @param descriptor of a file
     * @return its size and memory; both 0 if it is something else, a socket for instance
     * @throws KernelException if the descriptor is not open
     */
    public static Extent measure(int descriptor) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            MemorySegment status = call.bytes(STAT_BYTES);
            call.require("fstat", CallNumber.FSTAT, descriptor, status.address());
            if ((status.get(JAVA_INT, STAT_MODE_OFFSET) & S_IFMT) != S_IFREG) {
                return new Extent(0, 0);
            }
            return new Extent(
                    status.get(JAVA_LONG, STAT_SIZE_OFFSET),
                    status.get(JAVA_LONG, STAT_BLOCKS_OFFSET) * STAT_BLOCK_BYTES);
        }
    }

    /**
     * Opens a file anew, for reading: who is sent the new descriptor cannot map it for writing. A process of the same
     * user, or of root, can open the file for writing by way of its own {@code /proc/self/fd}; another user cannot.
     *
     * @param descriptor of {@link #create}
     * @return another descriptor of the same file, to be closed
     * @throws KernelException if this process has no descriptors left, or no {@code /proc}
     */
    public static int openReadOnly(int descriptor) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            String path = "/proc/self/fd/" + descriptor;
            return (int) call.require("open of " + path, CallNumber.OPEN, call.text(path), O_RDONLY_CLOEXEC);
        }
    }

    /**
     * Maps a whole file, shared, with its pages present. Children made by fork do not inherit the mapping: otherwise
     * the death of a process would not prove that nobody writes any more.
     *
     * @param descriptor of the file
     * @param sizeBytes  of the file
     * @param access     what the mapping is for
     * @return address of the first byte
     * @throws KernelException with {@link NativeLibrary#EACCES} if the descriptor does not allow so much
     */
    public static long map(int descriptor, long sizeBytes, Access access) throws KernelException {
        int protection = switch (access) {
            case READ_ONLY -> PROT_READ;
            case READ_WRITE -> PROT_READ | PROT_WRITE;
        };
        try (SystemCall call = new SystemCall()) {
            String what = "mmap of " + sizeBytes + " bytes";
            long address = call.require(
                    what, CallNumber.MMAP, 0, sizeBytes, protection, MAP_SHARED | MAP_POPULATE, descriptor, 0);
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
