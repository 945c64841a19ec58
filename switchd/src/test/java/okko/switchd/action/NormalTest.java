package okko.switchd.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import okko.switchd.packet.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The switch as a bridge that learns, and the table that it learns in. */
class NormalTest {

    private static final Step NORMAL = new Normal(new End(DropReason.FLOW_DROP));
    private static final String ANN = "020000000001";
    private static final String BOB = "020000000002";
    private static final String EVERYBODY = "ffffffffffff";
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final AddressTable addresses = new AddressTable(1);
    private long nowNs = 5 * SECOND_NS;
    private FrameBench bench;

    @BeforeEach
    void createBench() throws Exception {
        bench = new FrameBench(new SharedState(addresses, new ControllerQueue(), Mirrors.NONE, () -> nowNs));
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void shouldFloodToAllOtherPortsWhenDestinationIsUnknown() {
        assertThat(portsOf(frame(BOB, ANN))).containsExactly(2, 3, 4);
    }

    @Test
    void shouldSendToOnePortWhenDestinationWasSeenThere() {
        addresses.learn(0, 0x020000000002L, 3, nowNs);
        assertThat(portsOf(frame(BOB, ANN))).containsExactly(3);
    }

    @Test
    void shouldLearnWhereAPacketCameFrom() {
        portsOf(frame(EVERYBODY, ANN));
        assertThat(addresses.all(nowNs)).containsExactly(new AddressTable.Learned(1, 0, 0x020000000001L, 0));
    }

    @Test
    void shouldFollowAStationWhenItMoves() {
        addresses.learn(0, 0x020000000001L, 3, nowNs);
        portsOf(frame(EVERYBODY, ANN));
        assertThat(addresses.find(0, 0x020000000001L, nowNs)).isEqualTo(1);
    }

    @Test
    void shouldKeepVlansApartWhenTheirStationsHaveTheSameAddress() {
        addresses.learn(7, 0x020000000002L, 3, nowNs);
        assertThat(portsOf(frame(BOB, ANN + "81000007"))).containsExactly(3);
        assertThat(portsOf(frame(BOB, ANN + "81000008"))).containsExactly(2, 3, 4);
        assertThat(portsOf(frame(BOB, ANN))).containsExactly(2, 3, 4);
    }

    @Test
    void shouldForgetAStationWhenItWasSilentForFiveMinutes() {
        addresses.learn(0, 0x020000000002L, 3, nowNs);
        nowNs += 300 * SECOND_NS;
        assertThat(portsOf(frame(BOB, ANN))).containsExactly(3);
        nowNs += SECOND_NS;
        assertThat(portsOf(frame(BOB, ANN))).containsExactly(2, 3, 4);
    }

    @Test
    void shouldDropUnderItsNameWhenDestinationIsBehindTheSamePort() {
        addresses.learn(0, 0x020000000002L, 1, nowNs);
        assertThat(portsOf(frame(BOB, ANN))).isEmpty();
        assertThat(bench.drops().packets(DropReason.OUTPUT_TO_INPUT)).isEqualTo(1);
    }

    @Test
    void shouldFloodWhenThePortOfTheDestinationIsGone() {
        addresses.learn(0, 0x020000000002L, 9, nowNs);
        assertThat(portsOf(frame(BOB, ANN))).containsExactly(2, 3, 4);
    }

    @Test
    void shouldFloodAndNotLearnWhenAddressesAreThoseOfGroups() {
        assertThat(portsOf(frame("01005e000001", EVERYBODY))).containsExactly(2, 3, 4);
        assertThat(addresses.all(nowNs)).isEmpty();
    }

    @Test
    void shouldDropUnderItsNameWhenBridgesKeepTheAddressToThemselves() {
        assertThat(portsOf(frame("0180c200000e", ANN))).isEmpty();
        assertThat(bench.drops().packets(DropReason.RESERVED_ADDRESS)).isEqualTo(1);
    }

    /** B16: whoever makes up addresses fills the table and no more, and drives no station out that goes on talking. */
    @Test
    void shouldStayBoundedAndKeepTalkingStationsWhenAddressesAreMadeUp() {
        for (int i = 0; i < 1_000_000; i++) {
            if (i % 1_000 == 0) {
                nowNs += SECOND_NS;
                addresses.learn(0, 0x020000000001L, 2, nowNs);
            }
            addresses.learn(0, 0x060000000000L | i, 3, nowNs);
        }
        assertThat(addresses.all(nowNs)).hasSizeLessThanOrEqualTo(AddressTable.CAPACITY);
        assertThat(addresses.find(0, 0x020000000001L, nowNs)).isEqualTo(2);
        addresses.flush();
        assertThat(addresses.all(nowNs)).isEmpty();
    }

    @Test
    void shouldHoldNearlyAllStationsWhenTheyAreHalfOfItsCapacity() {
        for (int i = 0; i < AddressTable.CAPACITY / 2; i++) {
            addresses.learn(0, 0x060000000000L | i, 3, nowNs);
        }
        assertThat(addresses.all(nowNs)).hasSizeGreaterThan(AddressTable.CAPACITY * 48 / 100);
    }

    private int[] portsOf(byte[] frame) {
        return bench.run(frame, NORMAL).stream().mapToInt(FrameBench.Sent::port).sorted().toArray();
    }

    private static byte[] frame(String destination, String sourceAndTag) {
        return HexFormat.of().parseHex(destination + sourceAndTag + "88b5" + "00".repeat(46));
    }
}
