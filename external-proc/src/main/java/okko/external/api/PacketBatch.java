package okko.external.api;

import java.util.Objects;
import okko.external.api.PacketFeed.Access;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.wire.NetworkOrder;
import org.agrona.UnsafeApi;

/**
 * Packets on loan from the switch: an index names one. Reused for ever, confined to the processor's thread.
 *
 * <p>Packets that came have the indexes 0 to {@link #size()} - 1. A packet that the processor {@linkplain #originate
 * originates} has one behind them, and all methods speak of it as of the others.
 *
 * <p>Offsets within a frame count from its first byte, and are checked, each number is in network order. The header
 * classes of {@code okko.ringshm.wire} read at an {@link #address}, unchecked: compare with {@link #lengthBytes} first.
 */
public final class PacketBatch {

    /** What {@link #originate} returns when there is no buffer for another packet now. */
    public static final int NONE_FREE = -1;

    private static final int MAX_PORT = 0xffff;
    private static final int MAX_RESULT = 0xff;

    final int[] offsetBytes;
    final int[] metadata;
    final int[] flags;
    final int[] port;
    final long[] empty;
    int size;
    /** Behind the last originated packet. */
    int end;
    int empties;

    private final int[] lengthBytes;
    private final int[] inPort;
    private final int[] result;
    private final long[] buffer;
    private final BufferShape shape;
    private final int roomBytes;
    private final Access access;

    PacketBatch(int capacity, BufferShape shape, Access access) {
        this.shape = shape;
        this.access = access;
        roomBytes = shape.roomBytes();
        int packets = 2 * capacity;
        buffer = new long[packets];
        offsetBytes = new int[packets];
        lengthBytes = new int[packets];
        inPort = new int[packets];
        metadata = new int[packets];
        result = new int[packets];
        flags = new int[packets];
        port = new int[packets];
        empty = new long[capacity];
    }

    void begin(int index, long itsBuffer, int offset, int length, int itsPort) {
        buffer[index] = itsBuffer;
        offsetBytes[index] = offset;
        lengthBytes[index] = length;
        inPort[index] = itsPort;
        port[index] = itsPort;
        result[index] = 0;
        flags[index] = 0;
    }

    /** {@return how many packets came} */
    public int size() {
        return size;
    }

    /**
     * Finds a frame. Changes when the frame's start is moved.
     *
     * @param index of the packet
     * @return address of its first byte
     */
    public long address(int index) {
        return buffer[index] + offsetBytes[index];
    }

    /**
     * Measures a frame.
     *
     * @param index of the packet
     * @return its length, bytes
     */
    public int lengthBytes(int index) {
        return lengthBytes[index];
    }

    /**
     * Tells where a packet came from.
     *
     * @param index of the packet
     * @return OpenFlow number of the port that it entered the switch by; 0 for an originated one
     */
    public int inPort(int index) {
        return inPort[index];
    }

    /**
     * Tells what is known of a packet already: the result of the processor before, if it came through one.
     *
     * @param index of the packet
     * @return low 8 bits of its metadata in the switch; 0 for an originated one
     */
    public int metadata(int index) {
        return metadata[index];
    }

    // ---- Verdicts

    /**
     * Sends a packet back to the switch, where it enters again with the ring's port as {@code in_port} and the result
     * as {@code metadata}.
     *
     * @param index     of the packet
     * @param newResult 0 to 255; higher bits are cut off
     */
    public void pass(int index, int newResult) {
        flags[Objects.checkIndex(index, end)] = 0;
        result[index] = newResult & MAX_RESULT;
        port[index] = inPort[index];
    }

    /**
     * Ends a packet; the switch counts it as {@code processor_drop}. An originated one is as if it had never been.
     *
     * @param index of the packet
     */
    public void drop(int index) {
        flags[Objects.checkIndex(index, end)] = PacketDescriptor.FLAG_DROP;
        port[index] = inPort[index];
    }

