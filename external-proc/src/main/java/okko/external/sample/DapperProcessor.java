package okko.external.sample;

import static okko.external.sample.Sides.ACKNOWLEDGED;
import static okko.external.sample.Sides.ACKNOWLEDGED_AT_NS;
import static okko.external.sample.Sides.ACKNOWLEDGEMENT_SEEN;
import static okko.external.sample.Sides.DUPLICATES_IN_ROW;
import static okko.external.sample.Sides.DUPLICATE_ACKNOWLEDGEMENTS;
import static okko.external.sample.Sides.FIN_SEEN;
import static okko.external.sample.Sides.FLIGHT_BYTES;
import static okko.external.sample.Sides.FULL_WINDOWS;
import static okko.external.sample.Sides.LOW_FLIGHTS;
import static okko.external.sample.Sides.MAX_FLIGHT_BYTES;
import static okko.external.sample.Sides.MSS_BYTES;
import static okko.external.sample.Sides.NEXT_SEQUENCE;
import static okko.external.sample.Sides.PROBE_END;
import static okko.external.sample.Sides.PROBE_RUNNING;
import static okko.external.sample.Sides.PROBE_SENT_AT_NS;
import static okko.external.sample.Sides.REACTION_NS;
import static okko.external.sample.Sides.RETRANSMISSIONS;
import static okko.external.sample.Sides.ROUND_TRIP_NS;
import static okko.external.sample.Sides.SCALE_SEEN;
import static okko.external.sample.Sides.SEQUENCE_SEEN;
import static okko.external.sample.Sides.SYN_SEEN;
import static okko.external.sample.Sides.WINDOW_BYTES;
import static okko.external.sample.Sides.WINDOW_SCALE;
import static okko.external.sample.Sides.ZERO_WINDOWS;

import okko.ringshm.wire.Tcp;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** Diagnoses TCP connections: matches segments that show a problem of theirs; rules D1 to D15. */
public final class DapperProcessor extends VerdictProcessor {

    private static final int MAX_CONNECTIONS = 40_000;
    private static final int MAX_WINDOW_SCALE = 14;
    private static final int THIRD_DUPLICATE = 3;

    private final NanoClock clock;
    private final Segment segment = new Segment();
    private final TcpOptions options = new TcpOptions();
    private final ConnectionKey key = new ConnectionKey();
    private final ConnectionTable connections = new ConnectionTable(MAX_CONNECTIONS);
    private final Sides sides = new Sides(MAX_CONNECTIONS);

    // The segment under examination.
    private int flags;
    private int sequenceBytes;
    private int endSequence;
    private long nowNs;

    /** Makes a processor that knows no connection. */
    public DapperProcessor() {
        this(SystemNanoClock.INSTANCE);
    }

    DapperProcessor(NanoClock clock) {
        this.clock = clock;
    }

    @Override
    int verdict(long frame, int lengthBytes) {
        if (segment.parse(frame, lengthBytes) != Segment.Kind.TCP) {
            return NO_MATCH; // D1
        }
        flags = Tcp.flags(segment.tcp());
        sequenceBytes = segment.payloadBytes() + has(Tcp.SYN) + has(Tcp.FIN);
        endSequence = Tcp.sequence(segment.tcp()) + sequenceBytes;
        key.of(segment);
        int entry = connections.find(key);
        if (has(Tcp.RST) == 1) { // D2
            if (entry != ConnectionTable.NONE) {
                connections.remove(entry);
            }
            return NO_MATCH;
        }
        if (entry == ConnectionTable.NONE || startsAnew(entry)) {
            entry = makeRecord(entry);
        }
        if (entry == ConnectionTable.NONE) {
            return NO_MATCH;
        }
        nowNs = clock.nanoTime(); // D5
        return diagnose(entry) ? MATCH : NO_MATCH;
    }

    /** Returns 1 if the segment has the flag, 0 if not. */
    private int has(int flag) {
        return (flags & flag) != 0 ? 1 : 0;
    }

