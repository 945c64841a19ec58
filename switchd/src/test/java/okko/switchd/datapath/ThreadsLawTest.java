package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.pool.PoolCensus;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Filter;
import okko.switchd.packet.Placement;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;
import okko.switchd.packet.TestNetwork;
import okko.switchd.table.FlowChange;
import okko.switchd.table.FlowTables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The law of several datapath threads: with flows split among them, in whatever order they run, every packet goes where
 * it goes with one, programs answer the same, and no packet is lost. Programs remember what they saw of a flow.
 */
class ThreadsLawTest {

    private static final int CASES = 60;
    private static final int PACKETS = 120;
    private static final int FLOWS = 7;
    private static final int BUFFERS = 512;

    private static final int IN = 1;
    private static final int OF_FIRST_THREAD = 2;
    private static final int OF_LAST_THREAD = 3;
    private static final int OF_ALL_THREADS = 4;
    private static final int ELSEWHERE = 5;

    private static final PortNames PORTS = new PortNames(
            Map.of("in", IN, "first", OF_FIRST_THREAD, "last", OF_LAST_THREAD, "all", OF_ALL_THREADS));

    @Test
    void shouldTreatEachPacketAsOneThreadDoes() throws Exception {
        hold(CASES, 20_261_122);
    }

    @Test
    @Tag("nightly")
    void shouldTreatEachPacketAsOneThreadDoesInManyCases() throws Exception {
        hold(100 * CASES, System.nanoTime());
    }

    private static void hold(int cases, long seed) throws Exception {
        for (int i = 0; i < cases; i++) {
            List<String> rules = randomRules(new Random(seed + i));
            Map<Integer, List<Integer>> expected;
            Map<String, Integer> remembered;
            try (Run one = new Run(rules, 1, new Random(seed + i))) {
                expected = one.play();
                remembered = one.remembered;
            }
            for (int threads = 2; threads <= 3; threads++) {
                try (Run several = new Run(rules, threads, new Random(seed - i))) {
                    assertThat(several.play()).as("seed %d, %d threads, %s", seed + i, threads, rules)
                            .isEqualTo(expected);
                    assertThat(several.remembered).as("seed %d", seed + i).isEqualTo(remembered);
                }
            }
        }
    }