    /**
     * Sends a packet out by a port of the switch, past the flow tables. The switch drops it if it has no such port.
     *
     * @param index   of the packet
     * @param outPort OpenFlow number of the port, 1 to 65,535
     */
    public void output(int index, int outPort) {
        if (outPort < 1 || outPort > MAX_PORT) {
            throw new IllegalArgumentException("a port is a number from 1 to " + MAX_PORT + ": outPort=" + outPort);
        }
        flags[Objects.checkIndex(index, end)] = PacketDescriptor.FLAG_OUTPUT;
        port[index] = outPort;
    }

    /**
     * Reads the verdict.
     *
     * @param index of the packet
     * @return pass, if nothing else was said
     */
    public Verdict verdict(int index) {
        return Verdict.of(flags[index]);
    }

    /**
     * Reads the result.
     *
     * @param index of the packet
     * @return 0 to 255
     */
    public int result(int index) {
        return result[index];
    }

    // ---- Bytes

    /**
     * Reads a byte.
     *
     * @param index  of the packet
     * @param offset in the frame
     * @return 0 to 255
     * @throws IndexOutOfBoundsException if it is not in the frame
     */
    public int u8(int index, int offset) {
        return NetworkOrder.u8(at(index, offset, Byte.BYTES));
    }

    /**
     * Reads two bytes.
     *
     * @param index  of the packet
     * @param offset of the first, in the frame
     * @return 0 to 65,535
     * @throws IndexOutOfBoundsException if they are not in the frame
     */
    public int u16(int index, int offset) {
        return NetworkOrder.u16(at(index, offset, Short.BYTES));
    }

    /**
     * Reads four bytes.
     *
     * @param index  of the packet
     * @param offset of the first, in the frame
     * @return 32 bits; negative where the top bit is set
     * @throws IndexOutOfBoundsException if they are not in the frame
     */
    public int u32(int index, int offset) {
        return NetworkOrder.u32(at(index, offset, Integer.BYTES));
    }

    /**
     * Reads bytes.
     *
     * @param index  of the packet
     * @param offset of the first, in the frame
     * @param to     filled from its begin on, in full
     * @throws IndexOutOfBoundsException if they are not in the frame
     */
    public void read(int index, int offset, byte[] to) {
        long from = at(index, offset, to.length);
        UnsafeApi.copyMemory(null, from, to, UnsafeApi.arrayBaseOffset(byte[].class), to.length);
    }

    /**
     * Writes a byte.
     *
     * @param index  of the packet
     * @param offset in the frame
     * @param value  its low 8 bits
     * @throws IndexOutOfBoundsException     if it is not in the frame
     * @throws UnsupportedOperationException if the packets may only be read
     */
    public void put8(int index, int offset, int value) {
        requireWritable();
        NetworkOrder.put8(at(index, offset, Byte.BYTES), value);
    }

    /**
     * Writes two bytes.
     *
     * @param index  of the packet
     * @param offset of the first, in the frame
     * @param value  its low 16 bits
     * @throws IndexOutOfBoundsException     if they are not in the frame
     * @throws UnsupportedOperationException if the packets may only be read
     */
    public void put16(int index, int offset, int value) {
        requireWritable();
        NetworkOrder.put16(at(index, offset, Short.BYTES), value);
    }

    /**
     * Writes four bytes.
     *
     * @param index  of the packet
     * @param offset of the first, in the frame
     * @param value  32 bits
     * @throws IndexOutOfBoundsException     if they are not in the frame
     * @throws UnsupportedOperationException if the packets may only be read
     */
    public void put32(int index, int offset, int value) {
        requireWritable();
        NetworkOrder.put32(at(index, offset, Integer.BYTES), value);
    }

    /**
     * Writes bytes.
     *
     * @param index  of the packet
     * @param offset of the first, in the frame
     * @param from   written from its begin on, in full
     * @throws IndexOutOfBoundsException     if they are not in the frame
     * @throws UnsupportedOperationException if the packets may only be read
     */
    public void write(int index, int offset, byte[] from) {
        requireWritable();
        long to = at(index, offset, from.length);
        UnsafeApi.copyMemory(from, UnsafeApi.arrayBaseOffset(byte[].class), null, to, from.length);
    }

    private long at(int index, int offset, int bytes) {
        Objects.checkIndex(index, end);
        if (offset < 0 || offset > lengthBytes[index] - bytes) {
            throw outside(index, offset, bytes);
        }
        return buffer[index] + offsetBytes[index] + offset;
    }

