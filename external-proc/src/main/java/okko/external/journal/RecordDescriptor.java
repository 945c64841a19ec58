package okko.external.journal;

/**
 * Layout of a record, in the hand-over buffer and in the journal; integers in the machine's byte order.
 *
 * <pre>
 *  offset size field
 *       0    8 time, nanoseconds since 1970
 *       8    8 missed: packets between the record before and this one that were not recorded
 *      16    4 length on the wire, bytes
 *      20    2 in_port
 *      22    1 verdict: the packet's metadata when it reached the recorder
 *      23    1 flags: 1 = there is no packet, only what was missed
 *      24      the frame's first bytes, all of them unless the recorder cuts frames
 * </pre>
 */
final class RecordDescriptor {

    static final int TIME_OFFSET = 0;
    static final int MISSED_OFFSET = 8;
    static final int WIRE_LENGTH_OFFSET = 16;
    static final int IN_PORT_OFFSET = 20;
    static final int VERDICT_OFFSET = 22;
    static final int FLAGS_OFFSET = 23;
    static final int FRAME_OFFSET = 24;

    static final int FLAG_NO_PACKET = 1;

    private RecordDescriptor() {}
}
