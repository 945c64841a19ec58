package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import okko.switchd.packet.Batch;
import okko.switchd.port.PortSpec.Replay.Packets;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replay port that is asked for a rate, on a clock that the test turns. */
class OfferedLoadTest {

    private static final long PATIENCE_NS = 1_000_000;
    private static final long START_NS = -77; // a clock may be negative

    @TempDir
    Path directory;

    private PortFixture fixture;
    private long nowNs = START_NS;
    private final List<ReplayOutcome> outcomes = new ArrayList<>();

    @BeforeEach
    void makePool() throws IOException {
        fixture = new PortFixture();
    }

    @AfterEach
    void closePool() {
        fixture.close();
    }

    private ReplayPort open(int frames, Packets packets) throws IOException {
        byte[][] contents = new byte[frames][];
        for (int i = 0; i < frames; i++) {
            contents[i] = PortFixture.frame(60, i);
        }
        Path file = PortFixture.write(directory.resolve("trace.pcap"), contents);
        ReplayPort port = ReplayPort.open(file, packets, 3, List.of(fixture.pool), () -> nowNs);
        port.fill();
        return port;
    }

    /** One packet per 100 ns. */
    private static ReplayRequest load(long packets, int receiveQueue) {
        return load(packets, receiveQueue, Optional.empty());
    }

    private static ReplayRequest load(long packets, int receiveQueue, Optional<DueTimes> dueTimes) {
        return new ReplayRequest(
                new ReplayRequest.Offered(10_000_000, 100 * packets, receiveQueue, dueTimes), PATIENCE_NS);
    }

    @Test
    void shouldHandOutWhatIsDueAndTheCapturesFramesInOrder() throws Exception {
        ReplayPort port = open(3, Packets.FRAMES);
        port.start(0, load(5, 8), outcomes::add);

        assertThat(port.receive(fixture.batch)).isEqualTo(1);
        assertThat(fixture.received(0)).isEqualTo(PortFixture.frame(60, 0));
        fixture.releaseAll();
        nowNs += 99;
        assertThat(port.receive(fixture.batch)).isZero();
        nowNs += 101;
        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        assertThat(fixture.received(1)).isEqualTo(PortFixture.frame(60, 2));
        fixture.releaseAll();
        nowNs += 10_000;
        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        assertThat(fixture.received(0)).isEqualTo(PortFixture.frame(60, 0));
        fixture.releaseAll();
        assertThat(outcomes).isEmpty();
        assertThat(port.receive(fixture.batch)).isZero();

        assertThat(outcomes).containsExactly(new ReplayOutcome(1, 5, 300, 10_200, outcomes.getFirst().cpuNs(), 0, 5,
                Losses.NONE));
        assertThat(port.isRunning()).isFalse();
    }

    @Test
    void shouldLosePacketsWhenTheSwitchPollsTooSeldom() throws Exception {
        ReplayPort port = open(50, Packets.FRAMES);
        port.start(0, load(1_000, 40), outcomes::add);

        int received = 0;
        while (outcomes.isEmpty()) {
            received += port.receive(fixture.batch);
            fixture.releaseAll();
            nowNs += 6_400; // 64 packets, of which a batch takes 32
        }

        // Packet 0, then 32 of 64 in each of 16 polls, and 8 that still wait when the last packet has been due.
        assertThat(outcomes.getFirst().offered()).isEqualTo(1_000);
        assertThat(outcomes.getFirst().packets()).isEqualTo(received);
        assertThat(outcomes.getFirst().losses()).isEqualTo(new Losses(1_000 - received, 0));
        assertThat(received).isEqualTo(521);
    }

    @Test
    void shouldNameTheReasonWhenPacketsAreStillUnderWay() throws Exception {
        ReplayPort port = open(2, Packets.FRAMES);
        port.start(0, load(8, 3), outcomes::add);
        nowNs += 100;
        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        int[] buffers = fixture.batch.buffer.clone();
        fixture.batch.clear();
        nowNs += 100;
        assertThat(port.receive(fixture.batch)).as("packet 2 waits for its buffer").isZero();
        nowNs += 500;
        assertThat(port.receive(fixture.batch)).as("and with it 3 and 4; 5, 6 and 7 are lost").isZero();
        for (int i = 0; i < 3; i++) {
            fixture.pool.release(buffers[i % 2]);
            assertThat(port.receive(fixture.batch)).isEqualTo(1);
            fixture.batch.clear();
        }
        fixture.pool.release(buffers[0]);
        fixture.pool.release(buffers[1]);
        assertThat(port.receive(fixture.batch)).isZero();

        assertThat(outcomes.getFirst().packets()).isEqualTo(5);
        assertThat(outcomes.getFirst().losses()).isEqualTo(new Losses(0, 3));
        assertThat(outcomes.getFirst().offered()).isEqualTo(8);
    }

