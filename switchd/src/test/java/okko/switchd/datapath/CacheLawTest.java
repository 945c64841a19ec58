package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import okko.switchd.action.ActionExecutor;
import okko.switchd.datapath.DatapathStats.Count;
import okko.switchd.classify.TestRules;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Filter;
import okko.switchd.packet.Packet;
import okko.switchd.packet.TestNetwork;
import okko.switchd.packet.TestNetwork.RecordingSink;
import okko.switchd.parse.FlowKeyParser;
import org.junit.jupiter.api.Test;

/**
 * The law of the caches: whatever the table and the packets, and although filters remember what they saw, forwarding
 * with the cache is forwarding without it, and both are what OpenFlow says; the same filters run on the same packets
 * in the same order.
 */
class CacheLawTest {

    private static final int CASES = 10_000;
    private static final int PACKETS = 48;
    private static final int PORTS = 3;

    @Test
    void shouldDoTheSameWhenCacheIsOnOrOffOrThereIsOnlyAList() throws IOException {
        long seed = 4711;
        Random random = new Random(seed);
        try (TestNetwork network = new TestNetwork(8 * Batch.CAPACITY)) {
            World cached = new World(network, CacheMode.ALL);
            World uncached = new World(network, CacheMode.NONE);
            for (int i = 0; i < CASES; i++) {
                List<RuleSpec> specs = IntStream.range(0, 1 + random.nextInt(12))
                        .mapToObj(_ -> RuleSpec.random(random)).toList();
                List<PacketSpec> packets = IntStream.range(0, PACKETS)
                        .mapToObj(id -> PacketSpec.random(id, random)).toList();
                String expected = new Model(specs).run(packets, network);
                assertThat(cached.run(specs, packets)).as("cached, seed %d, case %d", seed, i).isEqualTo(expected);
                assertThat(uncached.run(specs, packets)).as("uncached, seed %d, case %d", seed, i).isEqualTo(expected);
                assertThat(network.pool().freeCount()).isEqualTo(8 * Batch.CAPACITY);
            }
            assertThat(cached.stats.count(Count.EXACT_HITS)).isGreaterThan(uncached.stats.count(Count.PACKETS) / 4);
            assertThat(uncached.stats.count(Count.EXACT_HITS)).isZero();
            assertThat(cached.stats.count(Count.FILTER_RUNS)).isEqualTo(uncached.stats.count(Count.FILTER_RUNS));
        }
    }

    /** A rule before it is given to one of the worlds; each world has its own filters, which start afresh. */
    private record RuleSpec(int number, int priority, Match match, int period, int[] outputPorts) {

        static RuleSpec random(Random random) {
            Match match = Match.ANY;
            if (random.nextInt(3) == 0) {
                match = match.with(Field.IN_PORT, 1 + random.nextInt(PORTS));
            }
            if (random.nextInt(3) == 0) {
                match = match.with(Field.NW_DST, random.nextInt(4), 1 + random.nextInt(3));
            }
            if (random.nextInt(3) == 0) {
                match = match.with(Field.TP_DST, random.nextInt(4));
            }
            int period = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(4);
            int[] outputPorts = random.ints(random.nextInt(3), 1, PORTS + 2).toArray();
            return new RuleSpec(random.nextInt(1_000_000), random.nextInt(4), match, period, outputPorts);
        }

        /** Matches every {@code period}-th time that it is asked, so that its answers alternate on one flow. */
        Filter filter(List<String> log) {
            if (period == 0) {
                return null;
            }
            int[] asked = {0};
            return (frame, _) -> {
                log.add(number + " asked for " + TestNetwork.identification(frame));
                return ++asked[0] % period == 0;
            };
        }
    }

    private record PacketSpec(int id, int inPort, int destination, int destinationPort) {

        static PacketSpec random(int id, Random random) {
            return new PacketSpec(id, 1 + random.nextInt(PORTS), random.nextInt(4), random.nextInt(4));
        }

        void addTo(Batch batch, TestNetwork network) {
            network.addUdp(batch, inPort, id, destination, destinationPort);
        }
    }

    /** OpenFlow's words as a loop over all rules, one packet after the other. */
    private static final class Model {

