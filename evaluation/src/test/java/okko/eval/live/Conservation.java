package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The law of every test: what came in went out, was dropped under a name, or is lent; and no buffer is lost. */
final class Conservation {

    private Conservation() {}

    /** Checks a switch that no traffic reaches any more. Ports of processors are neither in nor out. */
    static void check(Daemon daemon) throws IOException, InterruptedException {
        long in = 0;
        long out = 0;
        long dropped = 0;
        for (JsonNode port : daemon.ask("port", "list")) {
            boolean isRing = port.path("type").asText().equals("ring");
            in += isRing ? 0 : port.required("rxPackets").asLong();
            out += isRing ? 0 : port.required("txPackets").asLong();
            dropped += sum(port.required("drops"));
        }
        long copies = 0;
        for (JsonNode thread : daemon.ask("pmd", "stats")) {
            dropped += sum(thread.required("drops"));
            copies += thread.required("copies").asLong();
        }
        JsonNode pool = daemon.ask("pool", "show");

        assertThat(in + copies)
                .as("in %d + copies %d = out %d + dropped %d + lent %s", in, copies, out, dropped, pool.required("lent"))
                .isEqualTo(out + dropped + pool.required("lent").asLong());
        assertThat(pool.required("conserved").asBoolean()).as("pool: %s", pool).isTrue();
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }
}
