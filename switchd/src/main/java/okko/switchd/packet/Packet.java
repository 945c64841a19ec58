package okko.switchd.packet;

import okko.switchd.flow.FlowKey;

/**
 * The packet at hand, between the stages. One per datapath thread, used again for each packet; its fields are public
 * because every stage reads and some write them. <b>Hot.</b>
 */
public final class Packet {

    /** In place of {@link #networkOffset}: the headers may be elsewhere by now, or others; to be parsed again. */
    public static final int NOT_PARSED = -1;

    /** Number of its buffer in the pool. */
    public int buffer;

    /** Address of the frame's first byte. */
    public long address;

    /** Length of the frame. */
    public int lengthBytes;

    /** Port that it came in by. */
    public int inPort;

    /** Port that the program that ran last chose, if it chose one. */
    public int chosenPort;

    /** Its metadata. */
    public long metadata;

    /** Its mark: what programs and actions leave on it for others. */
    public int mark;

    /** Number of the continuation that it is looked up for; 0 when it has just come in. */
    public int pass;

    /** Its header fields as last parsed; steps that write the packet do not keep it up to date. */
    public final long[] key = new long[FlowKey.WORDS];

    /**
     * Whether the key has anything in the words behind {@link FlowKey#HOT_WORDS}. Who writes there says so here: the
     * next one to parse clears them only then.
     */
    public boolean hasColdWords;

    /**
     * Bytes from the frame's first one to what the EtherType names, as last parsed; 0 if the frame is too short, {@link
     * #NOT_PARSED} after steps that may have moved headers or written what tells them apart.
     */
    public int networkOffset;

    /** Bytes from the frame's first one to the transport header, as last parsed; 0 if it has none that is whole. */
    public int transportOffset;

    /**
     * Where the program runs that has already answered for this packet elsewhere, until somebody asks it again;
     * {@code null} most of the time.
     */
    public Placement answered;

    /** What it answered. */
    public boolean answer;

    /** Holds nothing yet. */
    public Packet() {}

    /**
     * Takes a packet over from a batch.
     *
     * @param batch that it came in
     * @param i     its index there
     */
    public void take(Batch batch, int i) {
        buffer = batch.buffer[i];
        address = batch.address[i];
        lengthBytes = batch.lengthBytes[i];
        inPort = batch.inPort[i];
        metadata = batch.metadata[i];
        mark = 0;
        pass = 0;
        networkOffset = NOT_PARSED;
        answered = null;
    }

    /**
     * Becomes a copy of another packet.
     *
     * @param other        packet
     * @param copyBuffer   number of the copy's buffer in the pool, which holds the same frame
     * @param copyAddress  address of the frame's first byte there
     */
    public void becomeCopy(Packet other, int copyBuffer, long copyAddress) {
        buffer = copyBuffer;
        address = copyAddress;
        lengthBytes = other.lengthBytes;
        inPort = other.inPort;
        chosenPort = other.chosenPort;
        metadata = other.metadata;
        mark = other.mark;
        pass = other.pass;
        System.arraycopy(other.key, 0, key, 0, key.length);
        hasColdWords = other.hasColdWords;
        networkOffset = other.networkOffset;
        transportOffset = other.transportOffset;
        answered = other.answered;
        answer = other.answer;
    }
}
