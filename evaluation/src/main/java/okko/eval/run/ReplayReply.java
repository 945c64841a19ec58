package okko.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import okko.eval.measure.Offered;
import okko.eval.measure.Replay;
import okko.eval.measure.SinkCount;
import okko.eval.subject.Disturbance;
import org.HdrHistogram.Histogram;

/**
 * A daemon's answer to {@code replay run}, whose counts balance.
 *
 * @param json  the answer
 * @param ends  names of ports where a packet's way ends
 * @param drops packets that were dropped, by reason, elsewhere as well
 */
record ReplayReply(JsonNode json, Predicate<String> ends, Map<String, Long> drops) {

    private static final double PPS_PER_MPPS = 1e6;

    /**
     * Reads an answer.
     *
     * @throws IOException if its counts do not balance
     */
    static ReplayReply of(JsonNode json, Predicate<String> ends) throws IOException {
        if (!json.path("conserved").asBoolean()) {
            throw new IOException("the switch's own counts do not balance: " + json);
        }
        return new ReplayReply(json, ends, counts(json.path("drops")));
    }

    /** {@return the same with packets that were dropped outside of the switch} */
    ReplayReply withDrops(Map<String, Long> elsewhere) {
        Map<String, Long> all = new TreeMap<>(drops);
        all.putAll(elsewhere);
        return new ReplayReply(json, ends, all);
    }

    /** {@return it as that of a replay in passes} */
    Replay replay() {
        return new Replay(json.path("passes").asLong(), json.path("packets").asLong(),
                json.path("elapsedNs").asLong(), json.path("cpuNs").asLong(), sinks(), drops, disturbance());
    }

    /** {@return it as that of a replay at a rate} */
    Offered offered() throws IOException {
        JsonNode load = json.path("load");
        long delivered = sinks().stream().mapToLong(SinkCount::packets).sum();
        return new Offered(load.path("ratePps").asDouble() / PPS_PER_MPPS, load.path("offered").asLong(),
                load.path("handedIn").asLong(), delivered, json.path("elapsedNs").asLong(),
                counts(load.path("lostBy")), drops, latencies(delivered), disturbance());
    }

    private List<SinkCount> sinks() {
        List<SinkCount> sinks = new ArrayList<>();
        for (JsonNode sink : json.path("sinks")) {
            if (ends.test(sink.path("port").asText())) {
                sinks.add(new SinkCount(sink.path("port").asText(), sink.path("packets").asLong(),
                        sink.path("bytes").asLong(), checksum(sink.path("checksum"))));
            }
        }
        return sinks;
    }

    /** Hexadecimal digits where a checksum was asked for. */
    private static long checksum(JsonNode checksum) {
        return checksum.isTextual() ? Long.parseUnsignedLong(checksum.textValue(), 16) : 0;
    }

    private static Map<String, Long> counts(JsonNode node) {
        Map<String, Long> counts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> count : node.properties()) {
            counts.put(count.getKey(), count.getValue().asLong());
        }
        return counts;
    }

    private Disturbance disturbance() {
        JsonNode node = json.path("disturbances");
        return new Disturbance(node.path("gcCount").asLong(), node.path("gcMs").asLong(),
                node.path("compileMs").asLong());
    }

    /** Those of some packets might be those of the fast ones alone. */
    private Optional<Histogram> latencies(long delivered) throws IOException {
        JsonNode latency = json.path("latency");
        if (!latency.path("histogram").isTextual() || latency.path("count").asLong() != delivered) {
            return Optional.empty();
        }
        try {
            return Optional.of(Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(latency.path("histogram").textValue())), 0));
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IOException("the switch's histogram of latencies cannot be read: " + e.getMessage(), e);
        }
    }
}
