package okko.switchd.datapath;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okko.switchd.action.ActionExecutor;
import okko.switchd.classify.Classifier;
import okko.switchd.classify.Facilities;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.classify.TestRules;
import okko.switchd.flow.Field;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Group;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.Filter;
import okko.switchd.packet.PacketProgram;
import okko.switchd.packet.TestNetwork;

/** A pipeline with three ports whose tables are written as people write them. */
final class PipelineBench implements AutoCloseable {

    private static final PortNames PORTS = new PortNames(Map.of("p1", 1, "p2", 2, "p3", 3), Set.of(2));
    private static final int BUFFERS = 256;

    final DatapathStats stats = new DatapathStats();
    final DropCounters drops = new DropCounters();

    /** By the number that rules name as {@code filter_prog}. */
    final Map<Integer, Filter> filters = new HashMap<>();

    /** By the number that rules name as {@code prog}. */
    final Map<Integer, PacketProgram> programs = new HashMap<>();

    final Map<Integer, Group> groups = new HashMap<>();

    /** {@code PORT<-PACKET}, as {@link LawPacket#toString} has it. */
    final List<String> sent = new ArrayList<>();

    /** Packets that processors have, with the questions that they were sent there with. */
    final Batch away = new Batch();

    private final TestNetwork network = new TestNetwork(BUFFERS);
    private final Pipeline pipeline;

    PipelineBench(CacheMode cache) throws IOException {
        ActionExecutor actions = new ActionExecutor(network.pool(), drops);
        PORTS.numbers().values().forEach(port -> actions.add(port, batch -> take(port, batch)));
        pipeline = new Pipeline(new DatapathConfig(0, CacheConfig.DEFAULT.with(cache), 5), actions, stats);
    }

    private void take(int port, Batch batch) {
        for (int i = 0; i < batch.size; i++) {
            if (batch.question[i] != null) {
                away.add(batch.buffer[i], batch.address[i], batch.lengthBytes[i], batch.inPort[i], batch.metadata[i]);
                away.askLast(batch.question[i], 0, 0);
                continue;
            }
            sent.add(port + "<-" + LawPacket.of(batch.address[i], batch.lengthBytes[i]));
            network.pool().release(batch.buffer[i]);
        }
        batch.clear();
    }

    /** Replaces all flows. */
    void flows(String... lines) throws FlowSyntaxException {
        Map<Integer, List<Rule>> rules = new TreeMap<>();
        for (String line : lines) {
            Flow flow = FlowText.parse(line, PORTS);
            rules.computeIfAbsent(flow.table(), _ -> new ArrayList<>()).add(TestRules.rule(flow.table(),
                    flow.priority(), flow.match(), filters.get(flow.filterProgram()), flow.actions()));
        }
        Map<Integer, Classifier> tables = new TreeMap<>();
        rules.forEach((number, ofTable) -> tables.put(number, new Classifier(ofTable)));
        Map<Integer, List<PacketProgram>> ofThreads = new TreeMap<>();
        programs.forEach((number, program) -> ofThreads.put(number, List.of(program)));
        pipeline.replaceTables(new Tables(TestRules.tables(List.of()).generation(), tables, groups, Map.of(),
                new Facilities(ofThreads, Map.of(), Map.of(), Set.of())));
    }

    /** A UDP packet that comes in by port 1. */
    static LawPacket packet(int id) {
        LawPacket packet = new LawPacket(id);
        packet.inPort = 1;
        packet.set(Field.NW_TTL, 64, -1);
        return packet;
    }

    static LawPacket packet(int id, Field field, long value) {
        LawPacket packet = packet(id);
        packet.set(field, value, -1);
        return packet;
    }

    /** Sends packets in one batch. */
    void send(LawPacket... packets) {
        Batch batch = new Batch();
        for (LawPacket packet : packets) {
            packet.addTo(batch, network);
        }
        pipeline.process(batch);
    }

    /** Lets all packets come back that processors have. */
    void comeBack(int answer) {
        Arrays.fill(away.answer, answer);
        pipeline.process(away);
    }

    /** Ends, and says whether a buffer is lost. */
    @Override
    public void close() {
        int free = network.pool().freeCount();
        network.close();
        if (free != BUFFERS) {
            throw new AssertionError("buffers lost: " + (BUFFERS - free));
        }
    }
}