    @Test
    void shouldAccountForEveryPacketWhenOneDoesNotComeHome() throws Exception {
        ReplayPort port = open(1, Packets.COPIES);
        port.start(0, load(100, 60), outcomes::add);
        nowNs += 6_300;
        assertThat(port.receive(fixture.batch)).isEqualTo(32);
        fixture.batch.clear(); // kept for ever
        assertThat(port.receive(fixture.batch)).isEqualTo(28);
        fixture.batch.clear();
        nowNs += 10_000;
        assertThat(port.receive(fixture.batch)).as("there are 64 buffers for copies").isEqualTo(4);
        fixture.batch.clear();
        assertThat(port.receive(fixture.batch)).isZero();
        nowNs += PATIENCE_NS + 1;
        assertThat(port.receive(fixture.batch)).isZero();

        ReplayOutcome outcome = outcomes.getFirst();
        assertThat(outcome.missing()).isEqualTo(64);
        assertThat(outcome.packets()).isEqualTo(64);
        assertThat(outcome.losses()).isEqualTo(new Losses(4, 32));
        assertThat(outcome.offered()).isEqualTo(100);
    }

    @Test
    void shouldCountLatencyFromWhenAPacketWasDue() throws Exception {
        ReplayPort port = open(2, Packets.FRAMES);
        DueTimes dueTimes = port.newDueTimes();
        port.timeArrivals(Optional.of(dueTimes));
        port.start(0, load(2, 8, Optional.of(dueTimes)), outcomes::add);

        nowNs += 1_000; // the switch stood still meanwhile
        port.receive(fixture.batch);
        fixture.add(PortFixture.frame(60, 9)); // of nobody's
        nowNs += 20;
        port.send(fixture.batch);

        Histogram latencies = Latencies.empty();
        port.addLatencies(latencies);
        assertThat(latencies.getTotalCount()).isEqualTo(2);
        assertThat(latencies.getMinValue()).isEqualTo(920);
        assertThat(latencies.getMaxValue()).isEqualTo(1_020);

        port.timeArrivals(Optional.empty());
        port.addLatencies(latencies);
        assertThat(latencies.getTotalCount()).isEqualTo(2);
    }

    @Test
    void shouldOfferEachQueueItsShareWhenFlowsAreSpread() {
        assertThat(load(100, 8).ofQueue(0.25).extent())
                .isEqualTo(new ReplayRequest.Offered(2_500_000, 10_000, 8, Optional.empty()));
    }

    /** Offered is handed in or lost, whatever the rate and however packets come home. */
    @Test
    void shouldAccountForEveryPacketWhenAllIsAtRandom() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Packets packets : Packets.values()) {
            ReplayPort port = open(40, packets);
            for (int round = 0; round < 50; round++) {
                String where = "seed=" + seed + ", " + packets + ", round=" + round;
                ReplayOutcome outcome = runAtRandom(port, random);
                assertThat(outcome.missing()).as(where).isZero();
                assertThat(outcome.packets() + outcome.losses().total()).as(where).isEqualTo(outcome.offered());
            }
            port.close();
            port.drain();
        }
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    private ReplayOutcome runAtRandom(ReplayPort port, Random random) {
        outcomes.clear();
        double ratePps = 1e5 + random.nextDouble() * 1e9;
        long durationNs = 1 + random.nextInt(5_000_000);
        long expected = (long) Math.ceil(ratePps * durationNs / 1e9);
        port.start(0, new ReplayRequest(new ReplayRequest.Offered(
                ratePps, durationNs, 1 + random.nextInt(100), Optional.empty()), Long.MAX_VALUE), outcomes::add);
        List<Integer> underWay = new ArrayList<>();
        while (outcomes.isEmpty()) {
            port.receive(fixture.batch);
            Batch batch = fixture.batch;
            for (int i = 0; i < batch.size; i++) {
                underWay.add(batch.buffer[i]);
            }
            batch.clear();
            for (int home = random.nextInt(40); home > 0 && !underWay.isEmpty(); home--) {
                fixture.pool.release(underWay.removeFirst());
            }
            nowNs += random.nextInt(20_000);
        }
        assertThat(outcomes.getFirst().offered()).isEqualTo(expected);
        return outcomes.getFirst();
    }
}
