package okko.external.sample;

import static okko.ringshm.wire.Tcp.ACK;
import static okko.ringshm.wire.Tcp.FIN;
import static okko.ringshm.wire.Tcp.PSH;
import static okko.ringshm.wire.Tcp.RST;
import static okko.ringshm.wire.Tcp.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import okko.external.frame.FrameBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules D1 to D15. The client is the lower endpoint (side 0), the server the higher one (side 1). */
class DapperProcessorTest {

    private static final int CLIENT = 0;
    private static final int SERVER = 1;

    private long nowNs = 1_000_000;
    private final DapperProcessor dapper = new DapperProcessor(() -> nowNs);
    private final Verdicts verdict = new Verdicts(dapper);

    @AfterEach
    void close() {
        verdict.close();
    }

    private static FrameBuilder client(int... flags) {
        return FrameBuilder.tcp("10.1.0.1:40000", "10.2.0.1:80").flags(flags);
    }

    private static FrameBuilder server(int... flags) {
        return FrameBuilder.tcp("10.2.0.1:80", "10.1.0.1:40000").flags(flags);
    }

    private int field(int side, int field) {
        return dapper.sides().field(side, field);
    }

    /** First data byte: client 101, server 501. Windows: client 10,000 << 2, server 5,000 << 1. */
    private void establish() {
        assertThat(verdict.on(client(SYN).sequence(100).tcpOptions(2, 4, 5, 0xb4, 3, 3, 2, 0))).isZero();
        assertThat(verdict.on(server(SYN, ACK).sequence(500).acknowledgement(101).window(20_000)
                .tcpOptions(2, 4, 5, 0xb4, 3, 3, 1, 0))).isZero();
        assertThat(verdict.on(client(ACK).sequence(101).acknowledgement(501).window(10_000))).isZero();
        assertThat(verdict.on(server(ACK).sequence(501).acknowledgement(101).window(5_000))).isZero();
    }

    private FrameBuilder clientData(int sequence, int bytes) {
        return client(ACK, PSH).sequence(sequence).acknowledgement(501).window(10_000).payload(bytes);
    }

    private FrameBuilder serverAck(int acknowledgement) {
        return server(ACK).sequence(501).acknowledgement(acknowledgement).window(5_000);
    }

    @Test
    void shouldReadSegmentSizeAndScaleFromTheSyns() {
        establish();
        assertThat(field(CLIENT, Sides.MSS_BYTES)).isEqualTo(1460);
        assertThat(field(CLIENT, Sides.WINDOW_BYTES)).isEqualTo(40_000);
        assertThat(field(SERVER, Sides.WINDOW_BYTES)).isEqualTo(10_000);
    }

    @Test
    void shouldNotScaleWhenOneSideDidNotAnnounceIt() {
        verdict.on(client(SYN).sequence(100).tcpOptions(3, 3, 2, 0));
        verdict.on(server(SYN, ACK).sequence(500).acknowledgement(101));
        verdict.on(client(ACK).sequence(101).acknowledgement(501).window(10_000));
        assertThat(field(CLIENT, Sides.WINDOW_BYTES)).isEqualTo(10_000);
    }

    @Test
    void shouldTakeScalesAbove14For14() {
        verdict.on(client(SYN).sequence(100).tcpOptions(3, 3, 255, 0));
        assertThat(field(CLIENT, Sides.WINDOW_SCALE)).isEqualTo(14);
    }

    @Test
    void shouldNotMatchOrdinaryTransfer() {
        establish();
        assertThat(verdict.on(clientData(101, 100))).isZero();
        assertThat(verdict.on(serverAck(201))).isZero();
        assertThat(verdict.on(clientData(201, 100))).isZero();
        assertThat(verdict.on(clientData(301, 100))).isZero();
        assertThat(verdict.on(serverAck(401))).isZero();
        assertThat(field(CLIENT, Sides.MAX_FLIGHT_BYTES)).isEqualTo(200);
        assertThat(field(CLIENT, Sides.LOW_FLIGHTS)).isEqualTo(3);
    }

    @Test
    void shouldMatchRetransmissions() {
        establish();
        verdict.on(clientData(101, 100));
        verdict.on(clientData(201, 100));
        assertThat(verdict.on(clientData(101, 100))).isEqualTo(1);
        assertThat(verdict.on(clientData(201, 100))).isEqualTo(1);
        assertThat(verdict.on(clientData(250, 100))).isZero();
        assertThat(field(CLIENT, Sides.RETRANSMISSIONS)).isEqualTo(2);
    }

    @Test
    void shouldMatchARepeatedSynAndNotANewOne() {
        assertThat(verdict.on(client(SYN).sequence(100))).isZero();
        assertThat(verdict.on(client(SYN).sequence(100))).isEqualTo(1);
        assertThat(verdict.on(client(SYN).sequence(9_000))).isZero();
        assertThat(field(CLIENT, Sides.RETRANSMISSIONS)).isZero();
        assertThat(verdict.on(server(SYN, ACK).sequence(500).acknowledgement(9_001))).isZero();
        assertThat(verdict.on(server(SYN, ACK).sequence(500).acknowledgement(9_001))).isEqualTo(1);
    }

    @Test
    void shouldCompareSequenceNumbersModulo32Bits() {
        assertThat(verdict.on(clientData(-50, 40))).isZero();
        assertThat(verdict.on(clientData(-10, 40))).isZero();
        assertThat(verdict.on(clientData(-50, 40))).isEqualTo(1);
        assertThat(verdict.on(clientData(30, 40))).isZero();
    }

