package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import okko.ringshm.kernel.SystemCall.CallNumber;

/** A Unix socket that keeps messages apart and can carry file descriptors. It never waits unless told to. */
public final class SeqpacketSocket implements AutoCloseable {

    /** Longest path of a socket, bytes: what fits into {@code sockaddr_un} before its final zero. */
    public static final int MAX_PATH_BYTES = 107;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET_NONBLOCK_CLOEXEC = 5 | 0x800 | 0x80000;
    private static final int SOCK_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int SOCKADDR_UN_BYTES = 110;
    private static final int SOCKADDR_PATH_OFFSET = 2;
    private static final int BACKLOG = 64;
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int UCRED_BYTES = 12;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;

    private final int descriptor;

    private SeqpacketSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Says whether a path can name a socket.
     *
     * @param path of a socket
     * @throws IOException if it is too long, with both lengths
     */
    public static void checkPath(Path path) throws IOException {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_PATH_BYTES) {
            throw new IOException("the path of a socket has at most " + MAX_PATH_BYTES + " bytes: " + path + " has "
                    + length);
        }
    }

    /**
     * Makes a socket with a name and waits for connections, of its user and root alone unless its mode is changed.
     *
     * @param path that does not exist yet
     * @return to be closed; the name stays
     * @throws IOException if the path is too long, taken or not writable
     */
    public static SeqpacketSocket listen(Path path) throws IOException {
        checkPath(path);
        int descriptor = create();
        try (SystemCall call = new SystemCall()) {
            call.require("bind to " + path, CallNumber.BIND, descriptor, address(call, path), SOCKADDR_UN_BYTES);
            Files.setPosixFilePermissions(path, OWNER_ONLY); // before anybody can connect
            call.require("listen at " + path, CallNumber.LISTEN, descriptor, BACKLOG);
            return new SeqpacketSocket(descriptor);
        } catch (IOException e) {
            OpenFile.close(descriptor);
            throw e;
        }
    }

    /**
     * Connects to a listening socket.
     *
     * @param path of the socket
     * @return to be closed
     * @throws IOException if the path is too long; a {@link KernelException} with {@link NativeLibrary#ENOENT} or
     *                     {@link NativeLibrary#ECONNREFUSED} if nobody listens, {@link NativeLibrary#EAGAIN} if too
     *                     many wait already
     */
    public static SeqpacketSocket connect(Path path) throws IOException {
        checkPath(path);
        int descriptor = create();
        try (SystemCall call = new SystemCall()) {
            call.require("connect to " + path, CallNumber.CONNECT, descriptor, address(call, path), SOCKADDR_UN_BYTES);
            return new SeqpacketSocket(descriptor);
        } catch (KernelException e) {
            OpenFile.close(descriptor);
            throw e;
        }
    }

    private static int create() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            return (int) call.require("socket", CallNumber.SOCKET, AF_UNIX, SOCK_SEQPACKET_NONBLOCK_CLOEXEC, 0);
        }
    }

    private static long address(SystemCall call, Path path) {
        MemorySegment address = call.bytes(SOCKADDR_UN_BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, SOCKADDR_PATH_OFFSET, name.length);
        return address.address();
    }

    /**
     * Accepts a connection if there is one.
     *
     * @return the connection, to be closed; empty if nobody waits
     * @throws KernelException if the kernel refuses, for want of descriptors for instance
     */
    public Optional<SeqpacketSocket> accept() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            long connection = call.run(CallNumber.ACCEPT4, descriptor, 0, 0, SOCK_NONBLOCK_CLOEXEC);
            if (connection >= 0) {
                return Optional.of(new SeqpacketSocket((int) connection));
            }
            if (call.errno() == NativeLibrary.EAGAIN || call.errno() == NativeLibrary.ECONNABORTED) {
                return Optional.empty();
            }
            throw call.failure("accept");
        }
    }

    /**
     * Asks the kernel who connected.
     *
     * @return the process that called connect or listen on the other side, at that time
     * @throws KernelException if this socket is not connected
     */
    public PeerCredentials peer() throws KernelException {
        try (SystemCall call = new SystemCall()) {
            MemorySegment credentials = call.bytes(UCRED_BYTES);
            MemorySegment length = call.bytes(Integer.BYTES);
            length.set(JAVA_INT, 0, UCRED_BYTES);
            call.require(
                    "SO_PEERCRED",
                    CallNumber.GETSOCKOPT,
                    descriptor,
                    SOL_SOCKET,
                    SO_PEERCRED,
                    credentials.address(),
                    length.address());
            return new PeerCredentials(
                    credentials.get(JAVA_INT, 0), credentials.get(JAVA_INT, 4), credentials.get(JAVA_INT, 8));
        }
    }

    /**
     * Sends a message.
     *
     * @param bytes       of the message, at least one
     * @param descriptors that the receiver gets duplicates of
     * @throws KernelException if the other side has gone, or does not read
     */
    public void send(byte[] bytes, int... descriptors) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            long header = SocketMessage.outgoing(call, bytes, descriptors).header();
            call.require("sendmsg of " + bytes.length + " bytes", CallNumber.SENDMSG, descriptor, header, MSG_NOSIGNAL);
        }
    }

    /**
     * Receives a message if there is one.
     *
     * @param maxBytes       more are cut off
     * @param maxDescriptors more are dropped by the kernel and do not reach this process; with 0, all of them
     * @return what came; an empty message counts as the end, the two cannot be told apart
     * @throws KernelException if the socket is broken
     */
    public Receipt receive(int maxBytes, int maxDescriptors) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            SocketMessage message = SocketMessage.incoming(call, maxBytes, maxDescriptors);
            long count = call.run(CallNumber.RECVMSG, descriptor, message.header(), MSG_CMSG_CLOEXEC);
            if (count < 0 && call.errno() == NativeLibrary.ECONNRESET) {
                // Told once, and before what the other side had sent: that is still there.
                count = call.run(CallNumber.RECVMSG, descriptor, message.header(), MSG_CMSG_CLOEXEC);
            }
            if (count > 0) {
                return new Receipt.Message(message.bytes((int) count), message.descriptors());
            }
            if (count == 0) {
                for (int surplus : message.descriptors()) {
                    OpenFile.close(surplus);
                }
                return new Receipt.Closed();
            }
            return switch (call.errno()) {
                case NativeLibrary.EAGAIN -> new Receipt.Nothing();
                case NativeLibrary.ECONNRESET, NativeLibrary.EPIPE -> new Receipt.Closed();
                default -> throw call.failure("recvmsg");
            };
        }
    }

    /**
     * Waits until {@link #receive} or {@link #accept} will find something.
     *
     * @param timeoutMs longest wait, milliseconds
     * @return false if the time is over
     * @throws KernelException if the kernel refuses
     */
    public boolean awaitReadable(int timeoutMs) throws KernelException {
        return Poll.isReady(descriptor, timeoutMs);
    }

    @Override
    public void close() {
        OpenFile.close(descriptor);
    }
}
