package okko.external.api;

import okko.ringshm.layout.PacketDescriptor;

/** Packets on loan from the switch, as parallel arrays; reused for ever, confined to the processor's thread. */
public final class PacketBatch {

    private final long[] address;
    private final int[] lengthBytes;
    private final int[] inPort;
    private final int[] result;
    private final int[] flags;
    private int size;

    /**
     * Makes an empty batch.
     *
     * @param capacity most packets that it can hold, 1 or more
     */
    public PacketBatch(int capacity) {
        address = new long[capacity];
        lengthBytes = new int[capacity];
        inPort = new int[capacity];
        result = new int[capacity];
        flags = new int[capacity];
    }

    /** Forgets all packets. For whoever fills the batch, not for processors. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds a packet, to be passed with result 0. For whoever fills the batch, not for processors.
     *
     * @param frame  address of the first byte
     * @param length of the frame, bytes
     * @param port   OpenFlow number of the port that the packet entered the switch by
     */
    public void add(long frame, int length, int port) {
        address[size] = frame;
        lengthBytes[size] = length;
        inPort[size] = port;
        result[size] = 0;
        flags[size] = 0;
        size++;
    }

    /** {@return how many packets there are} */
    public int size() {
        return size;
    }

    /**
     * Finds a frame.
     *
     * @param index 0 to {@link #size()} - 1
     * @return address of its first byte
     */
    public long address(int index) {
        return address[index];
    }

    /**
     * Measures a frame.
     *
     * @param index 0 to {@link #size()} - 1
     * @return its length, bytes
     */
    public int lengthBytes(int index) {
        return lengthBytes[index];
    }

    /**
     * Tells where a packet came from.
     *
     * @param index 0 to {@link #size()} - 1
     * @return OpenFlow number of the port that it entered the switch by
     */
    public int inPort(int index) {
        return inPort[index];
    }

    /**
     * Sends a packet back to the switch, where it enters again with the ring's port as {@code in_port} and the result
     * as {@code metadata}.
     *
     * @param index  0 to {@link #size()} - 1
     * @param result 0 to 255; higher bits are cut off
     */
    public void pass(int index, int result) {
        this.result[index] = result & 0xff;
        flags[index] = 0;
    }

    /**
     * Ends a packet; the switch counts it as {@code processor_drop}.
     *
     * @param index 0 to {@link #size()} - 1
     */
    public void drop(int index) {
        flags[index] = PacketDescriptor.FLAG_DROP;
    }

    /**
     * Reads the result.
     *
     * @param index 0 to {@link #size()} - 1
     * @return 0 to 255
     */
    public int result(int index) {
        return result[index];
    }

    /**
     * Reads the descriptor flags.
     *
     * @param index 0 to {@link #size()} - 1
     * @return bits of {@link PacketDescriptor}
     */
    public int flags(int index) {
        return flags[index];
    }
}