    private static List<String> randomRules(Random random) {
        List<String> rules = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 1; i <= count; i++) {
            String match = random.nextBoolean() ? "in_port=1" : "ip,nw_dst=0.0.0." + random.nextInt(FLOWS);
            String filter = random.nextInt(4) > 0 ? ",filter_prog=" + i : "";
            List<String> outputs = new ArrayList<>();
            for (int port = OF_FIRST_THREAD; port <= OF_ALL_THREADS; port++) {
                if (random.nextBoolean()) {
                    outputs.add("output:" + port);
                }
            }
            rules.add("priority=%d,%s%s,actions=%s".formatted(
                    100 - i, match, filter, outputs.isEmpty() ? "drop" : String.join(",", outputs)));
        }
        return rules;
    }

    /** What a program says of the next packet of a flow: it remembers how many there were. */
    private static boolean answer(Map<String, Integer> remembered, int program, int flow) {
        int before = remembered.merge(program + "/" + flow, 1, Integer::sum);
        return (program * 31 + flow * 7 + before * before * 13) % 5 < 2;
    }

    private static int flow(long frame) {
        return Ipv4.destination(frame + Ethernet.LENGTH_BYTES);
    }

    /** One switch, all of whose threads run in turn on this one, in an order by chance. */
    private static final class Run implements AutoCloseable {

        private final Map<String, Integer> remembered = new HashMap<>();
        private final Map<Integer, List<Integer>> sent = new TreeMap<>();
        private final List<DatapathAgent> agents = new ArrayList<>();
        private final List<EventFd> wakeUps = new ArrayList<>();
        private final List<TestNetwork> networks;
        private final Datapaths datapaths;
        private final Random random;
        private final Elsewhere elsewhere = new Elsewhere();
        private int fed;
        private int handed;

        Run(List<String> rules, int threads, Random random) throws IOException, FlowSyntaxException {
            this.random = random;
            networks = TestNetwork.ofThreads(BUFFERS, threads);
            for (int i = 0; i < threads; i++) {
                wakeUps.add(EventFd.create());
                agents.add(new DatapathAgent("d" + i, new DatapathConfig(i, CacheConfig.DEFAULT, 5),
                        networks.get(i).pool(), wakeUps.get(i)));
            }
            datapaths = new Datapaths(agents);
            List<ThreadedPort.Queue> queues = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                queues.add(new ThreadedPort.Queue(i, new Feed(i, threads)));
            }
            datapaths.addPort(new ThreadedPort(IN, "in", queues, _ -> { }, _ -> null));
            add(OF_FIRST_THREAD, 0, sink(OF_FIRST_THREAD, 0), false);
            add(OF_LAST_THREAD, threads - 1, sink(OF_LAST_THREAD, threads - 1), false);
            add(OF_ALL_THREADS, 0, sink(OF_ALL_THREADS, 0), true);
            datapaths.addPort(new ThreadedPort(ELSEWHERE, "elsewhere",
                    List.of(new ThreadedPort.Queue(threads - 1, elsewhere)), elsewhere, _ -> null));
            FlowTables table = new FlowTables((program, _) -> new Program(program), () -> 0, threads);
            for (String rule : rules) {
                table.apply(List.of(new FlowChange.Add(FlowText.parse(rule, PORTS))));
            }
            datapaths.replaceTables(table.snapshot());
        }

        private void add(int number, int thread, Sink sink, boolean ofAll) {
            datapaths.addPort(new ThreadedPort(number, "p" + number,
                    List.of(new ThreadedPort.Queue(thread, _ -> 0)), sink,
                    other -> ofAll ? sink(number, other) : null));
        }

        private Sink sink(int port, int thread) {
            return batch -> {
                for (int i = 0; i < batch.size; i++) {
                    sent.computeIfAbsent(port, _ -> new ArrayList<>())
                            .add(TestNetwork.identification(batch.address[i]));
                    networks.get(thread).pool().release(batch.buffer[i]);
                }
                batch.clear();
            };
        }

        /** Which packets went where, when all is done. */
        Map<Integer, List<Integer>> play() {
            while (fed < PACKETS || handed < fed || datapaths.handedOver() > 0 || !elsewhere.isEmpty()) {
                agents.get(random.nextInt(agents.size())).doWork();
            }
            agents.forEach(DatapathAgent::doWork);
            sent.values().forEach(Collections::sort);
            PoolCensus census = networks.getFirst().pool().check();
            assertThat(census).isEqualTo(new PoolCensus(BUFFERS, 0, 0, List.of()));
            long out = sent.values().stream().mapToLong(List::size).sum();
            long dropped = 0;
            for (DropReason reason : DropReason.values()) {
                dropped += datapaths.drops(reason);
            }
            assertThat(PACKETS + datapaths.copies()).isEqualTo(out + dropped);
            return sent;
        }

        @Override
        public void close() {
            wakeUps.forEach(EventFd::close);
            networks.getFirst().close();
        }

        /** The packets of a share of the flows, in their order, some at a time. */
        private final class Feed implements Source {

            private final int thread;
            private final ArrayDeque<Integer> left = new ArrayDeque<>();

            Feed(int thread, int threads) {
                this.thread = thread;
                for (int i = 0; i < PACKETS; i++) {
                    if (i * i % FLOWS % threads == thread) {
                        left.add(i);
                        fed++;
                    }
                }
            }

            @Override
            public int receive(Batch batch) {
                for (int i = random.nextInt(9); i > 0 && !left.isEmpty(); i--) {
                    int packet = left.remove();
                    handed++;
                    networks.get(thread).addUdp(batch, IN, packet, packet * packet % FLOWS, 0);
                }
                return batch.size;
            }
        }

        /** A program of one rule: those of even number run behind a port. */
        private final class Program implements Filter {

            private final int number;
            private final Placement placement = new Placement();

            Program(int number) {
                this.number = number;
                if (number % 2 == 0) {
                    placement.moveTo(ELSEWHERE);
                }
            }

            @Override
            public boolean matches(long frame, int lengthBytes) {
                return answer(remembered, number, flow(frame));
            }

            @Override
            public void answered(boolean matches) {
                remembered.merge("answered " + number + ": " + matches, 1, Integer::sum);
            }

            @Override
            public Placement placement() {
                return placement;
            }
        }

        /** A processor that answers in order, when it likes. */
        private final class Elsewhere implements Source, Sink {

            private final ArrayDeque<Batch> held = new ArrayDeque<>();

            boolean isEmpty() {
                return held.isEmpty();
            }

            @Override
            public void send(Batch batch) {
                for (int i = 0; i < batch.size; i++) {
                    Batch one = new Batch();
                    one.add(batch, i);
                    held.add(one);
                }
                batch.clear();
            }

            @Override
            public int receive(Batch batch) {
                for (int i = random.nextInt(9); i > 0 && !held.isEmpty(); i--) {
                    Batch one = held.remove();
                    one.answer[0] = TestNetwork.identification(one.address[0]) % 3 == 0 ? 1 : 0;
                    batch.add(one, 0);
                }
                return batch.size;
            }

            @Override
            public boolean bringsAnswers() {
                return true;
            }

            @Override
            public void prepareToSleep(WakeUps wakeUps) {
                wakeUps.noLongerThan(0);
            }
        }
    }
}