        private final List<String> log = new ArrayList<>();
        private final List<RuleSpec> ordered;
        private final List<Filter> filters;
        private final TreeMap<Integer, List<Integer>> sent = new TreeMap<>();
        private final int[] drops = new int[DropReason.values().length];

        Model(List<RuleSpec> specs) {
            ordered = specs.stream().sorted(Comparator.comparingInt(RuleSpec::priority).reversed()).toList();
            filters = ordered.stream().map(spec -> spec.filter(log)).toList();
            IntStream.rangeClosed(1, PORTS).forEach(port -> sent.put(port, new ArrayList<>()));
        }

        String run(List<PacketSpec> packets, TestNetwork network) {
            Batch one = new Batch();
            for (PacketSpec packet : packets) {
                packet.addTo(one, network);
                forward(packet, one.address[0]);
                network.pool().release(one.buffer[0]);
                one.clear();
            }
            return text(log, sent, drops);
        }

        private void forward(PacketSpec packet, long frame) {
            Packet parsed = new Packet();
            parsed.address = frame;
            parsed.lengthBytes = TestNetwork.FRAME_BYTES;
            parsed.inPort = packet.inPort;
            FlowKeyParser.parse(parsed);
            long[] key = parsed.key;
            for (int i = 0; i < ordered.size(); i++) {
                Filter filter = filters.get(i);
                if (matches(ordered.get(i).match, key)
                        && (filter == null || filter.matches(frame, TestNetwork.FRAME_BYTES))) {
                    output(ordered.get(i).outputPorts, packet);
                    return;
                }
            }
            drops[DropReason.TABLE_MISS.ordinal()]++;
        }

        private void output(int[] ports, PacketSpec packet) {
            if (ports.length == 0) {
                drops[DropReason.FLOW_DROP.ordinal()]++;
            }
            for (int port : ports) {
                if (port == packet.inPort) {
                    drops[DropReason.OUTPUT_TO_INPUT.ordinal()]++;
                } else if (port > PORTS) {
                    drops[DropReason.NO_SUCH_PORT.ordinal()]++;
                } else {
                    sent.get(port).add(packet.id);
                }
            }
        }

        private static boolean matches(Match match, long[] key) {
            return IntStream.range(0, FlowKey.WORDS)
                    .allMatch(word -> (key[word] & match.maskWord(word)) == match.keyWord(word));
        }
    }

    /** A pipeline with its ports. */
    private static final class World {

        private final TestNetwork network;
        private final DropCounters drops = new DropCounters();
        private final DatapathStats stats = new DatapathStats();
        private final TreeMap<Integer, RecordingSink> sinks = new TreeMap<>();
        private final Pipeline pipeline;

        World(TestNetwork network, CacheMode cache) {
            this.network = network;
            ActionExecutor actions = new ActionExecutor(network.pool(), drops);
            for (int port = 1; port <= PORTS; port++) {
                sinks.put(port, network.newSink());
                actions.add(port, sinks.get(port));
            }
            pipeline = new Pipeline(new DatapathConfig(0, CacheConfig.DEFAULT.with(cache), 5), actions, stats);
        }

        String run(List<RuleSpec> specs, List<PacketSpec> packets) {
            List<String> log = new ArrayList<>();
            sinks.values().forEach(sink -> sink.identifications().clear());
            long[] before = counts();
            pipeline.replaceTables(TestRules.tables(specs.stream()
                    .map(spec -> TestRules.rule(spec.priority, spec.match, spec.filter(log), spec.outputPorts))
                    .toList()));
            Batch batch = new Batch();
            for (PacketSpec packet : packets) {
                packet.addTo(batch, network);
                if (batch.isFull() || packet.id == packets.size() - 1) {
                    pipeline.process(batch);
                }
            }
            TreeMap<Integer, List<Integer>> sent = new TreeMap<>();
            sinks.forEach((port, sink) -> sent.put(port, sink.identifications()));
            long[] after = counts();
            return text(log, sent, IntStream.range(0, after.length).map(i -> (int) (after[i] - before[i])).toArray());
        }

        private long[] counts() {
            return Arrays.stream(DropReason.values()).mapToLong(drops::packets).toArray();
        }
    }

    private static String text(List<String> log, TreeMap<Integer, List<Integer>> sent, int[] drops) {
        return String.join("\n", log) + "\nsent " + sent + "\ndropped " + Arrays.toString(drops);
    }
}
