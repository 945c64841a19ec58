package okko.switchd.port;

import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;
import okko.switchd.packet.Question;

/**
 * Packets on their way around a processor that could not take them, in the order in which they came: put in when they
 * are sent to the port, taken out when the port is polled next. Bounded; confined to the datapath thread.
 */
final class BypassQueue {

    /** Most packets that wait; a power of two. */
    static final int CAPACITY = 1024;

    private static final int MASK = CAPACITY - 1;

    private final int[] buffer = new int[CAPACITY];
    private final long[] address = new long[CAPACITY];
    private final int[] lengthBytes = new int[CAPACITY];
    private final int[] inPort = new int[CAPACITY];
    private final long[] metadata = new long[CAPACITY];
    private final Question[] question = new Question[CAPACITY];
    private final int[] asker = new int[CAPACITY];
    private int head;
    private int size;

    /** {@return how many packets wait} */
    int size() {
        return size;
    }

    /**
     * Takes a packet over.
     *
     * @param batch that it is in
     * @param index of the packet
     * @return false if there is no room; then it still is the caller's
     */
    boolean offer(Batch batch, int index) {
        if (size == CAPACITY) {
            return false;
        }
        int at = head + size & MASK;
        buffer[at] = batch.buffer[index];
        address[at] = batch.address[index];
        lengthBytes[at] = batch.lengthBytes[index];
        inPort[at] = batch.inPort[index];
        metadata[at] = batch.metadata[index];
        question[at] = batch.question[index];
        asker[at] = batch.asker[index];
        size++;
        return true;
    }

    /**
     * Hands packets out as if a processor had returned them, until the batch is full or none is left: a packet that
     * was to be asked about as it was and with the result as the answer, any other with the result as metadata.
     *
     * @param batch  to add to
     * @param port   number of the port that they bypassed
     * @param result that they are given
     */
    void drainTo(Batch batch, int port, int result) {
        for (; size > 0 && !batch.isFull(); size--) {
            if (question[head] == null) {
                batch.add(buffer[head], address[head], lengthBytes[head], port, result);
            } else {
                batch.add(buffer[head], address[head], lengthBytes[head], inPort[head], metadata[head]);
                batch.askLast(question[head], asker[head], result);
                question[head] = null; // a question keeps its whole table alive
            }
            head = head + 1 & MASK;
        }
    }

    /** Releases all packets that wait. */
    void clear(PacketPool pool) {
        for (; size > 0; size--) {
            pool.release(buffer[head]);
            question[head] = null;
            head = head + 1 & MASK;
        }
    }
}
