package okko.switchd.packet;

import okko.switchd.flow.FlowKey;

/**
 * The packet at hand, between the stages. One per datapath thread, used again for each packet; its fields are public
 * because every stage reads and some write them. <b>Hot.</b>
 */
public final class Packet {

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

    /** Its header fields as last parsed; steps that write the packet do not keep it up to date. */
    public final long[] key = new long[FlowKey.WORDS];

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
        answered = null;
    }
}
