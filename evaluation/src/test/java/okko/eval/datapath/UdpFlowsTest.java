package okko.eval.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.ringshm.capture.Capture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpFlowsTest {

    private static final Pattern ADDRESSES = Pattern.compile("nw_src=([0-9./]+),nw_dst=([0-9./]+)");

    @TempDir
    private Path directory;

    @Test
    void shouldWriteTheRulesThatOvsWasMeasuredWith() {
        assertThat(new MaskGrid(2, 5).rules("output:2").subList(0, 3)).containsExactly(
                "priority=1000,in_port=1,udp,nw_src=10.128.0.0/9,nw_dst=172.24.0.0/13,tp_dst=2000,actions=output:2",
                "priority=999,in_port=1,udp,nw_src=10.128.0.0/9,nw_dst=172.20.0.0/14,tp_dst=2000,actions=output:2",
                "priority=998,in_port=1,udp,nw_src=10.128.0.0/9,nw_dst=172.18.0.0/15,tp_dst=2000,actions=output:2");
        assertThat(new MaskGrid(5, 10).rules("drop")).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource({"2, 5, 1000", "5, 10, 100000"})
    void shouldLetEachFrameMatchTheRuleOfItsGroupAndNoOther(int sources, int destinations, int count) {
        MaskGrid grid = new MaskGrid(sources, destinations);
        UdpFlows flows = new UdpFlows(count, grid);
        List<String> rules = grid.rules("drop");
        int[] matched = new int[rules.size()];
        for (int flow = 0; flow < count; flow += 7) {
            List<Integer> found = new ArrayList<>();
            for (int rule = 0; rule < rules.size(); rule++) {
                Matcher addresses = ADDRESSES.matcher(rules.get(rule));
                assertThat(addresses.find()).isTrue();
                if (isIn(flows.source(flow), addresses.group(1)) && isIn(flows.destination(flow), addresses.group(2))) {
                    found.add(rule);
                }
            }
            assertThat(found).as("rules that match flow %d", flow).containsExactly(flow % rules.size());
            matched[found.getFirst()]++;
        }
        assertThat(matched).doesNotContain(0);
    }

    private static boolean isIn(int address, String prefix) {
        String[] parts = prefix.split("[./]");
        int network = 0;
        for (int i = 0; i < 4; i++) {
            network = network << 8 | Integer.parseInt(parts[i]);
        }
        return (address ^ network) >>> 32 - Integer.parseInt(parts[4]) == 0;
    }

    @Test
    void shouldMakeAsManyFlowsAsAskedFor() {
        for (UdpFlows flows : List.of(new UdpFlows(1_000_000, MaskGrid.NONE),
                new UdpFlows(100_000, new MaskGrid(5, 10)))) {
            Set<Long> pairs = new HashSet<>();
            for (int flow = 0; flow < flows.count(); flow++) {
                pairs.add((long) flows.source(flow) << 32 | flows.destination(flow) & 0xffffffffL);
            }
            assertThat(pairs).hasSize(flows.count());
            assertThat(flows.frames()).isEqualTo(flows.count());
        }
    }

    @Test
    void shouldCountTheFramesOfEachGroup() {
        UdpFlows few = new UdpFlows(3, new MaskGrid(1, 2));
        assertThat(few.frames()).isEqualTo(1002);
        assertThat(few.framesOf(0)).isEqualTo(668);
        assertThat(few.framesOf(1)).isEqualTo(334);
    }

    @Test
    void shouldWriteFramesWithARightHeader() throws Exception {
        Path file = directory.resolve("flows.pcap");
        new UdpFlows(1_000, MaskGrid.NONE).write(file);
        Capture capture = Capture.read(file);

        assertThat(capture.size()).isEqualTo(1_000);
        byte[] frame = capture.frame(0);
        assertThat(frame).hasSize(64).startsWith(2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 50);
        int sum = 0;
        for (int at = 14; at < 34; at += 2) {
            sum += (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
        }
        assertThat((sum & 0xffff) + (sum >>> 16)).as("of an IPv4 header with its checksum").isEqualTo(0xffff);
        assertThat(new byte[] {frame[36], frame[37], frame[38], frame[39]}).containsExactly(2000 >> 8, 2000 & 0xff, 0, 30);
    }
}