    /** D3. */
    private boolean startsAnew(int entry) {
        int from = from(entry);
        return (flags & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN
                && !(sides.has(from, SEQUENCE_SEEN) && sides.field(from, NEXT_SEQUENCE) == endSequence);
    }

    /** D4: returns the entry of an empty record, or {@link ConnectionTable#NONE}. */
    private int makeRecord(int known) {
        if (has(Tcp.SYN) == 0 && segment.payloadBytes() == 0) {
            return ConnectionTable.NONE;
        }
        int entry = known == ConnectionTable.NONE ? connections.add(key) : known;
        if (entry != ConnectionTable.NONE) {
            sides.clear(entry);
        }
        return entry;
    }

    private int from(int entry) {
        return entry * 2 + (key.sourceIsLower() ? 0 : 1);
    }

    private boolean diagnose(int entry) {
        int from = from(entry);
        int to = from ^ 1;
        if (has(Tcp.SYN) == 1) {
            readOptions(from);
        }
        boolean problem = false;
        if (has(Tcp.ACK) == 1) {
            problem = diagnoseAcknowledgement(from, to);
        }
        if (sequenceBytes != 0) {
            problem |= diagnoseData(from, to);
        }
        if (has(Tcp.FIN) == 1) {
            sides.mark(from, FIN_SEEN);
        }
        if (sides.has(from, FIN_SEEN)
                && sides.has(to, FIN_SEEN)
                && sides.field(from, NEXT_SEQUENCE) == sides.field(to, ACKNOWLEDGED)
                && sides.field(to, NEXT_SEQUENCE) == sides.field(from, ACKNOWLEDGED)) {
            connections.remove(entry); // D14
        }
        return problem; // D15
    }

    /** D6. */
    private void readOptions(int from) {
        options.walk(segment);
        sides.mark(from, SYN_SEEN);
        sides.field(from, MSS_BYTES, options.mss());
        if (options.windowScale() != TcpOptions.NO_WINDOW_SCALE) {
            sides.mark(from, SCALE_SEEN);
            sides.field(from, WINDOW_SCALE, Math.min(options.windowScale(), MAX_WINDOW_SCALE));
        }
    }

    /** D7 to D9: what the segment says about the data of the other side. */
    private boolean diagnoseAcknowledgement(int from, int to) {
        int acknowledgement = Tcp.acknowledgement(segment.tcp());
        int windowBytes = Tcp.window(segment.tcp());
        boolean syn = has(Tcp.SYN) == 1;
        if (!syn && sides.has(from, SCALE_SEEN) && sides.has(to, SCALE_SEEN)) {
            windowBytes <<= sides.field(from, WINDOW_SCALE);
        }
        boolean problem = false;
        if (!sides.has(from, ACKNOWLEDGEMENT_SEEN) || acknowledgement - sides.field(from, ACKNOWLEDGED) > 0) {
            noteAcknowledgement(from, to, acknowledgement);
        } else if (acknowledgement == sides.field(from, ACKNOWLEDGED)
                && sequenceBytes == 0
                && windowBytes == sides.field(from, WINDOW_BYTES)
                && sides.field(to, NEXT_SEQUENCE) - acknowledgement > 0) {
            sides.increment(from, DUPLICATE_ACKNOWLEDGEMENTS);
            sides.increment(from, DUPLICATES_IN_ROW);
            problem = sides.field(from, DUPLICATES_IN_ROW) == THIRD_DUPLICATE;
        }
        sides.field(from, WINDOW_BYTES, windowBytes);
        if (windowBytes == 0 && !syn) {
            sides.increment(from, ZERO_WINDOWS);
            problem = true;
        }
        return problem;
    }

    private void noteAcknowledgement(int from, int to, int acknowledgement) {
        sides.mark(from, ACKNOWLEDGEMENT_SEEN);
        sides.field(from, ACKNOWLEDGED, acknowledgement);
        sides.time(from, ACKNOWLEDGED_AT_NS, nowNs);
        sides.field(from, DUPLICATES_IN_ROW, 0);
        if (sides.has(to, PROBE_RUNNING) && sides.field(to, PROBE_END) - acknowledgement <= 0) {
            sides.unmark(to, PROBE_RUNNING);
            sides.time(to, ROUND_TRIP_NS, nowNs - sides.time(to, PROBE_SENT_AT_NS));
        }
    }

    /** D10 to D13: what the segment says about the data of its sender. */
    private boolean diagnoseData(int from, int to) {
        if (sides.has(from, SEQUENCE_SEEN) && endSequence - sides.field(from, NEXT_SEQUENCE) <= 0) {
            sides.increment(from, RETRANSMISSIONS);
            sides.unmark(from, PROBE_RUNNING);
            return true;
        }
        sides.mark(from, SEQUENCE_SEEN);
        sides.field(from, NEXT_SEQUENCE, endSequence);
        if (!sides.has(from, PROBE_RUNNING)) {
            sides.mark(from, PROBE_RUNNING);
            sides.field(from, PROBE_END, endSequence);
            sides.time(from, PROBE_SENT_AT_NS, nowNs);
        }
        return sides.has(to, ACKNOWLEDGEMENT_SEEN) && diagnoseFlight(from, to);
    }

    private boolean diagnoseFlight(int from, int to) {
        sides.time(from, REACTION_NS, nowNs - sides.time(to, ACKNOWLEDGED_AT_NS));
        int flightBytes = endSequence - sides.field(to, ACKNOWLEDGED);
        if (flightBytes < 0) {
            return false;
        }
        sides.field(from, FLIGHT_BYTES, flightBytes);
        sides.field(from, MAX_FLIGHT_BYTES, Math.max(flightBytes, sides.field(from, MAX_FLIGHT_BYTES)));
        if (segment.payloadBytes() == 0 || !sides.has(from, SYN_SEEN) || !sides.has(to, SYN_SEEN)) {
            return false;
        }
        int windowBytes = sides.field(to, WINDOW_BYTES);
        if (flightBytes >= windowBytes) {
            sides.increment(from, FULL_WINDOWS);
            return true;
        }
        if (flightBytes * 10L < windowBytes * 3L) {
            sides.increment(from, LOW_FLIGHTS);
        }
        return false;
    }

    /** {@return the records, by the entries of {@link #connections()}} */
    Sides sides() {
        return sides;
    }

    /** {@return the connections that there are records of} */
    ConnectionTable connections() {
        return connections;
    }
}
