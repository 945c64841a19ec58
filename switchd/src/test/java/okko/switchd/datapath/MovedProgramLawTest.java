package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Udp;
import okko.switchd.classify.Rule;
import okko.switchd.classify.TestRules;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.Match;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.Placement;
import okko.switchd.packet.TestNetwork;
import okko.switchd.packet.TestNetwork.RecordingSink;
import okko.switchd.port.AnsweringPeer;
import okko.switchd.port.RingPolicy;
import okko.switchd.port.RingPort;
import org.junit.jupiter.api.Test;

/**
 * The law of moving programs: whatever the table and the packets, and whenever programs move to a processor and back,
 * what is forwarded, counted and remembered is what it is when all of them stay in the switch.
 *
 * <p>The programs remember something of each connection, and answer by it. Of one connection each is asked in the order
 * of arrival; between connections the order may differ, as it may between processes.
 */
class MovedProgramLawTest {

    private static final int CASES = 1_000;
    private static final int PACKETS = 96;
    private static final int PORTS = 3;
    private static final int PROGRAMS = 5;

    /** So many of the programs can move, each to a port of its own. */
    private static final int MOVABLE = 3;
    private static final int FIRST_RING = 10;
    private static final int SOURCE = 20;
    private static final int BUFFERS = 256;

    @Test
    void shouldForwardCountAndRememberTheSameWhenProgramsMoveAtAnyMoment() throws IOException {
        long seed = 20_260;
        Random random = new Random(seed);
        long[] moves = new long[1];
        try (TestNetwork network = new TestNetwork(BUFFERS); EventFd wakeUp = EventFd.create()) {
            World home = new World(network, wakeUp);
            World away = new World(network, wakeUp);
            for (int i = 0; i < CASES; i++) {
                List<RuleSpec> specs = RuleSpec.table(random);
                List<int[]> packets = IntStream.range(0, PACKETS)
                        .mapToObj(_ -> new int[] {random.nextInt(4), random.nextInt(4)}).toList();
                String expected = home.run(specs, packets, world -> { });
                String actual = away.run(specs, packets, world -> moves[0] += world.moveSomething(random));
                assertThat(actual).as("seed %d, case %d", seed, i).isEqualTo(expected);
                assertThat(network.pool().freeCount()).as("seed %d, case %d", seed, i).isEqualTo(BUFFERS);
            }
        }
        assertThat(moves[0]).as("moves").isGreaterThan(CASES);
    }

    /** A rule; no two of a table ask the same program, so that a connection meets it once on its way. */
    private record RuleSpec(int priority, Match match, int program, int[] outputPorts) {

        static List<RuleSpec> table(Random random) {
            List<RuleSpec> specs = new ArrayList<>();
            for (int program = 1; program <= PROGRAMS; program++) {
                specs.add(random(random, program));
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                specs.add(random(random, 0));
            }
            return specs;
        }

        private static RuleSpec random(Random random, int program) {
            Match match = Match.ANY;
            if (random.nextInt(4) == 0) {
                match = match.with(Field.IN_PORT, 1 + random.nextInt(PORTS));
            }
            if (random.nextInt(4) == 0) {
                match = match.with(Field.METADATA, random.nextInt(2));
            }
            if (random.nextInt(4) == 0) {
                match = match.with(Field.NW_DST, random.nextInt(4), 1 + random.nextInt(3));
            }
            return new RuleSpec(random.nextInt(6), match, program, random.ints(random.nextInt(3), 1, PORTS + 2).toArray());
        }
    }

    /** A program with its map, which is the same wherever it runs. */
    private static final class Program implements Filter {

        private final int period;
        private final Placement placement = new Placement();
        private final TreeMap<Integer, Integer> map = new TreeMap<>();
        private int asked;
        private int matched;

        Program(int number) {
            period = 1 + number % 3;
        }

        boolean run(long frame) {
            long ipv4 = frame + Ethernet.LENGTH_BYTES;
            int connection = Ipv4.destination(ipv4) * 16 + Udp.destinationPort(ipv4 + Ipv4.MIN_LENGTH_BYTES);
            return map.merge(connection, 1, Integer::sum) % (period + connection % 2) == 0;
        }

        @Override
        public boolean matches(long frame, int lengthBytes) {
            boolean matches = run(frame);
            answered(matches);
            return matches;
        }

        @Override
        public void answered(boolean matches) {
            asked++;
            matched += matches ? 1 : 0;
        }

        @Override
        public Placement placement() {
            return placement;
        }
    }

    /** Something that happens between two rounds of the datapath. */
    @FunctionalInterface
    private interface Event {
        void in(World world);
    }

