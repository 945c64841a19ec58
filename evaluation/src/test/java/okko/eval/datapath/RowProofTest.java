package okko.eval.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.measure.Replay;
import okko.eval.measure.SinkCount;
import okko.eval.subject.Disturbance;
import okko.switchd.port.FrameHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Each proof, and each way in which a switch could fail it. */
class RowProofTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Row masks = row("10-masks");
    private final Row chain = row("chain-2");
    private final Row drop = row("drop");

    private static Row row(String name) {
        return Rows.all().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }

    /** What a right switch replies to three passes over a thousand frames that leave as they came. */
    private static Replay replay(Row row) {
        return replay(3, 3_000, 3_000, 3 * sum(row), Map.of());
    }

    private static Replay replay(long passes, long packets, long arrived, long checksum, Map<String, Long> drops) {
        return new Replay(passes, packets, 1_000, 1_000, List.of(new SinkCount("p2", arrived, 0, checksum)), drops,
                new Disturbance(0, 0, 0));
    }

    private static long sum(Row row) {
        UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(UdpFlows.FRAME_BYTES));
        long sum = 0;
        for (int i = 0; i < row.flows().frames(); i++) {
            row.flows().fill(frame.addressOffset(), i);
            sum += FrameHash.of(frame.addressOffset(), UdpFlows.FRAME_BYTES);
        }
        return sum;
    }

    private static JsonNode flows(Row row, long... packets) {
        ArrayNode flows = MAPPER.createArrayNode();
        for (int i = 0; i < packets.length; i++) {
            flows.addObject().put("flow", row.allRules().get(i)).put("packets", packets[i]);
        }
        return flows;
    }

    private static JsonNode tenRules(Row row, long eachPackets) {
        long[] packets = new long[10];
        Arrays.fill(packets, eachPackets);
        return flows(row, packets);
    }

    private static JsonNode programs(long... runs) {
        ArrayNode programs = MAPPER.createArrayNode();
        for (int i = 0; i < runs.length; i++) {
            programs.addObject().put("id", i + 1).put("runs", runs[i]).put("matches", 0);
        }
        return programs;
    }

    private static Optional<String> fault(Row row, Replay replay, JsonNode flows, JsonNode programs) {
        return new RowProof(row).findFault(replay, flows, programs);
    }

    @Test
    void shouldFindNoFaultInARightSwitch() {
        assertThat(fault(masks, replay(masks), tenRules(masks, 300), programs())).isEmpty();
        assertThat(fault(chain, replay(chain), flows(chain, 0, 0, 3_000), programs(3_000, 3_000))).isEmpty();
        assertThat(fault(drop, replay(3, 3_000, 0, 0, Map.of("flow_drop", 3_000L)), flows(drop, 3_000), programs()))
                .isEmpty();
    }

    @Test
    void shouldFindAByteThatIsWrong() {
        Replay wrong = replay(3, 3_000, 3_000, 3 * sum(masks) + 1, Map.of());
        assertThat(fault(masks, wrong, tenRules(masks, 300), programs()).orElseThrow())
                .startsWith("packets arrive with other bytes than they should: checksum=");
    }

    @Test
    void shouldFindAPacketThatIsLostOrDropped() {
        assertThat(fault(masks, replay(3, 3_000, 2_999, 0, Map.of()), tenRules(masks, 300), programs())).contains(
                "of 3000 packets 3000 should arrive, and 0 be dropped: arrived=2999, drops={}");
        assertThat(fault(masks, replay(3, 3_000, 2_999, 0, Map.of("fault", 1L)), tenRules(masks, 300), programs()))
                .contains("of 3000 packets 3000 should arrive, and 0 be dropped: arrived=2999, drops={fault=1}");
        assertThat(fault(drop, replay(3, 3_000, 0, 0, Map.of("table_miss", 3_000L)), flows(drop, 3_000), programs()))
                .contains("of 3000 packets 0 should arrive, and 3000 be dropped: arrived=0, drops={table_miss=3000}");
        assertThat(fault(masks, replay(2, 2_000, 2_000, 0, Map.of()), tenRules(masks, 200), programs()))
                .contains("asked for 3 passes, the switch made 2");
    }

    @Test
    void shouldFindARuleThatCountsAnotherOnesPackets() {
        assertThat(fault(masks, replay(masks), flows(masks, 301, 299, 300, 300, 300, 300, 300, 300, 300, 300),
                programs()).orElseThrow()).startsWith("rule \"priority=1000,").endsWith("counts 301 packets, expected 300");
        assertThat(fault(masks, replay(masks), flows(masks, 300), programs()).orElseThrow())
                .startsWith("there should be 10 rules: ");
    }

    @Test
    void shouldFindAProgramThatDidNotRunForEachPacketOrRanTwice() {
        assertThat(fault(chain, replay(chain), flows(chain, 0, 0, 3_000), programs(3_000, 2_999)).orElseThrow())
                .startsWith("program 2 should run 3000 times and never match: runs=2999");
        assertThat(fault(chain, replay(chain), flows(chain, 1, 0, 2_999), programs(3_000, 3_000))).isPresent();
        Row loaded = row("program-loaded");
        assertThat(fault(loaded, replay(loaded), flows(loaded, 3_000), programs(1))).isPresent();
    }

    @Test
    void shouldHoldTimedRunsToTheirCounts() {
        RowProof proof = new RowProof(masks);
        assertThat(proof.findFaultLater(replay(7, 7_000, 7_000, 0, Map.of()))).isEmpty();
        assertThat(proof.findFaultLater(replay(7, 7_001, 7_001, 0, Map.of())))
                .contains("7 passes are 7000 packets, the switch counted 7001");
        assertThat(proof.findFaultInRules(tenRules(masks, 700), 7)).isEmpty();
        assertThat(proof.findFaultInRules(tenRules(masks, 700), 8)).isPresent();
    }
}
