package okko.ringshm.kernel;

import java.nio.file.Path;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * Room on a disk, asked for before it is needed: a write through a mapping to a disk that turns out to be full is no
 * error that a program could handle, but a signal.
 */
public final class DiskSpace {

    private static final int O_RDWR = 0x2;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MODE_OWNER_ONLY = 0600;

    private DiskSpace() {}

    /**
     * Makes a file of zeros that has all of its blocks.
     *
     * @param file      that does not exist yet
     * @param sizeBytes 1 or more
     * @throws KernelException if the disk is too full, the directory takes no files, or its file system cannot reserve
     *                         blocks; there is no file then
     */
    public static void reserve(Path file, long sizeBytes) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            int descriptor = (int) call.require("open of " + file, CallNumber.OPEN, call.text(file.toString()),
                    O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, MODE_OWNER_ONLY);
            try {
                call.require("reserving " + sizeBytes + " bytes for " + file, CallNumber.FALLOCATE, descriptor, 0, 0,
                        sizeBytes);
            } catch (KernelException e) {
                call.run(CallNumber.UNLINK, call.text(file.toString()));
                throw e;
            } finally {
                call.run(CallNumber.CLOSE, descriptor);
            }
        }
    }
}
