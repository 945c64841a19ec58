package okko.examples.responder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import okko.external.api.Verdict;
import okko.external.testkit.Answer;
import okko.external.testkit.BenchOptions;
import okko.external.testkit.Outcome;
import okko.external.testkit.TestBench;
import org.junit.jupiter.api.Test;

class ResponderTest {

    /** An ARP request for 192.0.2.2, five pings to it 100 ms apart, a TCP packet to it, a ping to another address. */
    private static final Path CAPTURE = Path.of("src/test/resources/arp-and-pings.pcap");

    private static final BenchOptions OPTIONS = BenchOptions.DEFAULT.with("address", "192.0.2.2");

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    @Test
    void shouldAnswerByThePortOfTheQuestionAndPassTheRest() throws IOException {
        try (var bench = TestBench.start(new Responder(), OPTIONS.from(7, 0))) {
            Outcome outcome = bench.process(CAPTURE);
            assertEquals(List.of("output 7", "output 7", "output 7", "output 7", "output 7", "output 7", "pass 0",
                    "pass 0"), outcome.verdicts());
            assertEquals(1, bench.metric("arp_answered"));
            assertEquals(5, bench.metric("pings_answered"));
        }
    }

    @Test
    void shouldAnswerArpInPlace() throws IOException {
        try (var bench = TestBench.start(new Responder(), OPTIONS)) {
            assertArrayEquals(
                    hex("020000000001 0200000000fd 0806 0001 0800 06 04 0002"
                            + "0200000000fd c0000202 020000000001 c0000201"),
                    bench.process(CAPTURE).answers().getFirst().bytes());
        }
    }

    @Test
    void shouldAnswerAPingWithAValidChecksum() throws IOException {
        try (var bench = TestBench.start(new Responder(), OPTIONS)) {
            byte[] reply = bench.process(CAPTURE).answers().get(1).bytes();
            assertArrayEquals(hex("020000000001 020000000002 0800"), Arrays.copyOf(reply, 14));
            assertArrayEquals(hex("c0000202 c0000201 0000"), Arrays.copyOfRange(reply, 26, 36));
            assertEquals(0xffff, sum(reply, 14, 34), "IPv4 header");
            assertEquals(0xffff, sum(reply, 34, reply.length), "ICMP message");
        }
    }

    private static int sum(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (sum & 0xffff) + (sum >>> 16);
    }

    @Test
    void shouldDropPingsBeyondTheRate() throws IOException {
        try (var bench = TestBench.start(new Responder(), OPTIONS.with("pings-per-second", "2"))) {
            assertEquals(3, bench.process(CAPTURE).count(Verdict.DROP)); // one batch: all at one time
            bench.advance(Duration.ofMillis(500));
            assertEquals(4, bench.process(CAPTURE).count(Verdict.DROP));
            assertEquals(7, bench.metric("pings_refused"));
        }
    }

    @Test
    void shouldAnnounceItselfWithoutTraffic() throws IOException {
        try (var bench = TestBench.start(new Responder(), OPTIONS.with("announce-seconds", "10"))) {
            List<Answer> first = bench.idle();
            assertEquals("pass 1", first.getFirst().toString());
            assertArrayEquals(
                    hex("ffffffffffff 0200000000fd 0806 0001 0800 06 04 0001"
                            + "0200000000fd c0000202 000000000000 c0000202"),
                    Arrays.copyOf(first.getFirst().bytes(), 42));
            assertEquals(List.of(), bench.idle());
            bench.advance(Duration.ofSeconds(10));
            assertEquals(1, bench.process(CAPTURE).originated().size());
        }
    }

    @Test
    void shouldAnnounceItselfLaterWhenNoBufferIsFree() throws IOException {
        try (var bench = TestBench.start(new Responder(), OPTIONS.withEmptyBuffers(0))) {
            assertEquals(List.of(), bench.idle());
            assertEquals(0, bench.metric("announced"));
        }
    }

    @Test
    void shouldWantAnAddress() {
        assertThrows(IllegalArgumentException.class, () -> TestBench.start(new Responder()));
        assertThrows(IllegalArgumentException.class,
                () -> TestBench.start(new Responder(), BenchOptions.DEFAULT.with("address", "192.0.2.256")));
    }
}
