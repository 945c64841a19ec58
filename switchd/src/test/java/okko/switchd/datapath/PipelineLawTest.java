package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.packet.TestNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The law: for any tables, programs and packets, forwarding with caches is forwarding without them, and both are what
 * OpenFlow says, done one packet after the other; programs keep what they remember equal, and see packets as earlier
 * actions left them, each at most once per packet and rule.
 */
class PipelineLawTest {

    private static final int BUFFERS = 512;
    private static final int PACKETS = 12;
    private static final int KINDS_OF_PACKETS = 4;

    @Test
    void shouldDoTheSameWithAndWithoutCachesAsTheModel() throws IOException {
        hold(10_000, 20_261_122);
    }

    @Test
    @Tag("nightly")
    void shouldDoTheSameWithAndWithoutCachesAsTheModelInManyCases() throws IOException {
        hold(1_000_000, System.nanoTime());
    }

    private static void hold(int cases, long seed) throws IOException {
        System.out.println("seed " + seed);
        int outOfScope = 0;
        try (TestNetwork network = new TestNetwork(BUFFERS)) {
            List<LawWorld> worlds = List.of(new LawWorld(network, CacheMode.ALL),
                    new LawWorld(network, CacheMode.MEGAFLOW), new LawWorld(network, CacheMode.NONE));
            for (int i = 0; i < cases; i++) {
                Random random = new Random(seed + i);
                LawSpec spec = LawSpec.random(random);
                long kinds = random.nextLong();
                List<LawPacket> packets = IntStream.range(0, PACKETS)
                        .mapToObj(id -> LawPacket.random(id, new Random(kinds + random.nextInt(KINDS_OF_PACKETS))))
                        .toList();
                String expected;
                try {
                    expected = new LawModel(spec).run(packets);
                } catch (LawModel.OutOfScope _) {
                    outOfScope++;
                    continue;
                }
                for (int w = 0; w < worlds.size(); w++) {
                    assertThat(worlds.get(w).run(spec, packets))
                            .as("world %d of seed %d%n%s", w, seed + i, spec).isEqualTo(expected);
                    assertThat(worlds.get(w).isConserving()).as("in + copies = out + drops").isTrue();
                }
                assertThat(network.pool().freeCount()).as("pool, seed %d", seed + i).isEqualTo(BUFFERS);
            }
            DatapathStats cached = worlds.getFirst().stats;
            assertThat(outOfScope).isLessThan(cases / 4);
            assertThat(cached.count(Count.MEGAFLOW_HITS) + cached.count(Count.EXACT_HITS))
                    .isGreaterThan(cached.count(Count.PACKETS) / 3);
            assertThat(cached.count(Count.LOOKED_UP_AGAIN)).isPositive();
        }
    }
}
