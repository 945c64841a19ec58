package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowSpreadTest {

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] udp(int source, int destination, int sourcePort, int destinationPort) {
        return hex("000000000001 000000000002 0800 45 00 001c 0000 0000 40 11 0000 0a0000%02x 0a0000%02x %04x %04x 0008 0000"
                .formatted(source, destination, sourcePort, destinationPort));
    }

    private static int queue(byte[] frame, int queues) {
        List<List<byte[]>> shares = FlowSpread.over(List.of(frame), queues);
        return shares.indexOf(shares.stream().filter(share -> !share.isEmpty()).findFirst().orElseThrow());
    }

    @Test
    void shouldKeepBothDirectionsOfAFlowTogether() {
        for (int flow = 0; flow < 200; flow++) {
            assertThat(queue(udp(1, 2, flow, 53), 4)).isEqualTo(queue(udp(2, 1, 53, flow), 4));
        }
    }

    @Test
    void shouldGiveEachQueueAShareOfManyFlows() {
        List<byte[]> frames = new ArrayList<>();
        for (int flow = 0; flow < 1_000; flow++) {
            frames.add(udp(flow % 16, 200, flow, 53));
        }
        assertThat(FlowSpread.over(frames, 4)).allSatisfy(share -> assertThat(share).hasSizeBetween(180, 320));
    }

    @Test
    void shouldKeepTheOrderInEachQueue() {
        byte[] first = udp(1, 2, 3, 4);
        byte[] second = udp(1, 2, 3, 4);
        assertThat(FlowSpread.over(List.of(first, second), 2)).contains(List.of(first, second));
    }

    @Test
    void shouldSpreadWhatIsBehindATagAsWithoutIt() {
        byte[] tagged = hex("000000000001 000000000002 8100 0005 0800 45 00 001c 0000 0000 40 11 0000 0a000001 0a000002"
                + "0007 0035 0008 0000");
        assertThat(queue(tagged, 8)).isEqualTo(queue(udp(1, 2, 7, 0x35), 8));
    }

    @Test
    void shouldKeepFragmentsOfAPairOfAddressesTogether() {
        byte[] first = hex("000000000001 000000000002 0800 45 00 001c 0000 2000 40 11 0000 0a000001 0a000002 0007 0035");
        byte[] later = hex("000000000001 000000000002 0800 45 00 001c 0000 0001 40 11 0000 0a000001 0a000002 ffff ffff");
        assertThat(queue(first, 8)).isEqualTo(queue(later, 8));
    }

    @Test
    void shouldPutFramesThatEndEarlySomewhere() {
        assertThat(queue(new byte[0], 3)).isZero();
        assertThat(queue(hex("000000000001 000000000002 86dd"), 3)).isBetween(0, 2);
    }
}
