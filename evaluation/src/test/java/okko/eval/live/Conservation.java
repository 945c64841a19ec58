package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The law of every test: what came in went out, was dropped under a name, or is lent; and no buffer is lost. */
final class Conservation {

    private Conservation() {}

    /** Checks a switch. Ports of processors are neither in nor out. */
    static void check(Daemon daemon) throws IOException, InterruptedException {
        JsonNode ports = daemon.ask("port", "list");
        JsonNode threads = daemon.ask("pmd", "stats");
        JsonNode pool = daemon.ask("pool", "show");
        JsonNode portsNow = daemon.ask("port", "list");
        while (!portsNow.equals(ports)) { // a host spoke up between two questions; such numbers do not belong together
            ports = portsNow;
            threads = daemon.ask("pmd", "stats");
            pool = daemon.ask("pool", "show");
            portsNow = daemon.ask("port", "list");
        }
        assertConserved(ports, threads, pool);
    }

    private static void assertConserved(JsonNode ports, JsonNode threads, JsonNode pool) {
        long in = 0;
        long out = 0;
        long dropped = 0;
        for (JsonNode port : ports) {
            boolean isRing = port.path("type").asText().equals("ring");
            in += isRing ? 0 : port.required("rxPackets").asLong();
            out += isRing ? 0 : port.required("txPackets").asLong();
            dropped += sum(port.required("drops"));
        }
        long copies = 0;
        for (JsonNode thread : threads) {
            dropped += sum(thread.required("drops"));
            copies += thread.required("copies").asLong();
        }
        long lent = pool.required("lent").asLong();

        assertThat(in + copies)
                .as("in %d + copies %d = out %d + dropped %d + lent %d", in, copies, out, dropped, lent)
                .isEqualTo(out + dropped + lent);
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
