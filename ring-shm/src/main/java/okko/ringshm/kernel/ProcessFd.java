package okko.ringshm.kernel;

/**
 * A process that is being watched: the kernel's word on whether it is dead, proof against reuse of its number.
 *
 * <p>Once dead, all its threads are gone and so are its mappings: it cannot write to shared memory any more.
 */
public final class ProcessFd implements AutoCloseable {

    private static final int SIGKILL = 9;

    private final int descriptor;

    private ProcessFd(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Begins to watch a process.
     *
     * @param pid its number
     * @return to be closed
     * @throws KernelException with {@link NativeLibrary#ESRCH} if there is no such process
     */
    public static ProcessFd open(int pid) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            return new ProcessFd(
                    (int) call.require("pidfd_open of process " + pid, SystemCall.CallNumber.PIDFD_OPEN, pid, 0));
        }
    }

    /**
     * Asks the kernel.
     *
     * @return true once all threads of the process have ended
     * @throws KernelException if the kernel does not answer
     */
    public boolean isDead() throws KernelException {
        return Poll.isReady(descriptor, 0);
    }

    /**
     * Kills the process, and no other that may have its number by now. It is dead a moment later, by {@link #isDead()}.
     *
     * @throws KernelException if this process may not, or the other is dead already
     */
    public void kill() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            call.require("pidfd_send_signal", SystemCall.CallNumber.PIDFD_SEND_SIGNAL, descriptor, SIGKILL, 0, 0);
        }
    }

    @Override
    public void close() {
        OpenFile.close(descriptor);
    }
}