    @Test
    void shouldMatchTheThirdDuplicateAcknowledgementOnly() {
        establish();
        verdict.on(clientData(101, 100));
        verdict.on(clientData(201, 100));
        assertThat(verdict.on(serverAck(201))).isZero();
        assertThat(verdict.on(serverAck(201))).isZero();
        assertThat(verdict.on(serverAck(201))).isZero();
        assertThat(verdict.on(serverAck(201))).isEqualTo(1);
        assertThat(verdict.on(serverAck(201))).isZero();
        assertThat(field(SERVER, Sides.DUPLICATE_ACKNOWLEDGEMENTS)).isEqualTo(4);
        assertThat(verdict.on(serverAck(301))).isZero();
        assertThat(field(SERVER, Sides.DUPLICATES_IN_ROW)).isZero();
    }

    @Test
    void shouldNotTakeWindowUpdatesDataOrIdleSegmentsForDuplicates() {
        establish();
        for (int i = 0; i < 4; i++) {
            assertThat(verdict.on(serverAck(101))).isZero(); // nothing in flight
        }
        verdict.on(clientData(101, 100));
        for (int i = 1; i < 5; i++) {
            assertThat(verdict.on(serverAck(101).window(5_000 + i))).isZero();
            assertThat(verdict.on(serverAck(101).sequence(401 + i * 100).window(5_000 + i).payload(100))).isZero();
        }
        assertThat(field(SERVER, Sides.DUPLICATE_ACKNOWLEDGEMENTS)).isZero();
    }

    @Test
    void shouldMatchAWindowOfZero() {
        establish();
        assertThat(verdict.on(serverAck(101).window(0))).isEqualTo(1);
        assertThat(verdict.on(serverAck(101).window(0))).isEqualTo(1);
        assertThat(verdict.on(serverAck(101).window(10))).isZero();
        assertThat(field(SERVER, Sides.ZERO_WINDOWS)).isEqualTo(2);
    }

    @Test
    void shouldMatchDataThatFillsTheWindow() {
        establish();
        assertThat(verdict.on(clientData(101, 9_999))).isZero();
        assertThat(verdict.on(clientData(10_100, 1))).isEqualTo(1);
        assertThat(field(CLIENT, Sides.FULL_WINDOWS)).isEqualTo(1);
        assertThat(field(CLIENT, Sides.FLIGHT_BYTES)).isEqualTo(10_000);
    }

    @Test
    void shouldNotJudgeWindowsWhoseScaleIsUnknown() {
        verdict.on(client(ACK).sequence(101).acknowledgement(501).window(10).payload(10));
        assertThat(verdict.on(server(ACK).sequence(501).acknowledgement(111).window(10).payload(1_000))).isZero();
        assertThat(field(SERVER, Sides.FULL_WINDOWS)).isZero();
    }

    @Test
    void shouldMeasureRoundTripAndReaction() {
        establish();
        nowNs = 2_000_000;
        verdict.on(clientData(101, 100));
        nowNs = 2_300_000;
        verdict.on(serverAck(201));
        nowNs = 2_350_000;
        verdict.on(clientData(201, 100));
        assertThat(dapper.sides().time(CLIENT, Sides.ROUND_TRIP_NS)).isEqualTo(300_000);
        assertThat(dapper.sides().time(CLIENT, Sides.REACTION_NS)).isEqualTo(50_000);
    }

    @Test
    void shouldNotMeasureRoundTripsOfRetransmissions() {
        establish();
        nowNs = 2_000_000;
        verdict.on(clientData(101, 100));
        nowNs = 3_000_000;
        verdict.on(clientData(101, 100));
        nowNs = 3_300_000;
        verdict.on(serverAck(201));
        assertThat(dapper.sides().time(CLIENT, Sides.ROUND_TRIP_NS)).isZero();
    }

    @Test
    void shouldForgetTheConnectionWhenItIsReset() {
        establish();
        verdict.on(clientData(101, 100));
        assertThat(verdict.on(server(RST).sequence(501))).isZero();
        assertThat(verdict.on(clientData(101, 100))).isZero();
        assertThat(verdict.on(server(RST).sequence(501))).isZero();
        assertThat(verdict.on(server(RST).sequence(501))).isZero();
    }

    @Test
    void shouldForgetTheConnectionWhenBothSidesHaveClosed() {
        establish();
        assertThat(verdict.on(clientData(101, 100))).isZero();
        assertThat(verdict.on(client(FIN, ACK).sequence(201).acknowledgement(501))).isZero();
        assertThat(verdict.on(server(FIN, ACK).sequence(501).acknowledgement(202))).isZero();
        assertThat(verdict.on(client(ACK).sequence(202).acknowledgement(502))).isZero();
        assertThat(verdict.on(clientData(101, 100))).isZero(); // of a new record: no retransmission
    }

    @Test
    void shouldIgnoreEmptySegmentsOfUnknownConnectionsAndOtherFrames() {
        assertThat(verdict.on(client(ACK).window(0))).isZero();
        assertThat(verdict.on(client(FIN, ACK))).isZero();
        assertThat(verdict.on(client(SYN).protocol(17))).isZero();
        assertThat(verdict.on(client(ACK).payload(1).window(0))).isEqualTo(1);
    }
}
