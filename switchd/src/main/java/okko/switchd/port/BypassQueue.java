package okko.switchd.port;

import okko.ringshm.pool.PacketPool;
import okko.switchd.packet.Batch;

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
        size++;
        return true;
    }

    /**
     * Hands packets out as if a processor had returned them, until the batch is full or none is left.
     *
     * @param batch  to add to
     * @param inPort number of the port that they bypassed
     * @param result that they are given
     */
    void drainTo(Batch batch, int inPort, int result) {
        while (size > 0 && !batch.isFull()) {
            batch.add(buffer[head], address[head], lengthBytes[head], inPort, result);
            head = head + 1 & MASK;
            size--;
        }
    }

    /** Releases all packets that wait. */
    void clear(PacketPool pool) {
        for (; size > 0; size--) {
            pool.release(buffer[head]);
            head = head + 1 & MASK;
        }
    }
}
