package okko.ringshm.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Binds functions of the C library, and knows how {@code errno} is kept.
 *
 * <p>Hold bound functions in {@code static final} fields: only then does the JIT call them without a detour.
 */
public final class NativeLibrary {

    /** Error number: no such file or directory. */
    public static final int ENOENT = 2;

    /** Error number: no such process. */
    public static final int ESRCH = 3;

    /** Error number: interrupted system call. */
    public static final int EINTR = 4;

    /** Error number: nothing there yet, on a non-blocking descriptor. */
    public static final int EAGAIN = 11;

    /** Error number: permission denied. */
    public static final int EACCES = 13;

    /** Error number: no such device. */
    public static final int ENODEV = 19;

    /** Error number: the other side of a socket has closed. */
    public static final int EPIPE = 32;

    /** Error number: this kind of file cannot do that. */
    public static final int EOPNOTSUPP = 95;

    /** Error number: the connection was given up before it was accepted. */
    public static final int ECONNABORTED = 103;

    /** Error number: the other side of a socket closed without reading what it was sent. */
    public static final int ECONNRESET = 104;

    /** Error number: nobody listens. */
    public static final int ECONNREFUSED = 111;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final int MAX_TEXT_BYTES = 256;

    private NativeLibrary() {}

    /**
     * Binds a function whose failure is told by {@code errno}.
     *
     * @param name       of the C function
     * @param descriptor of its result and parameters
     * @param options    more linker options, {@code firstVariadicArg} for instance
     * @return a handle whose first parameter is a segment of {@link #callState()}, before the function's own
     */
    public static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }

    /** {@return the layout of the segment that receives {@code errno}; one per thread} */
    public static StructLayout callState() {
        return CALL_STATE;
    }

    /**
     * Reads the error number of the last call that was given this segment.
     *
     * @param callState of {@link #callState()}'s layout
     * @return the error number; only meaningful after a call that failed
     */
    public static int errno(MemorySegment callState) {
        return (int) ERRNO.get(callState, 0L);
    }

    /**
     * Says what an error number means.
     *
     * @param errno error number
     * @return the C library's text, {@code No space left on device} for instance
     */
    public static String errorText(int errno) {
        // Bound here and not in a field: failures are rare, and binding is slow.
        MethodHandle strerror = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("strerror"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try {
            MemorySegment text = (MemorySegment) strerror.invokeExact(errno);
            return text.reinterpret(MAX_TEXT_BYTES).getString(0);
        } catch (Throwable e) {
            throw new LinkageError("strerror", e);
        }
    }
}
