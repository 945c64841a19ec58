package okko.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import okko.eval.measure.Offered;
import okko.eval.subject.Disturbance;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReplayReplyTest {

    private static JsonNode reply(int timed) throws IOException {
        return new ObjectMapper().readTree("""
                {"passes": 1, "packets": 90, "elapsedNs": 1100000, "cpuNs": 7, "conserved": true,
                 "sinks": [{"port": "p2", "packets": 60, "bytes": 1, "checksum": null},
                           {"port": "p3", "packets": 25, "bytes": 1, "checksum": null},
                           {"port": "v0", "packets": 85, "bytes": 1, "checksum": null}],
                 "drops": {"processor_busy": 5},
                 "load": {"ratePps": 100000.0, "durationNs": 1000000, "receiveQueue": 2048, "offered": 100,
                          "handedIn": 90, "delivered": 85, "lost": 10,
                          "lostBy": {"receive_queue_full": 8, "still_under_way": 2}},
                 "latency": {"count": %d, "histogram": "%s"},
                 "disturbances": {"gcCount": 1, "gcMs": 2, "compileMs": 3}}
                """.formatted(timed, histogram(timed)));
    }

    private static String histogram(int values) {
        Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        for (int i = 0; i < values; i++) {
            histogram.recordValue(1_000);
        }
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int lengthBytes = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), lengthBytes));
    }

    private static ReplayReply read(JsonNode json) throws IOException {
        return ReplayReply.of(json, port -> !port.equals("v0"));
    }

    @Test
    void shouldSayWhatBecameOfThePacketsThatWereOffered() throws Exception {
        Offered offered = read(reply(85)).withDrops(Map.of("cable", 4L)).offered();

        assertThat(offered.mpps()).isEqualTo(0.1);
        assertThat(offered.offered()).isEqualTo(100);
        assertThat(offered.handedIn()).isEqualTo(90);
        assertThat(offered.delivered()).isEqualTo(85);
        assertThat(offered.lost()).isEqualTo(15);
        assertThat(offered.elapsedNs()).isEqualTo(1_100_000);
        assertThat(offered.lostBy()).isEqualTo(Map.of("receive_queue_full", 8L, "still_under_way", 2L));
        assertThat(offered.drops()).isEqualTo(Map.of("processor_busy", 5L, "cable", 4L));
        assertThat(offered.disturbance()).isEqualTo(new Disturbance(1, 2, 3));
        assertThat(offered.latencyNs()).hasValueSatisfying(latency -> {
            assertThat(latency.getTotalCount()).isEqualTo(85);
            assertThat(latency.getMaxValue()).isEqualTo(1_000);
        });
    }

    @Test
    void shouldGiveNoLatencyWhenNotEveryPacketWasTimed() throws Exception {
        assertThat(read(reply(84)).offered().latencyNs()).isEmpty();
    }

    @Test
    void shouldRefuseAnAnswerWhoseCountsDoNotBalance() throws Exception {
        JsonNode broken = new ObjectMapper().readTree("{\"conserved\": false}");

        assertThatThrownBy(() -> read(broken)).isInstanceOf(IOException.class)
                .hasMessage("the switch's own counts do not balance: {\"conserved\":false}");
    }
}
