package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import okko.switchd.action.Step;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.classify.TestRules;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.Packet;
import org.junit.jupiter.api.Test;

/** What the caches remember is what the tables of now say, however tables change and time passes between packets. */
class RevalidationLawTest {

    private static final int STEPS = 200_000;

    private final DatapathStats stats = new DatapathStats();
    private final Packet packet = new Packet();
    private final Random random = new Random(26);
    private final List<Rule> rules = new ArrayList<>();

    @Test
    void shouldFindStepsOfTablesOfNowWhenTheyChangeBetweenPackets() {
        FlowLookup cached = lookup(CacheMode.ALL, 8);
        FlowLookup megaflows = lookup(CacheMode.MEGAFLOW, 1000);
        FlowLookup uncached = lookup(CacheMode.NONE, 1);
        long nowNs = 0;
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(50) == 0) {
                change();
                Tables tables = TestRules.tables(rules);
                List.of(cached, megaflows, uncached).forEach(lookup -> lookup.replaceTables(tables));
            }
            if (random.nextInt(20) == 0) {
                nowNs += random.nextInt(3_000_000);
                cached.tick(nowNs);
                megaflows.tick(nowNs);
            }
            nextKey();
            String expected = text(uncached.firstStep(packet));
            assertThat(text(cached.firstStep(packet))).as("both caches, step %d", i).isEqualTo(expected);
            assertThat(text(megaflows.firstStep(packet))).as("megaflow cache, step %d", i).isEqualTo(expected);
        }
        cached.publish(stats);
        assertThat(stats.count(Count.EXACT_HITS)).isGreaterThan(STEPS / 10);
        assertThat(stats.count(Count.MISSES)).isGreaterThan(1000);
        assertThat(stats.count(Count.FLOWS)).isLessThanOrEqualTo(8);
        assertThat(stats.count(Count.FLOWS_EVICTED)).isPositive();
    }

    @Test
    void shouldCountOnInRenewedFlowWhenTablesChangeButNotWhatItLooksAt() {
        FlowLookup cached = lookup(CacheMode.ALL, 50);
        for (int port = 2; port < 5; port++) {
            Match match = Match.ANY.with(Field.TP_DST, 1);
            cached.replaceTables(TestRules.tables(List.of(TestRules.rule(1, match, null, port))));
            Arrays.fill(packet.key, 0);
            packet.lengthBytes = 100;
            assertThat(text(cached.firstStep(packet))).isEqualTo(text(cached.firstStep(packet)));
        }
        assertThat(cached.cachedFlows(10)).singleElement().satisfies(flow -> {
            assertThat(flow.get().packets()).isEqualTo(6);
            assertThat(flow.get().bytes()).isEqualTo(600);
        });
    }

    @Test
    void shouldForgetFlowWhenItHasBeenIdle() {
        FlowLookup cached = lookup(CacheMode.ALL, 50);
        cached.replaceTables(TestRules.tables(List.of(TestRules.rule(1, Match.ANY, null, 2))));
        cached.tick(1_000_000_000);
        cached.firstStep(packet);
        cached.tick(10_900_000_000L);
        assertThat(cached.cachedFlows(10)).hasSize(1);
        cached.tick(11_100_000_000L);
        assertThat(cached.cachedFlows(10)).isEmpty();
        cached.publish(stats);
        assertThat(stats.count(Count.FLOWS)).isZero();
        assertThat(stats.count(Count.MASKS)).isZero();
    }

    private static FlowLookup lookup(CacheMode mode, int flowLimit) {
        return new FlowLookup(new DatapathConfig(
                0, new CacheConfig(mode, flowLimit, CacheConfig.DEFAULT.idleTimeout()), 26));
    }

    private void change() {
        if (rules.size() > 6 || !rules.isEmpty() && random.nextBoolean()) {
            rules.remove(random.nextInt(rules.size()));
        } else {
            Match match = Match.ANY;
            if (random.nextBoolean()) {
                match = match.with(Field.IN_PORT, 1 + random.nextInt(3));
            }
            if (random.nextBoolean()) {
                match = match.with(Field.METADATA, random.nextInt(8), 1 + random.nextInt(7));
            }
            if (random.nextInt(4) == 0) {
                match = match.with(Field.REG0, random.nextInt(4));
            }
            rules.add(TestRules.rule(random.nextInt(4), match, null, 10 + random.nextInt(50)));
        }
    }

    private void nextKey() {
        Arrays.fill(packet.key, 0);
        packet.key[FlowKey.PORT_AND_NETWORK] = (long) (1 + random.nextInt(3)) << FlowKey.IN_PORT_SHIFT;
        packet.key[FlowKey.METADATA] = random.nextInt(16);
        IntStream.range(FlowKey.HOT_WORDS, FlowKey.WORDS).forEach(word -> packet.key[word] = random.nextInt(2) << 5);
        packet.lengthBytes = 60;
    }

    private static String text(Step first) {
        return first.toString();
    }
}
