package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * A network interface whose other end is this process, {@code Documentation/networking/tuntap.rst}: what the host sends
 * by the interface is read here, what is written here the host receives. Gone when it is closed. Confined to one thread
 * at a time.
 */
public final class TapDevice implements AutoCloseable {

    private static final String CONTROL_FILE = "/dev/net/tun";
    private static final int O_RDWR_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    /** Whole Ethernet frames, no header of the device's own before them. */
    private static final short IFF_TAP_NO_PI = 0x0002 | 0x1000;

    private final MemorySegment callState = Arena.ofAuto().allocate(NativeLibrary.callState());
    private final int descriptor;

    private TapDevice(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Makes an interface, switched off.
     *
     * @param name that no other interface has
     * @return its end in this process
     * @throws KernelException if the name is taken, or the process lacks {@code CAP_NET_ADMIN}
     */
    public static TapDevice create(String name) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            MemorySegment request = NetworkInterface.request(call, name);
            request.set(JAVA_SHORT, NetworkInterface.REQUEST_UNION_OFFSET, IFF_TAP_NO_PI);
            int descriptor = (int) call.require("open of " + CONTROL_FILE, CallNumber.OPEN, call.text(CONTROL_FILE),
                    O_RDWR_NONBLOCK_CLOEXEC);
            if (call.run(CallNumber.IOCTL, descriptor, TUNSETIFF, request.address()) < 0) {
                KernelException failure = call.failure("tap interface " + name);
                OpenFile.close(descriptor);
                throw failure;
            }
            return new TapDevice(descriptor);
        }
    }

    /**
     * Receives a frame, without waiting.
     *
     * @param address       where it goes
     * @param capacityBytes how much fits there; of a longer frame the rest is lost, and this many bytes are reported
     * @return length of the frame, bytes; 0 if there is none; or the negated error number
     */
    public int receive(long address, int capacityBytes) {
        return result(SystemCall.direct(callState, CallNumber.READ, descriptor, address, capacityBytes));
    }

    /**
     * Sends a frame, without waiting.
     *
     * @param address     of its first byte
     * @param lengthBytes of the frame
     * @return its length, 0 if there is no room now, or the negated error number
     */
    public int send(long address, int lengthBytes) {
        return result(SystemCall.direct(callState, CallNumber.WRITE, descriptor, address, lengthBytes));
    }

    private int result(long result) {
        if (result >= 0) {
            return (int) result;
        }
        int errno = NativeLibrary.errno(callState);
        return errno == NativeLibrary.EAGAIN || errno == NativeLibrary.EINTR ? 0 : -errno;
    }

    /** {@return the descriptor, to be polled for frames; it stays this object's own} */
    public int descriptor() {
        return descriptor;
    }

    /** Removes the interface. Call once. */
    @Override
    public void close() {
        OpenFile.close(descriptor);
    }
}
