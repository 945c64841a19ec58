package okko.bpf.map;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Records from programs to one consumer, in the order in which they were reserved: Linux's BPF ring buffer. Programs of
 * any number of threads reserve and submit; one thread, here or in another process, drains.
 *
 * <p>A record's first 8 bytes are its header: 32 bits with the length in bytes and two flags, and 32 bits that are 0.
 * The address of a record is that of the byte behind its header.
 */
public interface RingBuffer extends BpfMap {

    /** Size of a record's header, bytes. */
    int HEADER_BYTES = 8;

    /** Flag in a header: the record is reserved, and neither submitted nor discarded yet. */
    int BUSY_FLAG = 1 << 31;

    /** Flag in a header: the consumer skips the record. */
    int DISCARDED_FLAG = 1 << 30;

    /** What {@link #query} answers: how many bytes are not consumed yet, headers and filling included. */
    long AVAILABLE_BYTES = 0;

    /** What {@link #query} answers: how many bytes the ring has. */
    long SIZE_BYTES = 1;

    /** What {@link #query} answers: how many bytes were ever consumed. */
    long CONSUMER_POSITION = 2;

    /** What {@link #query} answers: how many bytes were ever reserved. */
    long PRODUCER_POSITION = 3;

    /**
     * Reserves a record. The consumer stops in front of it until it is submitted or discarded.
     *
     * @param bytes size of the record; more than half of the ring, less a header, never fits
     * @return address of the record's bytes, a multiple of 8; or 0 if there is no room, which is counted
     */
    long reserve(long bytes);

    /**
     * Gives a record to the consumer.
     *
     * @param record its address, from {@link #reserve}; its bytes are not the caller's any more
     */
    static void submit(long record) {
        settle(record, 0);
    }

    /**
     * Gives a record back; the consumer will skip it.
     *
     * @param record its address, from {@link #reserve}; its bytes are not the caller's any more
     */
    static void discard(long record) {
        settle(record, DISCARDED_FLAG);
    }

    private static void settle(long record, int flag) {
        long header = record - HEADER_BYTES;
        // The consumer sees the bytes that were written before; pairs with its acquire of the header.
        UnsafeApi.putIntRelease(null, header, UnsafeApi.getInt(header) & ~BUSY_FLAG | flag);
    }

    /**
     * Reserves a record, fills it and submits it.
     *
     * @param data  address of its bytes
     * @param bytes how many, 0 or more
     * @return {@link #OK}, or {@link #TRY_AGAIN} if there is no room, which is counted
     */
    long output(long data, long bytes);

    /**
     * Tells a size or position, as it was a moment ago.
     *
     * @param what {@link #AVAILABLE_BYTES} or another of the four
     * @return the answer, or 0 to any other question
     */
    long query(long what);

    /** {@return how many records there was no room for, ever} */
    long dropped();

    /**
     * Shows records to a handler and makes room for new ones; for the ring's only consumer.
     *
     * @param handler called once per record, on the caller's thread; a record that it throws at counts as consumed
     * @param limit   how many records at most
     * @return how many records were shown; fewer than the limit if the next one is not submitted yet
     * @throws IllegalStateException if another process has spoilt a header or position
     */
    int drain(RecordHandler handler, int limit);

    /** {@return how many bytes are not consumed yet, headers and filling included} */
    @Override
    int size();

    /** Receives records. */
    @FunctionalInterface
    interface RecordHandler {

        /**
         * Called once per record.
         *
         * @param buffer holds the record during the call, and is used again for the next one
         * @param offset of its first byte
         * @param length of the record, bytes
         */
        void record(DirectBuffer buffer, int offset, int length);
    }
}
