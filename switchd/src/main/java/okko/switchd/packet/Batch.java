package okko.switchd.packet;

import java.util.Arrays;

/**
 * Some packets on their way, as parallel arrays; reused for ever, confined to one datapath thread.
 *
 * <p>The fields are public because every stage walks them in its inner loop; a stage changes only what its
 * package-info says. Entries {@code 0} to {@code size - 1} are valid.
 */
public final class Batch {

    /** How many packets fit, as in Open vSwitch's {@code NETDEV_MAX_BURST}. */
    public static final int CAPACITY = 32;

    private final int limit;

    /** In {@link #outPort}: the flow tables decide. */
    public static final int BY_RULES = -1;

    /** How many packets there are, 0 to {@link #CAPACITY}. */
    public int size;

    /** Pool buffer of each packet. */
    public final int[] buffer = new int[CAPACITY];

    /** Address of each frame's first byte, inside its buffer. */
    public final long[] address = new long[CAPACITY];

    /** Length of each frame, bytes. */
    public final int[] lengthBytes = new int[CAPACITY];

    /** OpenFlow number of the port that each packet came in by. */
    public final int[] inPort = new int[CAPACITY];

    /** OpenFlow metadata of each packet: 0, or the result that an external processor returned it with. */
    public final long[] metadata = new long[CAPACITY];

    /**
     * Whether any packet may have a port that a processor wants it to leave by, or a question: one look for all of
     * them, as most have none.
     */
    public boolean hasExtras;

    /** OpenFlow number of the port that a processor wants each packet to leave by, or {@link #BY_RULES}. */
    public final int[] outPort = new int[CAPACITY];

    /** What each packet is sent to a processor to ask, or comes back from there with; {@code null} for most. */
    public final Question[] question = new Question[CAPACITY];

    /** Number of the datapath thread that asks each packet's question: that one alone can go on with the packet. */
    public final int[] asker = new int[CAPACITY];

    /** The answer to each packet's question, if it comes back with one: a processor's result, 0 to 255. */
    public final int[] answer = new int[CAPACITY];

    /** Makes an empty batch. */
    public Batch() {
        this(CAPACITY);
    }

    /**
     * Makes an empty batch that is full before all places are taken.
     *
     * @param limit of packets that are to be added, 1 to {@link #CAPACITY}
     */
    public Batch(int limit) {
        if (limit < 1 || limit > CAPACITY) {
            throw new IllegalArgumentException("a batch has 1 to " + CAPACITY + " packets: limit=" + limit);
        }
        this.limit = limit;
        Arrays.fill(outPort, BY_RULES);
    }

    /**
     * Adds a packet, for the flow tables to decide about. The caller has made sure that there is room.
     *
     * @param packetBuffer   pool buffer
     * @param frameAddress   address of the first byte
     * @param frameBytes     length of the frame
     * @param port           OpenFlow number of the port it came in by
     * @param packetMetadata OpenFlow metadata
     */
    public void add(int packetBuffer, long frameAddress, int frameBytes, int port, long packetMetadata) {
        int at = size++;
        buffer[at] = packetBuffer;
        address[at] = frameAddress;
        lengthBytes[at] = frameBytes;
        inPort[at] = port;
        metadata[at] = packetMetadata;
    }

    /**
     * Adds a packet as it is in another batch. The caller has made sure that there is room.
     *
     * @param other that it is in
     * @param index of the packet there
     */
    public void add(Batch other, int index) {
        int at = size;
        add(other.buffer[index], other.address[index], other.lengthBytes[index], other.inPort[index],
                other.metadata[index]);
        if (other.hasExtras) {
            hasExtras = true;
            outPort[at] = other.outPort[index];
            question[at] = other.question[index];
            asker[at] = other.asker[index];
            answer[at] = other.answer[index];
        }
    }

    /**
     * Says of the last packet by which port a processor wants it to leave.
     *
     * @param port OpenFlow number, any
     */
    public void sendLastTo(int port) {
        hasExtras = true;
        outPort[size - 1] = port;
    }

    /**
     * Says of the last packet what it is asked, or was.
     *
     * @param asked  by a step of its way; {@code null} for nothing
     * @param thread number of the datapath thread that asks
     * @param said   by the processor, if it has been asked
     */
    public void askLast(Question asked, int thread, int said) {
        int at = size - 1;
        hasExtras = true;
        question[at] = asked;
        asker[at] = thread;
        answer[at] = said;
    }

    /** {@return whether no other packet is to be added} */
    public boolean isFull() {
        return size >= limit;
    }

    /** {@return how many packets are to be added at most, not less than 0} */
    public int room() {
        return Math.max(0, limit - size);
    }

    /** Forgets all packets; they belong to somebody else now. */
    public void clear() {
        if (hasExtras) {
            Arrays.fill(outPort, BY_RULES);
            Arrays.fill(question, null);
            hasExtras = false;
        }
        size = 0;
    }
}
