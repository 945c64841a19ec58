package okko.switchd.datapath;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import okko.switchd.packet.Batch;
import okko.switchd.packet.Question;

/**
 * Packets on their way from one datapath thread to another: a bounded queue between the two, in order, filled and
 * emptied a batch at a time. One thread puts, one takes; {@link #size} is for any.
 */
final class HandOver {

    /** Most packets that wait; a power of two. */
    static final int CAPACITY = 1024;

    private static final int MASK = CAPACITY - 1;
    private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);

    // Places in positions. Each thread writes to cache lines of its own: what it shows the other, and what it knows.
    private static final int TAIL = 16;
    private static final int KNOWN_HEAD = TAIL + 1;
    private static final int HEAD = 32;
    private static final int KNOWN_TAIL = HEAD + 1;
    private static final int POSITIONS = 48;

    private final long[] positions = new long[POSITIONS];

    private final int[] buffer = new int[CAPACITY];
    private final long[] address = new long[CAPACITY];
    private final int[] lengthBytes = new int[CAPACITY];
    private final int[] inPort = new int[CAPACITY];
    private final long[] metadata = new long[CAPACITY];
    private final Question[] question = new Question[CAPACITY];
    private final int[] asker = new int[CAPACITY];
    private final int[] answer = new int[CAPACITY];

    /**
     * Looks how many packets can be put.
     *
     * @param wanted most to return
     * @return 0 to {@code wanted}
     */
    int room(int wanted) {
        long tail = positions[TAIL];
        if (tail + wanted - positions[KNOWN_HEAD] > CAPACITY) {
            // The slots before the head have been read; pairs with the release in release().
            positions[KNOWN_HEAD] = (long) POSITION.getAcquire(positions, HEAD);
        }
        return (int) Math.min(wanted, positions[KNOWN_HEAD] + CAPACITY - tail);
    }

    /**
     * Puts a packet behind those that were put before; the other side sees it when it is {@linkplain #publish
     * published}. The caller has made sure that there is room.
     *
     * @param batch  that it is in
     * @param index  of the packet
     * @param offset how many have been put and not published
     */
    void put(Batch batch, int index, int offset) {
        int at = (int) (positions[TAIL] + offset) & MASK;
        buffer[at] = batch.buffer[index];
        address[at] = batch.address[index];
        lengthBytes[at] = batch.lengthBytes[index];
        inPort[at] = batch.inPort[index];
        metadata[at] = batch.metadata[index];
        question[at] = batch.question[index];
        asker[at] = batch.asker[index];
        answer[at] = batch.answer[index];
    }

    /** Shows the other side what was put. */
    void publish(int count) {
        // Shows the slots with the position, and the packets' bytes; pairs with the acquire in take().
        POSITION.setRelease(positions, TAIL, positions[TAIL] + count);
    }

    /**
     * Adds packets to a batch; they count as being here until they are {@linkplain #release released}.
     *
     * @param batch to add to
     * @return how many were added
     */
    int take(Batch batch) {
        long head = positions[HEAD];
        if (positions[KNOWN_TAIL] == head) {
            // Sees the slots before the tail; pairs with the release in publish().
            positions[KNOWN_TAIL] = (long) POSITION.getAcquire(positions, TAIL);
        }
        int count = (int) Math.min(positions[KNOWN_TAIL] - head, batch.room());
        for (int i = 0; i < count; i++) {
            int at = (int) (head + i) & MASK;
            batch.add(buffer[at], address[at], lengthBytes[at], inPort[at], metadata[at]);
            if (question[at] != null) {
                batch.askLast(question[at], asker[at], answer[at]);
                question[at] = null; // a question keeps all tables alive
            }
        }
        return count;
    }

    /** Lets the other side use the places of packets that were taken, when all is done with them. */
    void release(int count) {
        // After the slots have been read; pairs with the acquire in room().
        POSITION.setRelease(positions, HEAD, positions[HEAD] + count);
    }

    /** {@return how many packets are here; any thread may ask, and gets a recent answer} */
    int size() {
        // Head first: it never overtakes a tail that is read later.
        long head = (long) POSITION.getAcquire(positions, HEAD);
        return (int) ((long) POSITION.getAcquire(positions, TAIL) - head);
    }
}
