package okko.ringshm.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import okko.ringshm.kernel.SystemCall.CallNumber;

/** Descriptors of all sorts, for tests, and what this process has open and mapped. */
public final class Descriptors {

    private static final int O_RDWR_NONBLOCK_CLOEXEC = 0x2 | 0x800 | 0x80000;
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int AF_UNIX_SEQPACKET_CLOEXEC = 5 | 0x80000;

    private Descriptors() {}

    /** For reading and writing; of a fifo too, without waiting. */
    public static int open(Path path) throws KernelException {
        return open(path, O_RDWR_NONBLOCK_CLOEXEC);
    }

    /** For reading; of a directory too. */
    public static int openReadOnly(Path path) throws KernelException {
        return open(path, O_RDONLY_CLOEXEC);
    }

    private static int open(Path path, int flags) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            return (int) call.require("open of " + path, CallNumber.OPEN, call.text(path.toString()), flags, 0600);
        }
    }

    /** Not connected. */
    public static int socket() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            return (int) call.require("socket", CallNumber.SOCKET, 1, AF_UNIX_SEQPACKET_CLOEXEC, 0);
        }
    }

    /** A sealed memory file that has memory for its last byte alone. */
    public static int sparse(long sizeBytes) throws IOException {
        int descriptor = SharedMemory.create("sparse", PageSize.SMALL);
        if (sizeBytes > 0) {
            Path path = Path.of("/proc/self/fd/" + descriptor);
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate(1), sizeBytes - 1);
            }
        }
        SharedMemory.sealSize(descriptor);
        return descriptor;
    }

    /** How many descriptors this process has open. */
    public static long count() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }

    /** How many regions this process has mapped. */
    public static long countMappedRegions() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("/memfd:")).count();
        }
    }
}
