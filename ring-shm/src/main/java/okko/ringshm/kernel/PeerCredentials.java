package okko.ringshm.kernel;

/**
 * Who a process is, in the words of the kernel.
 *
 * @param pid number of the process, as seen in this process's PID namespace; 0 if it is not visible there
 * @param uid effective user
 * @param gid effective group
 */
public record PeerCredentials(int pid, int uid, int gid) {

    /** {@return who this process is} */
    public static PeerCredentials self() {
        try (SystemCall call = new SystemCall()) {
            return new PeerCredentials(
                    (int) call.once(SystemCall.CallNumber.GETPID),
                    (int) call.once(SystemCall.CallNumber.GETEUID),
                    (int) call.once(SystemCall.CallNumber.GETEGID));
        }
    }
}
