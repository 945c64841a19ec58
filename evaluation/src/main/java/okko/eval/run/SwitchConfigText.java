package okko.eval.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import okko.eval.setup.CellPlan;
import okko.eval.setup.DatapathPlan;
import okko.eval.setup.PortPlan;
import okko.eval.setup.ProgramPlan;
import okko.eval.setup.Topology;

/** Writes the configuration of a switch as a user could write it; JSON is YAML. */
final class SwitchConfigText {

    /** Buffers that the pool has besides the pre-loaded packets; nothing else takes any, so few will do. */
    private static final int SPARE_BUFFERS = 256;

    private static final int FEWEST_DESCRIPTORS = 8;
    private static final int BUFFERS_FOR_COPIES = 1024;

    /** Of a port on an interface: for a batch that it waits for, and for what has come and is on its way. */
    private static final int BUFFERS_PER_INTERFACE = 512;

    private SwitchConfigText() {}

    /** {@return the text of a configuration file} */
    static String of(CellPlan plan) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("pool").put("buffers", packetBuffers(plan) + SPARE_BUFFERS);
        addDatapath(root, plan.datapath());
        ObjectNode ports = root.putObject("ports");
        plan.ports().forEach(port -> addPort(ports, port, plan));
        ObjectNode programs = root.putObject("programs");
        for (ProgramPlan program : plan.programs()) {
            ObjectNode node = programs.putObject(Integer.toString(program.id()))
                    .put("file", program.object().toString()).put("engine", program.engine());
            program.function().ifPresent(function -> node.put("program", function));
        }
        ArrayNode flows = root.putArray("flows");
        plan.flows().forEach(flows::add);
        return root.toPrettyString();
    }

    /** A source that sends copies has a few buffers for them, whatever the trace's length. */
    private static int packetBuffers(CellPlan plan) {
        int interfaces = (int) plan.ports().stream().filter(port -> port.kind() == PortPlan.Kind.INTERFACE).count();
        return (sendsCopies(plan) ? BUFFERS_FOR_COPIES : plan.packets()) + interfaces * BUFFERS_PER_INTERFACE;
    }

    private static boolean sendsCopies(CellPlan plan) {
        return plan.ports().stream().anyMatch(port -> port.kind() == PortPlan.Kind.REPLAY_COPIES);
    }

    private static void addDatapath(ObjectNode root, DatapathPlan plan) {
        if (!plan.equals(DatapathPlan.STANDARD)) {
            ObjectNode datapath = root.putObject("datapath");
            plan.cache().ifPresent(cache -> datapath.put("cache", cache));
            plan.cpu().ifPresent(cpu -> datapath.put("cpu", cpu));
            plan.batch().ifPresent(batch -> datapath.put("batch", batch));
            plan.idle().ifPresent(idle -> datapath.put("idle", idle));
            if (plan.threads() > 1) {
                datapath.put("threads", plan.threads());
            }
        }
    }

    private static void addPort(ObjectNode ports, PortPlan port, CellPlan plan) {
        ObjectNode node = ports.putObject(port.name()).put("number", port.number()).put("type", port.kind().label());
        port.trace().ifPresent(trace -> addSource(node, trace, plan.datapath().threads()));
        // The source never has more packets under way than it has buffers, so a border of that size never overflows.
        int underWay = sendsCopies(plan) ? BUFFERS_FOR_COPIES : plan.packets();
        int capacity = Math.max(Integer.highestOneBit(underWay - 1) << 1, FEWEST_DESCRIPTORS);
        switch (port.kind()) {
            case REPLAY, NULL -> { }
            case REPLAY_COPIES -> node.put("send", "copies");
            case RING -> node.put("capacity", capacity).put("quota", capacity);
            case ISOLATED_RING -> node.put("capacity", capacity).put("quota", capacity).put("trust", "isolated");
            case AERON -> node.put("quota", capacity);
            case REMOTE_AERON -> {
                node.put("quota", capacity);
                node.putObject("to").put("channel", Topology.TO_FAR_PROCESSOR);
                node.putObject("from").put("channel", Topology.FROM_FAR_PROCESSOR);
            }
            case INTERFACE -> node.put("interface", port.name());
        }
    }

    /** Each thread has a receive queue of its own, and so its share of the connections. */
    private static void addSource(ObjectNode node, Path trace, int threads) {
        node.put("file", trace.toString());
        if (threads > 1) {
            node.put("queues", threads);
        }
    }
}
