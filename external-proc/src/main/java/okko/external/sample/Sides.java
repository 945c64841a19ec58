package okko.external.sample;

import java.util.Arrays;

/**
 * What is known of each side of each connection: {@link DapperProcessor}'s record, in two arrays, so that the fields of
 * one side lie together. A side is a number: twice the connection's entry, plus one for the higher endpoint.
 */
final class Sides {

    /** Bit of {@link #SEEN}: something that takes up sequence numbers. */
    static final int SEQUENCE_SEEN = 1;
    /** Bit of {@link #SEEN}: an acknowledgement. */
    static final int ACKNOWLEDGEMENT_SEEN = 2;
    /** Bit of {@link #SEEN}: a SYN. */
    static final int SYN_SEEN = 4;
    /** Bit of {@link #SEEN}: a window scale option. */
    static final int SCALE_SEEN = 8;
    /** Bit of {@link #SEEN}: a FIN. */
    static final int FIN_SEEN = 16;
    /** Bit of {@link #SEEN}: a round trip is being measured. */
    static final int PROBE_RUNNING = 32;

    /** Field: bits, see above. */
    static final int SEEN = 0;
    /** Field: behind everything that it has sent. */
    static final int NEXT_SEQUENCE = 1;
    /** Field: behind everything of the other side that it has acknowledged. */
    static final int ACKNOWLEDGED = 2;
    /** Field: bytes that it is ready to receive. */
    static final int WINDOW_BYTES = 3;
    /** Field: acknowledging this ends the running measurement. */
    static final int PROBE_END = 4;
    /** Field: duplicate acknowledgements since the last new one. */
    static final int DUPLICATES_IN_ROW = 5;
    /** Field: bytes sent and not acknowledged. */
    static final int FLIGHT_BYTES = 6;
    /** Field: most bytes that were in flight. */
    static final int MAX_FLIGHT_BYTES = 7;
    /** Field: announced segment size, 0 if none. */
    static final int MSS_BYTES = 8;
    /** Field: announced shift. */
    static final int WINDOW_SCALE = 9;
    /** Field: segments sent again. */
    static final int RETRANSMISSIONS = 10;
    /** Field: duplicate acknowledgements sent. */
    static final int DUPLICATE_ACKNOWLEDGEMENTS = 11;
    /** Field: windows of 0 advertised. */
    static final int ZERO_WINDOWS = 12;
    /** Field: segments that filled the other side's window. */
    static final int FULL_WINDOWS = 13;
    /** Field: segments sent with less than 30 % of the other side's window in flight. */
    static final int LOW_FLIGHTS = 14;

    /** Time: when it last acknowledged something new. */
    static final int ACKNOWLEDGED_AT_NS = 0;
    /** Time: when the measured segment passed. */
    static final int PROBE_SENT_AT_NS = 1;
    /** Time: from its data passing to the acknowledgement passing. */
    static final int ROUND_TRIP_NS = 2;
    /** Time: from an acknowledgement by the other side to its next new data. */
    static final int REACTION_NS = 3;

    private static final int FIELDS = 16;
    private static final int TIMES = 4;

    private final int[] fields;
    private final long[] times;

    /**
     * Makes records of zeros.
     *
     * @param maxConnections how many connections there can be
     */
    Sides(int maxConnections) {
        fields = new int[maxConnections * 2 * FIELDS];
        times = new long[maxConnections * 2 * TIMES];
    }

    /**
     * Forgets what is known of a connection.
     *
     * @param entry of the connection
     */
    void clear(int entry) {
        Arrays.fill(fields, entry * 2 * FIELDS, (entry + 1) * 2 * FIELDS, 0);
        Arrays.fill(times, entry * 2 * TIMES, (entry + 1) * 2 * TIMES, 0);
    }

    int field(int side, int field) {
        return fields[side * FIELDS + field];
    }

    void field(int side, int field, int value) {
        fields[side * FIELDS + field] = value;
    }

    void increment(int side, int field) {
        fields[side * FIELDS + field]++;
    }

    boolean has(int side, int seenBits) {
        return (field(side, SEEN) & seenBits) == seenBits;
    }

    void mark(int side, int seenBits) {
        fields[side * FIELDS + SEEN] |= seenBits;
    }

    void unmark(int side, int seenBits) {
        fields[side * FIELDS + SEEN] &= ~seenBits;
    }

    long time(int side, int time) {
        return times[side * TIMES + time];
    }

    void time(int side, int time, long valueNs) {
        times[side * TIMES + time] = valueNs;
    }
}
