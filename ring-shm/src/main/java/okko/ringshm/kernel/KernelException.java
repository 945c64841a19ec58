package okko.ringshm.kernel;

import java.io.IOException;

/** A system call failed. */
public final class KernelException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Describes the failure in one line.
     *
     * @param call  name of the system call and what it was about, {@code mmap of 16 MiB} for instance
     * @param errno as the kernel returned it
     */
    public KernelException(String call, int errno) {
        super(call + ": " + NativeLibrary.errorText(errno));
        this.errno = errno;
    }

    /** {@return the error number, as in {@code errno(3)}} */
    public int errno() {
        return errno;
    }
}
