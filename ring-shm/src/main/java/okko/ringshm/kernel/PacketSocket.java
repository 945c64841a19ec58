package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * A raw {@code AF_PACKET} socket on one network interface: sends and receives whole Ethernet frames, a batch per
 * system call, never waiting. Confined to one thread at a time. See packet(7), recvmmsg(2), sendmmsg(2).
 *
 * <p>The kernel reads and writes the caller's memory: {@link #postReceive} and {@link #postSend} fill a slot,
 * {@link #receive} and {@link #send} hand over slots. The arrays behind the slots are built once.
 */
public final class PacketSocket implements AutoCloseable {

    /** Bit of {@link #status}: the sender left the TCP or UDP checksum to a network card that does not exist. */
    public static final int STATUS_CHECKSUM_NOT_READY = 1 << 3;

    /** Bit of {@link #status}: {@link #vlanControl} holds a tag that the kernel has cut out of the frame. */
    public static final int STATUS_VLAN_VALID = 1 << 4;

    /** Bit of {@link #status}: {@link #vlanType} holds the tag's Ethernet type. */
    public static final int STATUS_VLAN_TYPE_VALID = 1 << 6;

    /** Bit of {@link #status}: a TCP segment that the sender left to a card to be cut; Linux tells since 6.0. */
    public static final int STATUS_LONG_SEGMENT = 1 << 8;

    /** What of a frame does not fit where {@link #postReceive} says goes on here, up to so much. */
    private static final int OVERFLOW_BYTES = 1 << 16;

    /** Most of the kernel's interface name, {@code IFNAMSIZ} without its final zero. */
    private static final int MAX_NAME_BYTES = 15;

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_NONBLOCK_CLOEXEC = 3 | 0x800 | 0x80000;
    private static final int ETH_P_ALL_BIG_ENDIAN = 0x0300;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;

    /** The kernel doubles it, and counts some 2,300 bytes for a frame of 1,500: room for a burst of 1,800 of them. */
    private static final int RECEIVE_BUFFER_BYTES = 2 << 20;

    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_AUXDATA = 8;
    private static final int PACKET_FANOUT = 18;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int PACKET_MR_PROMISC = 1;

    /** Instead of the number of a group: a new one, of type PACKET_FANOUT_HASH, with PACKET_FANOUT_FLAG_UNIQUEID. */
    private static final int NEW_GROUP = 0x2000 << 16;
    private static final int GROUP_NUMBER_MASK = 0xffff;

    /** Receive calls that get rid of what came too early: a socket's memory holds no more. */
    private static final int FORGET_ROUNDS = 64;

    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;

    // struct sockaddr_ll and struct packet_mreq, <linux/if_packet.h>
    private static final int ADDRESS_BYTES = 20;
    private static final int ADDRESS_PROTOCOL_OFFSET = 2;
    private static final int ADDRESS_INTERFACE_OFFSET = 4;
    private static final int MEMBERSHIP_BYTES = 16;
    private static final int MEMBERSHIP_TYPE_OFFSET = 4;

    // struct iovec and struct mmsghdr on 64-bit Linux
    private static final int VECTOR_BYTES = 16;
    private static final int VECTOR_LENGTH_OFFSET = 8;
    private static final int MESSAGE_BYTES = 64;
    private static final int MESSAGE_VECTOR_OFFSET = 16;
    private static final int MESSAGE_VECTOR_COUNT_OFFSET = 24;
    private static final int MESSAGE_CONTROL_OFFSET = 32;
    private static final int MESSAGE_CONTROL_BYTES_OFFSET = 40;
    private static final int MESSAGE_FLAGS_OFFSET = 48;
    private static final int MESSAGE_LENGTH_OFFSET = 56;

    // struct cmsghdr, followed by struct tpacket_auxdata
    private static final int CONTROL_BYTES = 40;
    private static final int CONTROL_TYPE_OFFSET = 12;
    private static final int CONTROL_STATUS_OFFSET = 16;
    private static final int CONTROL_VLAN_CONTROL_OFFSET = 32;
    private static final int CONTROL_VLAN_TYPE_OFFSET = 34;

    private static final MethodHandle SOCKET =
            NativeLibrary.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            NativeLibrary.bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT = NativeLibrary.bind(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT = NativeLibrary.bind(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle IF_NAMETOINDEX =
            NativeLibrary.bind("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle CLOSE = NativeLibrary.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle RECVMMSG = NativeLibrary.bind(
            "recvmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle SENDMMSG = NativeLibrary.bind(
            "sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));

    private final MemorySegment callState = Arena.ofAuto().allocate(NativeLibrary.callState());
    private final int slots;
    private final long overflow;
    private final long receiveMessages;
    private final long sendMessages;
    private final int descriptor;
    private final int interfaceIndex;

    private PacketSocket(int descriptor, int interfaceIndex, int slots) {
        this.descriptor = descriptor;
        this.interfaceIndex = interfaceIndex;
        this.slots = slots;
        overflow = UnsafeApi.allocateMemory((long) slots * OVERFLOW_BYTES);
        receiveMessages = newMessages(slots, 2, CONTROL_BYTES);
        sendMessages = newMessages(slots, 1, 0);
        for (int slot = 0; slot < slots; slot++) {
            long vector = vectors(receiveMessages) + (2L * slot + 1) * VECTOR_BYTES;
            UnsafeApi.putLong(vector, overflow(slot));
            UnsafeApi.putLong(vector + VECTOR_LENGTH_OFFSET, OVERFLOW_BYTES);
        }
    }

    /**
     * Opens a socket on an interface, in promiscuous mode until it is closed; frames that the host itself sends by
     * the interface are not received.
     *
     * @param interfaceName of an existing network interface
     * @param slots         frames per system call, 1 or more
     * @return the socket
     * @throws KernelException if there is no such interface, or the process lacks {@code CAP_NET_RAW}
     */
    public static PacketSocket open(String interfaceName, int slots) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(NativeLibrary.callState());
            int index = interfaceIndex(interfaceName, arena, state);
            int descriptor = (int) SOCKET.invokeExact(state, AF_PACKET, SOCK_RAW_NONBLOCK_CLOEXEC, 0);
            check(descriptor, "packet socket on " + interfaceName, state);
            try {
                configure(descriptor, index, interfaceName, arena, state);
            } catch (KernelException e) {
                int _ = (int) CLOSE.invokeExact(state, descriptor);
                throw e;
            }
            return new PacketSocket(descriptor, index, slots);
        } catch (KernelException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("packet socket", e);
        }
    }

    /**
     * Opens several sockets on an interface that share its frames: all frames of a flow, both directions of it, come to
     * the same socket, in order; fragments other than the first, which show no ports, may come to another.
     *
     * @param interfaceName of an existing network interface, which is up if there are to be several
     * @param slots         frames per system call, 1 or more
     * @param count         how many sockets, 1 or more
     * @return the sockets
     * @throws KernelException as {@link #open} does, or if the interface is down; none is open then
     */
    public static List<PacketSocket> openAll(String interfaceName, int slots, int count) throws KernelException {
        List<PacketSocket> sockets = new ArrayList<>();
        try {
            int group = NEW_GROUP;
            for (int i = 0; i < count; i++) {
                PacketSocket socket = open(interfaceName, slots);
                sockets.add(socket);
                if (count > 1) {
                    group = socket.join(group, interfaceName);
                    socket.forgetReceived(); // what came before is another socket's too
                }
            }
            return sockets;
        } catch (KernelException e) {
            sockets.forEach(PacketSocket::close);
            throw e;
        }
    }

    /** Shares frames by flow with the sockets of a group. {@return the group} */
    private int join(int group, String name) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            String call = "PACKET_FANOUT on " + name;
            MemorySegment value = arena.allocateFrom(JAVA_INT, group);
            option(descriptor, PACKET_FANOUT, value, call, callState);
            MemorySegment bytes = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            check((int) GETSOCKOPT.invokeExact(callState, descriptor, SOL_PACKET, PACKET_FANOUT, value, bytes),
                    call, callState);
            return value.get(JAVA_INT, 0) & GROUP_NUMBER_MASK;
        } catch (KernelException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("getsockopt", e);
        }
    }

    private void forgetReceived() {
        int most = FORGET_ROUNDS;
        while (most > 0 && receive(slots) == slots) {
            most--;
        }
    }

    private static int interfaceIndex(String name, Arena arena, MemorySegment state) throws Throwable {
        String call = "network interface " + name;
        if (name.isEmpty() || name.length() > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    call + ": a name has 1 to " + MAX_NAME_BYTES + " characters");
        }
        int index = (int) IF_NAMETOINDEX.invokeExact(state, arena.allocateFrom(name));
        return check(index == 0 ? -1 : index, call, state);
    }

    private static void configure(int descriptor, int index, String name, Arena arena, MemorySegment state)
            throws Throwable {
        enlargeReceiveBuffer(descriptor, arena, state);
        MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
        option(descriptor, PACKET_AUXDATA, on, "PACKET_AUXDATA on " + name, state);
        option(descriptor, PACKET_IGNORE_OUTGOING, on, "PACKET_IGNORE_OUTGOING on " + name, state);
        MemorySegment address = arena.allocate(ADDRESS_BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(ValueLayout.JAVA_SHORT, ADDRESS_PROTOCOL_OFFSET, (short) ETH_P_ALL_BIG_ENDIAN);
        address.set(JAVA_INT, ADDRESS_INTERFACE_OFFSET, index);
        check((int) BIND.invokeExact(state, descriptor, address, ADDRESS_BYTES), "bind to " + name, state);
        MemorySegment membership = arena.allocate(MEMBERSHIP_BYTES);
        membership.set(JAVA_INT, 0, index);
        membership.set(ValueLayout.JAVA_SHORT, MEMBERSHIP_TYPE_OFFSET, (short) PACKET_MR_PROMISC);
        option(descriptor, PACKET_ADD_MEMBERSHIP, membership, "promiscuous mode of " + name, state);
    }

    /** As far as the user may, by {@code net.core.rmem_max} at most; a smaller one loses shorter bursts already. */
    private static void enlargeReceiveBuffer(int descriptor, Arena arena, MemorySegment state) throws Throwable {
        MemorySegment bytes = arena.allocateFrom(JAVA_INT, RECEIVE_BUFFER_BYTES);
        if ((int) SETSOCKOPT.invokeExact(state, descriptor, SOL_SOCKET, SO_RCVBUFFORCE, bytes, Integer.BYTES) < 0) {
            int _ = (int) SETSOCKOPT.invokeExact(state, descriptor, SOL_SOCKET, SO_RCVBUF, bytes, Integer.BYTES);
        }
    }

    private static void option(int descriptor, int option, MemorySegment value, String call, MemorySegment state)
            throws Throwable {
        int bytes = (int) value.byteSize();
        check((int) SETSOCKOPT.invokeExact(state, descriptor, SOL_PACKET, option, value, bytes), call, state);
    }

    private static int check(int result, String call, MemorySegment state) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, NativeLibrary.errno(state));
        }
        return result;
    }

    /** One block: message headers, then their vectors, then their control buffers. */
    private static long newMessages(int slots, int vectorsPerSlot, int controlBytes) {
        long bytes = (long) slots * (MESSAGE_BYTES + vectorsPerSlot * VECTOR_BYTES + controlBytes);
        long messages = UnsafeApi.allocateMemory(bytes);
        UnsafeApi.setMemory(messages, bytes, (byte) 0);
        long vectors = messages + (long) slots * MESSAGE_BYTES;
        long controls = vectors + (long) slots * vectorsPerSlot * VECTOR_BYTES;
        for (int slot = 0; slot < slots; slot++) {
            long message = messages + (long) slot * MESSAGE_BYTES;
            UnsafeApi.putLong(message + MESSAGE_VECTOR_OFFSET, vectors + (long) slot * vectorsPerSlot * VECTOR_BYTES);
            UnsafeApi.putLong(message + MESSAGE_VECTOR_COUNT_OFFSET, vectorsPerSlot);
            if (controlBytes > 0) {
                UnsafeApi.putLong(message + MESSAGE_CONTROL_OFFSET, controls + (long) slot * controlBytes);
            }
        }
        return messages;
    }

    /**
     * Says where the next frame for a slot goes.
     *
     * @param slot          0 to slots - 1
     * @param address       of memory that stays valid until the slot is posted again or the socket is closed
     * @param capacityBytes how much fits there
     */
    public void postReceive(int slot, long address, int capacityBytes) {
        post(vectors(receiveMessages) + 2L * slot * VECTOR_BYTES, address, capacityBytes);
    }

    /**
     * Says which frame a slot sends.
     *
     * @param slot        0 to slots - 1
     * @param address     of the frame's first byte
     * @param lengthBytes of the frame
     */
    public void postSend(int slot, long address, int lengthBytes) {
        post(vectors(sendMessages) + (long) slot * VECTOR_BYTES, address, lengthBytes);
    }

    private long vectors(long messages) {
        return messages + (long) slots * MESSAGE_BYTES;
    }

    private static void post(long vector, long address, int bytes) {
        UnsafeApi.putLong(vector, address);
        UnsafeApi.putLong(vector + VECTOR_LENGTH_OFFSET, bytes);
    }

    /**
     * Receives frames into slots 0, 1, and so on, without waiting.
     *
     * @param count slots to use, all of them posted
     * @return how many frames came, 0 if there are none now; or the negated error number
     */
    public int receive(int count) {
        for (int slot = 0; slot < count; slot++) {
            long message = receiveMessages + (long) slot * MESSAGE_BYTES;
            UnsafeApi.putLong(message + MESSAGE_CONTROL_BYTES_OFFSET, CONTROL_BYTES);
        }
        try {
            // MSG_TRUNC makes the length that of the frame, even if less of it fitted.
            int received = (int) RECVMMSG.invokeExact(
                    callState, descriptor, receiveMessages, count, MSG_DONTWAIT | MSG_TRUNC, 0L);
            return received >= 0 ? received : failure();
        } catch (Throwable e) {
            throw new LinkageError("recvmmsg", e);
        }
    }

    /**
     * Sends the frames of some slots, in order, without waiting.
     *
     * @param first slot
     * @param count slots, 1 or more, all of them posted
     * @return how many of them the kernel took, 0 if its queue is full; or the negated error number if it refused
     *     the first one
     */
    public int send(int first, int count) {
        try {
            int sent = (int) SENDMMSG.invokeExact(
                    callState, descriptor, sendMessages + (long) first * MESSAGE_BYTES, count, MSG_DONTWAIT);
            return sent >= 0 ? sent : failure();
        } catch (Throwable e) {
            throw new LinkageError("sendmmsg", e);
        }
    }

    private int failure() {
        int errno = NativeLibrary.errno(callState);
        return errno == NativeLibrary.EAGAIN || errno == NativeLibrary.EINTR ? 0 : -errno;
    }

    /**
     * Reads the length of a received frame.
     *
     * @param slot that was received into
     * @return bytes of the frame, more than the slot's capacity if it goes on in the overflow or did not fit
     */
    public int lengthBytes(int slot) {
        return UnsafeApi.getInt(receiveMessages + (long) slot * MESSAGE_BYTES + MESSAGE_LENGTH_OFFSET);
    }

    /**
     * Tells where a long frame goes on.
     *
     * @param slot that was received into
     * @return address of its first byte that did not fit where the slot was posted
     */
    public long overflow(int slot) {
        return overflow + (long) slot * OVERFLOW_BYTES;
    }

    /**
     * Says whether a frame did not fit, the overflow included.
     *
     * @param slot that was received into
     * @return true if only its beginning is there
     */
    public boolean isTruncated(int slot) {
        long message = receiveMessages + (long) slot * MESSAGE_BYTES;
        return (UnsafeApi.getInt(message + MESSAGE_FLAGS_OFFSET) & MSG_TRUNC) != 0;
    }

    /**
     * Reads what the kernel knows about a received frame.
     *
     * @param slot that was received into
     * @return the {@code STATUS} bits; 0 if the kernel said nothing
     */
    public int status(int slot) {
        long message = receiveMessages + (long) slot * MESSAGE_BYTES;
        long control = control(slot);
        boolean present = UnsafeApi.getLong(message + MESSAGE_CONTROL_BYTES_OFFSET) > CONTROL_STATUS_OFFSET
                && UnsafeApi.getInt(control + CONTROL_TYPE_OFFSET) == PACKET_AUXDATA;
        return present ? UnsafeApi.getInt(control + CONTROL_STATUS_OFFSET) : 0;
    }

    /**
     * Reads the tag control information that the kernel has cut out of a frame.
     *
     * @param slot whose status has {@link #STATUS_VLAN_VALID}
     * @return 16 bits
     */
    public int vlanControl(int slot) {
        return Short.toUnsignedInt(UnsafeApi.getShort(control(slot) + CONTROL_VLAN_CONTROL_OFFSET));
    }

    /**
     * Reads the Ethernet type of the tag that the kernel has cut out of a frame.
     *
     * @param slot whose status has {@link #STATUS_VLAN_TYPE_VALID}
     * @return 16 bits
     */
    public int vlanType(int slot) {
        return Short.toUnsignedInt(UnsafeApi.getShort(control(slot) + CONTROL_VLAN_TYPE_OFFSET));
    }

    private long control(int slot) {
        return vectors(receiveMessages) + (long) slots * 2 * VECTOR_BYTES + (long) slot * CONTROL_BYTES;
    }

    /** {@return number of the interface that the socket was opened on} */
    public int interfaceIndex() {
        return interfaceIndex;
    }

    /** {@return the descriptor, to be polled for frames; it stays this object's own} */
    public int descriptor() {
        return descriptor;
    }

    /** Closes the socket; the interface leaves promiscuous mode unless somebody else wants it. Call once. */
    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(callState, descriptor);
        } catch (Throwable e) {
            throw new LinkageError("close", e);
        }
        UnsafeApi.freeMemory(overflow);
        UnsafeApi.freeMemory(receiveMessages);
        UnsafeApi.freeMemory(sendMessages);
    }
}
