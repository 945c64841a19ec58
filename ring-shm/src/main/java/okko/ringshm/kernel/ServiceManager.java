package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import okko.ringshm.kernel.SystemCall.CallNumber;

/**
 * Whoever started this process and wants to hear how it is, systemd usually: the protocol of {@code sd_notify(3)},
 * one datagram per message to the socket that the environment names.
 *
 * <p>Nothing that the manager does or fails to do disturbs this process: a message that cannot be sent is lost, and
 * where there is no manager all are.
 */
public final class ServiceManager implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PATH_OFFSET = 2;
    private static final int MAX_PATH_BYTES = 107;
    private static final long NS_PER_US = 1_000;

    private static final int NOBODY = -1;

    private final int descriptor;
    private final byte[] path;
    private final long watchdogNs;

    private ServiceManager(int descriptor, byte[] path, long watchdogNs) {
        this.descriptor = descriptor;
        this.path = path;
        this.watchdogNs = watchdogNs;
    }

    /**
     * Finds the manager in the environment: {@code NOTIFY_SOCKET}, and {@code WATCHDOG_USEC} unless
     * {@code WATCHDOG_PID} names another process.
     *
     * @param environment of this process
     * @return the manager, to be closed; one that hears nothing if the environment names none, or its address is none
     * @throws KernelException if this process has no descriptors left
     */
    public static ServiceManager of(Map<String, String> environment) throws KernelException {
        byte[] path = environment.getOrDefault("NOTIFY_SOCKET", "").getBytes(StandardCharsets.UTF_8);
        if (path.length < 2 || path.length > MAX_PATH_BYTES || path[0] != '/' && path[0] != '@') {
            return new ServiceManager(NOBODY, path, 0);
        }
        if (path[0] == '@') {
            path[0] = 0; // an address of Linux's abstract kind
        }
        try (SystemCall call = new SystemCall()) {
            int socket = (int) call.require("socket", CallNumber.SOCKET, AF_UNIX, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
            return new ServiceManager(socket, path, watchdogNs(environment));
        }
    }

    private static long watchdogNs(Map<String, String> environment) {
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean isMeant = pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid()));
        String microseconds = environment.getOrDefault("WATCHDOG_USEC", "");
        return isMeant && microseconds.matches("[0-9]{1,15}") ? Long.parseLong(microseconds) * NS_PER_US : 0;
    }

    /** {@return within what time the manager wants each sign of life, nanoseconds; 0 if it wants none} */
    public long watchdogNs() {
        return watchdogNs;
    }

    /**
     * Says that this process does now what it is for.
     *
     * @param status how it is, one line
     */
    public void ready(String status) {
        send("READY=1\nSTATUS=" + status);
    }

    /**
     * Says how this process is.
     *
     * @param status one line
     */
    public void status(String status) {
        send("STATUS=" + status);
    }

    /** Says that this process is about to end as it was asked to. */
    public void stopping() {
        send("STOPPING=1");
    }

    /** Says that this process makes progress: within {@link #watchdogNs} of the last time, or it is ended. */
    public void alive() {
        send("WATCHDOG=1");
    }

    private void send(String message) {
        if (descriptor == NOBODY) {
            return;
        }
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try (SystemCall call = new SystemCall()) {
            MemorySegment address = call.bytes(PATH_OFFSET + path.length + 1L);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_OFFSET, path.length);
            MemorySegment text = call.bytes(bytes.length);
            MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
            call.run(CallNumber.SENDTO, descriptor, text.address(), bytes.length, MSG_NOSIGNAL, address.address(),
                    PATH_OFFSET + path.length);
        }
    }

    @Override
    public void close() {
        if (descriptor != NOBODY) {
            OpenFile.close(descriptor);
        }
    }
}
