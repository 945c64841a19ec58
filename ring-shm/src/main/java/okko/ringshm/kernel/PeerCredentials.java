package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * Who a process is, in the words of the kernel.
 *
 * @param pid number of the process, as seen in this process's PID namespace; 0 if it is not visible there
 * @param uid effective user
 * @param gid effective group
 */
public record PeerCredentials(int pid, int uid, int gid) {

    private static final MethodHandle GETPID = NativeLibrary.bind("getpid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle GETEUID = NativeLibrary.bind("geteuid", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle GETEGID = NativeLibrary.bind("getegid", FunctionDescriptor.of(JAVA_INT));

    /** {@return who this process is} */
    public static PeerCredentials self() {
        try (SystemCall call = new SystemCall()) {
            return new PeerCredentials(
                    (int) call.once(state -> (int) GETPID.invokeExact(state)),
                    (int) call.once(state -> (int) GETEUID.invokeExact(state)),
                    (int) call.once(state -> (int) GETEGID.invokeExact(state)));
        }
    }
}
