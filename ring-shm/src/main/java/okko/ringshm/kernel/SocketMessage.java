package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * A message and its file descriptors, as sendmsg(2) and recvmsg(2) want them on a 64-bit Linux.
 *
 * <pre>
 *  struct msghdr                      struct iovec          struct cmsghdr
 *  offset  size  field                offset  size  field   offset  size  field
 *       0     8  name                      0     8  base         0     8  length, header included
 *       8     4  name length               8     8  length       8     4  level
 *      16     8  iovec                                          12     4  type
 *      24     8  iovec count                                    16   4*n  descriptors
 *      32     8  control
 *      40     8  control length
 *      48     4  flags
 * </pre>
 */
final class SocketMessage {

    private static final int MSGHDR_BYTES = 56;
    private static final int MSGHDR_IOV_OFFSET = 16;
    private static final int MSGHDR_IOV_COUNT_OFFSET = 24;
    private static final int MSGHDR_CONTROL_OFFSET = 32;
    private static final int MSGHDR_CONTROL_LENGTH_OFFSET = 40;
    private static final int IOVEC_BYTES = 16;
    private static final int IOVEC_LENGTH_OFFSET = 8;
    private static final int CMSG_LEVEL_OFFSET = 8;
    private static final int CMSG_TYPE_OFFSET = 12;
    private static final int CMSG_DATA_OFFSET = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    private final MemorySegment header;
    private final MemorySegment bytes;
    private final MemorySegment control;

    private SocketMessage(SystemCall call, int byteCount, int descriptorCount) {
        header = call.bytes(MSGHDR_BYTES);
        bytes = call.bytes(Math.max(1, byteCount));
        MemorySegment vector = call.bytes(IOVEC_BYTES);
        vector.set(ADDRESS, 0, bytes);
        vector.set(JAVA_LONG, IOVEC_LENGTH_OFFSET, byteCount);
        header.set(ADDRESS, MSGHDR_IOV_OFFSET, vector);
        header.set(JAVA_LONG, MSGHDR_IOV_COUNT_OFFSET, 1);
        if (descriptorCount == 0) {
            control = MemorySegment.NULL; // without room for descriptors the kernel drops those that come
        } else {
            int room = CMSG_DATA_OFFSET + descriptorCount * Integer.BYTES;
            control = call.bytes(room + Long.BYTES);
            header.set(ADDRESS, MSGHDR_CONTROL_OFFSET, control);
            header.set(JAVA_LONG, MSGHDR_CONTROL_LENGTH_OFFSET, room);
        }
    }

    /** A message to be sent. */
    static SocketMessage outgoing(SystemCall call, byte[] bytes, int[] descriptors) {
        SocketMessage message = new SocketMessage(call, bytes.length, descriptors.length);
        message.bytes.copyFrom(MemorySegment.ofArray(bytes));
        if (descriptors.length > 0) {
            MemorySegment control = message.control;
            control.set(JAVA_LONG, 0, CMSG_DATA_OFFSET + (long) descriptors.length * Integer.BYTES);
            control.set(JAVA_INT, CMSG_LEVEL_OFFSET, SOL_SOCKET);
            control.set(JAVA_INT, CMSG_TYPE_OFFSET, SCM_RIGHTS);
            for (int i = 0; i < descriptors.length; i++) {
                control.set(JAVA_INT, CMSG_DATA_OFFSET + (long) i * Integer.BYTES, descriptors[i]);
            }
        }
        return message;
    }

    /** Room for a message to be received. */
    static SocketMessage incoming(SystemCall call, int maxBytes, int maxDescriptors) {
        return new SocketMessage(call, maxBytes, maxDescriptors);
    }

    /** Address of the {@code struct msghdr}. */
    long header() {
        return header.address();
    }

    byte[] bytes(int count) {
        return bytes.asSlice(0, count).toArray(JAVA_BYTE);
    }

    /** The descriptors that recvmsg left in the control buffer; those that did not fit, the kernel has dropped. */
    int[] descriptors() {
        long controlBytes = header.get(JAVA_LONG, MSGHDR_CONTROL_LENGTH_OFFSET);
        if (controlBytes < CMSG_DATA_OFFSET
                || control.get(JAVA_INT, CMSG_LEVEL_OFFSET) != SOL_SOCKET
                || control.get(JAVA_INT, CMSG_TYPE_OFFSET) != SCM_RIGHTS) {
            return new int[0];
        }
        int count = (int) ((control.get(JAVA_LONG, 0) - CMSG_DATA_OFFSET) / Integer.BYTES);
        return control.asSlice(CMSG_DATA_OFFSET, (long) count * Integer.BYTES).toArray(JAVA_INT);
    }
}