    /** A datapath with a source, sinks, and ports whose processors run programs. */
    private static final class World {

        private final TestNetwork network;
        private final DatapathAgent agent;
        private final TreeMap<Integer, RecordingSink> sinks = new TreeMap<>();
        private final RingPort[] rings = new RingPort[MOVABLE];
        private final AnsweringPeer[] peers = new AnsweringPeer[MOVABLE];
        private final ArrayDeque<int[]> waiting = new ArrayDeque<>();
        private Program[] programs;
        private int fed;
        private boolean isFinishing;

        World(TestNetwork network, EventFd wakeUp) {
            this.network = network;
            agent = new DatapathAgent("d", new DatapathConfig(0, CacheConfig.DEFAULT, 3), network.pool(), wakeUp);
            agent.addPort(new DatapathPort(SOURCE, "in", this::feed, _ -> { }));
            for (int port = 1; port <= PORTS; port++) {
                sinks.put(port, network.newSink());
                agent.addPort(new DatapathPort(port, "p" + port, _ -> 0, sinks.get(port)));
            }
            for (int i = 0; i < MOVABLE; i++) {
                int number = FIRST_RING + i;
                rings[i] = new RingPort(number, new RingPolicy(BUFFERS, 0, new RingPolicy.Drop()), network.pool());
                peers[i] = new AnsweringPeer(rings[i], 1 + i, network.pool());
                agent.addPort(new DatapathPort(number, "r" + i, rings[i], rings[i]));
            }
        }

        /** One packet at a time, so that there is a moment between any two. A connection comes in by one port. */
        private int feed(Batch batch) {
            int[] packet = waiting.poll();
            if (packet == null) {
                return 0;
            }
            network.addUdp(batch, 1 + (packet[0] + packet[1]) % PORTS, fed++, packet[0], packet[1]);
            batch.metadata[0] = packet[1] % 2;
            return 1;
        }

        String run(List<RuleSpec> specs, List<int[]> packets, Event event) {
            programs = IntStream.rangeClosed(0, PROGRAMS).mapToObj(Program::new).toArray(Program[]::new);
            List<FlowCounters> counters = specs.stream().map(_ -> new FlowCounters()).toList();
            agent.replaceTables(TestRules.tables(IntStream.range(0, specs.size())
                    .mapToObj(i -> rule(specs.get(i), counters.get(i))).toList()));
            sinks.values().forEach(sink -> sink.identifications().clear());
            long[] before = drops();
            fed = 0;
            waiting.addAll(packets);
            while (!waiting.isEmpty() || isFinishing || isAsking()) {
                event.in(this);
                agent.doWork();
            }
            long[] after = drops();
            Map<Integer, List<Integer>> sent = new TreeMap<>();
            sinks.forEach((port, sink) -> sent.put(port, sink.identifications().stream().sorted().toList()));
            return "sent " + sent + "\nflows " + counters.stream().map(FlowCounters::packets).toList()
                    + "\nprograms " + Arrays.stream(programs).map(p -> p.asked + "/" + p.matched + p.map).toList()
                    + "\ndrops " + Arrays.toString(IntStream.range(0, after.length).mapToLong(i -> after[i] - before[i])
                            .toArray());
        }

        private Rule rule(RuleSpec spec, FlowCounters counters) {
            List<Action> outputs = Arrays.stream(spec.outputPorts).mapToObj(port -> (Action) new Action.Output(port))
                    .toList();
            return new Rule(0, spec.priority, spec.match,
                    spec.program == 0 ? List.of() : List.of(programs[spec.program]), outputs, List.of(counters));
        }

        private long[] drops() {
            return Arrays.stream(DropReason.values()).mapToLong(agent.drops()::packets).toArray();
        }

        private boolean isAsking() {
            return Arrays.stream(rings).anyMatch(ring -> ring.openQuestions() > 0);
        }

        /** Lets a processor answer some packets, or a program move. Returns how many have moved. */
        int moveSomething(Random random) {
            int i = random.nextInt(MOVABLE);
            Program program = programs[1 + i];
            if (random.nextInt(4) > 0) {
                peers[i].answer(random.nextInt(6), (frame, _) -> program.run(frame));
                return 0;
            }
            if (program.placement.isInSwitch()) {
                program.placement.moveTo(FIRST_RING + i);
                return 1;
            }
            if (!isFinishing) {
                isFinishing = true;
                agent.finish(new Finish(FIRST_RING + i, 0, () -> rings[i].openQuestions() == 0, () -> {
                    program.placement.moveToSwitch();
                    isFinishing = false;
                }));
                return 1;
            }
            return 0;
        }
    }
}