    private IndexOutOfBoundsException outside(int index, int offset, int bytes) {
        return new IndexOutOfBoundsException(bytes + " bytes at offset " + offset + " are not within packet " + index
                + ", which has " + lengthBytes[index]);
    }

    // ---- Changing where a frame begins and ends

    /**
     * Tells whether packets may be changed and originated: not in a {@code monitor} attachment, where a write, by
     * whatever means, ends the process.
     *
     * @return true if so; the same for all packets of an attachment
     */
    public boolean isWritable() {
        return access == Access.WRITABLE;
    }

    /**
     * Tells by how much a frame can grow at its front.
     *
     * @param index of the packet
     * @return bytes
     */
    public int headroomBytes(int index) {
        return offsetBytes[index];
    }

    /**
     * Tells by how much a frame can grow at its end.
     *
     * @param index of the packet
     * @return bytes
     */
    public int tailroomBytes(int index) {
        return roomBytes - offsetBytes[index] - lengthBytes[index];
    }

    /**
     * Makes a frame longer at its front; the new bytes are 0.
     *
     * @param index of the packet
     * @param bytes to add, 0 to {@link #headroomBytes}
     * @throws UnsupportedOperationException if the packets may only be read
     */
    public void growFront(int index, int bytes) {
        requireWritable();
        Objects.checkIndex(index, end);
        requireFit("growFront", bytes, offsetBytes[index]);
        offsetBytes[index] -= bytes;
        lengthBytes[index] += bytes;
        UnsafeApi.setMemory(address(index), bytes, (byte) 0);
    }

    /**
     * Makes a frame shorter at its front.
     *
     * @param index of the packet
     * @param bytes to cut off, 0 to {@link #lengthBytes}
     * @throws UnsupportedOperationException if the packets may only be read
     */
    public void cutFront(int index, int bytes) {
        requireWritable();
        Objects.checkIndex(index, end);
        requireFit("cutFront", bytes, lengthBytes[index]);
        offsetBytes[index] += bytes;
        lengthBytes[index] -= bytes;
    }

    /**
     * Makes a frame longer or shorter at its end; new bytes are 0.
     *
     * @param index     of the packet
     * @param newLength bytes, 0 to {@link #lengthBytes} + {@link #tailroomBytes}
     * @throws UnsupportedOperationException if the packets may only be read
     */
    public void resize(int index, int newLength) {
        requireWritable();
        Objects.checkIndex(index, end);
        requireFit("resize", newLength, roomBytes - offsetBytes[index]);
        int old = lengthBytes[index];
        lengthBytes[index] = newLength;
        if (newLength > old) {
            UnsafeApi.setMemory(address(index) + old, newLength - old, (byte) 0);
        }
    }

    /**
     * Makes a packet of the processor's own, of zeros; it is passed with result 0 unless something else is said. It
     * follows the packets that came. How many there can be is the switch's to say ({@code empty-buffers}).
     *
     * @param newLength of the frame, bytes, 0 to what a buffer's data room holds
     * @return index of the packet, or {@link #NONE_FREE}
     * @throws UnsupportedOperationException if the packets may only be read
     */
    public int originate(int newLength) {
        requireWritable();
        requireFit("originate", newLength, shape.dataRoomBytes());
        int originated = end - size;
        if (originated == empties) {
            return NONE_FREE;
        }
        int index = end++;
        metadata[index] = 0;
        begin(index, empty[originated], shape.headroomBytes(), newLength, 0);
        UnsafeApi.setMemory(address(index), newLength, (byte) 0);
        return index;
    }

    private static void requireFit(String call, int bytes, int most) {
        if (bytes < 0 || bytes > most) {
            throw new IllegalArgumentException(call + ": " + bytes + " bytes; 0 to " + most + " are possible");
        }
    }

    private void requireWritable() {
        if (access == Access.READ_ONLY) {
            throw new UnsupportedOperationException("this attachment is of trust 'monitor': its packets may be read,"
                    + " not changed, and none originated; trust 'shared' or 'isolated' in the switch's configuration"
                    + " allows that");
        }
    }
}
