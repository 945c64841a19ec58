package okko.switchd.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okko.switchd.action.ActionExecutor;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.GroupText;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropCounters;
import okko.switchd.packet.TestNetwork;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.table.ChangeResult;
import okko.switchd.table.FilterFactory;
import okko.switchd.table.FlowChange;
import okko.switchd.table.FlowTables;
import okko.switchd.table.Origin;
import okko.switchd.table.Origin;
import org.agrona.UnsafeApi;

/** A datapath with ports that write down what they are sent, by rules in words. */
public final class RuleWorld {

    /** By which groups choose among their buckets. */
    public static final long SEED = 5;

    private final TestNetwork network;
    private final int ports;
    private final Pipeline pipeline;
    private final FlowTables tables;
    private final List<Sent> sent = new ArrayList<>();

    /** A frame that left by a port. */
    public record Sent(int port, byte[] frame) {}

    /** With ports 1 to N, named p1 to pN, and no program. */
    public RuleWorld(TestNetwork network, int ports) {
        this(network, ports, (_, _) -> {
            throw new IllegalArgumentException("no program");
        });
    }

    /** With ports 1 to N, named p1 to pN, and programs for filters. */
    public RuleWorld(TestNetwork network, int ports, FilterFactory filters) {
        this.network = network;
        this.ports = ports;
        tables = new FlowTables(filters, System::nanoTime, 1);
        var actions = new ActionExecutor(network.pool(), new DropCounters());
        for (int port = 1; port <= ports; port++) {
            int number = port;
            actions.add(port, batch -> take(number, batch));
        }
        pipeline = new Pipeline(new DatapathConfig(0, CacheConfig.DEFAULT, SEED), actions, new DatapathStats());
    }

    private void take(int port, Batch batch) {
        for (int i = 0; i < batch.size; i++) {
            var frame = new byte[batch.lengthBytes[i]];
            UnsafeApi.copyMemory(null, batch.address[i], frame, UnsafeApi.arrayBaseOffset(byte[].class), frame.length);
            sent.add(new Sent(port, frame));
            network.pool().release(batch.buffer[i]);
        }
        batch.clear();
    }

    /** Replaces all rules, groups first. */
    public void rules(List<String> groups, List<String> flows) throws FlowSyntaxException, OpenFlowException {
        Map<String, Integer> numbers = IntStream.rangeClosed(1, ports).boxed()
                .collect(Collectors.toMap(port -> "p" + port, port -> port));
        var names = new PortNames(numbers);
        tables.apply(List.of(new FlowChange.Delete(FlowSelection.ALL)));
        tables.removeGroups(Origin.SWITCH);
        for (String group : groups) {
            tables.groups().add(GroupText.parse(group, names));
        }
        for (String flow : flows) {
            ChangeResult result = tables.apply(List.of(new FlowChange.Add(FlowText.parse(flow, names))));
            if (result instanceof ChangeResult.Refused(var findings)) {
                throw new AssertionError(flow + ": " + findings);
            }
        }
        pipeline.replaceTables(tables.snapshot());
    }

    /** What the rules are in. */
    public FlowTables tables() {
        return tables;
    }

    /** Forwards frames that came in by a port, and returns what became of them. */
    public List<Sent> receive(int port, List<byte[]> frames) {
        sent.clear();
        var batch = new Batch();
        for (byte[] frame : frames) {
            int buffer = network.pool().allocate();
            long address = network.pool().dataAddress(buffer) + network.pool().headroomBytes();
            UnsafeApi.copyMemory(frame, UnsafeApi.arrayBaseOffset(byte[].class), null, address, frame.length);
            batch.add(buffer, address, frame.length, port, 0);
            if (batch.size == 8) {
                pipeline.process(batch);
            }
        }
        pipeline.process(batch);
        return List.copyOf(sent);
    }
}
