package okko.ringshm.layout;

import org.agrona.UnsafeApi;

/**
 * A message that carries copies of packets between the switch and a processor that shares no memory with it.
 *
 * <pre>
 *  offset   size  field      unit     meaning
 *       0      4  magic      -        0x314b4b4f, "OKK1": changes with this table
 *       4      2  count      packets  records that follow, 0 to 32; a processor's message of none is a sign of life
 *       6      2  0          -
 *       8      8  session    -        the switch draws it anew when it has given packets up; answers repeat it
 *      16      8  processor  -        from a processor: its number, not 0, drawn at its start; from the switch: 0
 *      24         records    -        each as below
 *
 *  offset in a record
 *       0      8  sequence   packets  given to processors before this one; an answer repeats it
 *       8      2  length     bytes    of the frame; 0 with FLAG_DROP
 *      10      2  port       id       as in a {@link PacketDescriptor}
 *      12      1  result     -        as in a {@link PacketDescriptor}
 *      13      1  flags      bits     as in a {@link PacketDescriptor}
 *      14      2  0          -
 *      16 length  frame      -        then up to a multiple of 8 bytes
 * </pre>
 *
 * Answers come in the order of the packets; one that leaves packets out gives them up. All offsets here are from an
 * address that the caller has checked against the message's length, but for {@link #nextRecord}, which checks.
 */
public final class MessageDescriptor {

    /** First four bytes of every message. */
    public static final int MAGIC = 0x314b4b4f;

    /** Most packets in a message. */
    public static final int MAX_COUNT = 32;

    /** Bytes before the first record. */
    public static final int HEADER_BYTES = 24;

    /** Bytes of a record before its frame. */
    public static final int RECORD_BYTES = 16;

    /** Longest frame. */
    public static final int MAX_FRAME_BYTES = 0xffff;

    /** What {@link #nextRecord} returns where no whole record is. */
    public static final int NO_RECORD = -1;

    private static final int COUNT_OFFSET = 4;
    private static final int SESSION_OFFSET = 8;
    private static final int PROCESSOR_OFFSET = 16;
    private static final int LENGTH_OFFSET = 8;
    private static final int PORT_OFFSET = 10;
    private static final int RESULT_OFFSET = 12;
    private static final int FLAGS_OFFSET = 13;

    private MessageDescriptor() {}

    /**
     * Measures a record.
     *
     * @param frameBytes length of its frame
     * @return bytes that it takes, a multiple of 8
     */
    public static int recordBytes(int frameBytes) {
        return RECORD_BYTES + (frameBytes + 7 & ~7);
    }

    /**
     * Writes what stands before the records.
     *
     * @param message   address
     * @param count     of records
     * @param session   that the packets belong to
     * @param processor number of the processor, or 0 from the switch
     */
    public static void putHeader(long message, int count, long session, long processor) {
        UnsafeApi.putInt(message, MAGIC);
        UnsafeApi.putInt(message + COUNT_OFFSET, count);
        UnsafeApi.putLong(message + SESSION_OFFSET, session);
        UnsafeApi.putLong(message + PROCESSOR_OFFSET, processor);
    }

    /**
     * Says whether a message begins as one must.
     *
     * @param message     address
     * @param lengthBytes of the message, 0 or more
     * @return true if the header is there and of this version
     */
    public static boolean isMessage(long message, int lengthBytes) {
        return lengthBytes >= HEADER_BYTES && UnsafeApi.getInt(message) == MAGIC;
    }

    /**
     * Reads the count.
     *
     * @param message address
     * @return records, 0 to 65,535; not checked
     */
    public static int count(long message) {
        return UnsafeApi.getShort(message + COUNT_OFFSET) & 0xffff;
    }

    /**
     * Reads the session.
     *
     * @param message address
     * @return as written
     */
    public static long session(long message) {
        return UnsafeApi.getLong(message + SESSION_OFFSET);
    }

    /**
     * Reads the processor's number.
     *
     * @param message address
     * @return as written
     */
    public static long processor(long message) {
        return UnsafeApi.getLong(message + PROCESSOR_OFFSET);
    }

    /**
     * Writes a record but for its frame.
     *
     * @param record   address
     * @param sequence of the packet
     * @param fields   from {@link #fields}
     */
    public static void putRecord(long record, long sequence, long fields) {
        UnsafeApi.putLong(record, sequence);
        UnsafeApi.putLong(record + LENGTH_OFFSET, fields);
    }

    /**
     * Packs what a record says of its packet.
     *
     * @param lengthBytes of the frame, 0 to {@link #MAX_FRAME_BYTES}
     * @param port        0 to 65,535
     * @param result      0 to 255
     * @param flags       0 to 255
     * @return the second word of the record
     */
    public static long fields(int lengthBytes, int port, int result, int flags) {
        return lengthBytes & 0xffffL
                | (port & 0xffffL) << 8 * (PORT_OFFSET - LENGTH_OFFSET)
                | (result & 0xffL) << 8 * (RESULT_OFFSET - LENGTH_OFFSET)
                | (flags & 0xffL) << 8 * (FLAGS_OFFSET - LENGTH_OFFSET);
    }

    /**
     * Reads a sequence.
     *
     * @param record address
     * @return as written
     */
    public static long sequence(long record) {
        return UnsafeApi.getLong(record);
    }

    /**
     * Reads what a record says of its packet; once, for the memory may be a peer's.
     *
     * @param record address
     * @return the second word of the record
     */
    public static long fieldsAt(long record) {
        return UnsafeApi.getLong(record + LENGTH_OFFSET);
    }

    /**
     * Unpacks the frame's length.
     *
     * @param fields second word of a record
     * @return bytes, 0 to 65,535
     */
    public static int lengthBytes(long fields) {
        return (int) fields & 0xffff;
    }

    /**
     * Unpacks the port.
     *
     * @param fields second word of a record
     * @return 0 to 65,535
     */
    public static int port(long fields) {
        return (int) (fields >>> 8 * (PORT_OFFSET - LENGTH_OFFSET)) & 0xffff;
    }

    /**
     * Unpacks the result.
     *
     * @param fields second word of a record
     * @return 0 to 255
     */
    public static int result(long fields) {
        return (int) (fields >>> 8 * (RESULT_OFFSET - LENGTH_OFFSET)) & 0xff;
    }

    /**
     * Unpacks the flags.
     *
     * @param fields second word of a record
     * @return 0 to 255
     */
    public static int flags(long fields) {
        return (int) (fields >>> 8 * (FLAGS_OFFSET - LENGTH_OFFSET)) & 0xff;
    }

    /**
     * Says whether a record's fixed part fits.
     *
     * @param offset       of the record in the message
     * @param messageBytes length of the message
     * @return true if its two words can be read
     */
    public static boolean hasRecord(int offset, int messageBytes) {
        return messageBytes - offset >= RECORD_BYTES;
    }

    /**
     * Finds the end of a record.
     *
     * @param offset       of the record in the message, {@link #hasRecord there}
     * @param fields       its second word
     * @param messageBytes length of the message
     * @return offset of what follows it, or {@link #NO_RECORD} if its frame does not fit into the message
     */
    public static int nextRecord(int offset, long fields, int messageBytes) {
        int next = offset + recordBytes(lengthBytes(fields));
        return next <= messageBytes ? next : NO_RECORD;
    }
}
