package okko.switchd.datapath;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okko.ringshm.wire.NetworkOrder;
import okko.switchd.action.ActionExecutor;
import okko.switchd.classify.Classifier;
import okko.switchd.classify.Facilities;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.classify.TestRules;
import okko.switchd.datapath.LawSpec.RuleSpec;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.Filter;
import okko.switchd.packet.PacketProgram;
import okko.switchd.packet.TestNetwork;

/** A pipeline with its ports, its caches as configured, for one case after the other. */
final class LawWorld {

    final DatapathStats stats = new DatapathStats();
    private final TestNetwork network;
    private final DropCounters drops = new DropCounters();
    private final Pipeline pipeline;
    private LawLog log = new LawLog();
    private long sent;

    LawWorld(TestNetwork network, CacheMode cache) {
        this.network = network;
        ActionExecutor actions = new ActionExecutor(network.pool(), drops);
        for (int port = 1; port <= LawSpec.PORTS; port++) {
            int number = port;
            actions.add(port, batch -> take(number, batch));
        }
        pipeline = new Pipeline(new DatapathConfig(0, CacheConfig.DEFAULT.with(cache), 5), actions, stats);
    }

    private void take(int port, Batch batch) {
        for (int i = 0; i < batch.size; i++) {
            LawPacket packet = LawPacket.of(batch.address[i], batch.lengthBytes[i]);
            packet.metadata = batch.metadata[i];
            log.sent(port, packet);
            sent++;
            network.pool().release(batch.buffer[i]);
        }
        batch.clear();
    }

    String run(LawSpec spec, List<LawPacket> packets) {
        log = new LawLog();
        Map<DropReason, Long> before = new HashMap<>();
        for (DropReason reason : DropReason.values()) {
            before.put(reason, drops.packets(reason));
        }
        pipeline.replaceTables(tables(spec));
        Batch batch = new Batch();
        for (LawPacket packet : packets) {
            packet.addTo(batch, network);
            if (batch.size == 8 || packet == packets.getLast()) {
                pipeline.process(batch);
            }
        }
        before.forEach((reason, count) -> {
            if (drops.packets(reason) > count) {
                log.drop(reason, (int) (drops.packets(reason) - count));
            }
        });
        return log.text();
    }

    /** Whether all that came in or was added went somewhere. */
    boolean isConserving() {
        long in = stats.count(DatapathStats.Count.PACKETS) + stats.count(DatapathStats.Count.COPIES);
        return in == sent + drops.total();
    }

    private Tables tables(LawSpec spec) {
        Map<Integer, List<Rule>> rules = new TreeMap<>();
        for (RuleSpec rule : spec.rules()) {
            rules.computeIfAbsent(rule.table(), _ -> new ArrayList<>()).add(TestRules.rule(rule.table(),
                    rule.priority(), rule.match(), filter(rule), rule.actions()));
        }
        Map<Integer, Classifier> tables = new TreeMap<>();
        rules.forEach((number, ofTable) -> tables.put(number, new Classifier(ofTable)));
        LawPrograms state = new LawPrograms();
        Map<Integer, List<PacketProgram>> programs = new TreeMap<>();
        for (int number = 1; number <= LawSpec.PROGRAMS; number++) {
            programs.put(number, List.of(state.program(number)));
        }
        long generation = TestRules.tables(List.of()).generation();
        return new Tables(generation, tables, spec.groups(), Map.of(),
                new Facilities(programs, Map.of(), Map.of(), Set.of(spec.deadPort())));
    }

    private Filter filter(RuleSpec rule) {
        if (rule.period() == 0) {
            return null;
        }
        if (rule.period() == LawSpec.PURE_DESTINATION) {
            return new PureFilter(frame -> (NetworkOrder.u8(frame + 5) & 1) == 1, 5, 6);
        }
        if (rule.period() == LawSpec.PURE_ADDRESS) {
            return new PureFilter(frame -> NetworkOrder.u16(frame + 12) == 0x0800
                    && (NetworkOrder.u8(frame + 33) & 1) == 1, 12, 14, 33, 34);
        }
        int[] asked = {0};
        return (frame, lengthBytes) -> {
            log.asked(rule.number(), LawPacket.of(frame, lengthBytes));
            return ++asked[0] % rule.period() == 0;
        };
    }
}
