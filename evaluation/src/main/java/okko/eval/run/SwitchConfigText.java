package okko.eval.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import okko.eval.setup.CellPlan;
import okko.eval.setup.PortPlan;
import okko.eval.setup.PortPlan.Kind;
import okko.eval.setup.ProgramPlan;

/** Writes the configuration of a switch as a user could write it; JSON is YAML. */
final class SwitchConfigText {

    /** Buffers that the pool has besides the pre-loaded packets; nothing else takes any, so few will do. */
    private static final int SPARE_BUFFERS = 256;

    private SwitchConfigText() {}

    /** {@return the text of a configuration file} */
    static String of(CellPlan plan) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("pool").put("buffers", plan.packets() + SPARE_BUFFERS);
        ObjectNode ports = root.putObject("ports");
        plan.ports().forEach(port -> addPort(ports, port, plan.packets()));
        ObjectNode programs = root.putObject("programs");
        for (ProgramPlan program : plan.programs()) {
            programs.putObject(Integer.toString(program.id())).put("file", program.object().toString())
                    .put("engine", program.engine());
        }
        ArrayNode flows = root.putArray("flows");
        plan.flows().forEach(flows::add);
        return root.toPrettyString();
    }

    private static void addPort(ObjectNode ports, PortPlan plan, int packets) {
        ObjectNode port = ports.putObject(plan.name()).put("number", plan.number()).put("type", plan.kind().label());
        plan.trace().ifPresent(trace -> port.put("file", trace.toString()));
        if (plan.kind() == Kind.RING) {
            // The source never has more packets under way than the trace holds, so a ring of that size never overflows.
            int capacity = Integer.highestOneBit(packets - 1) << 1;
            port.put("capacity", capacity).put("quota", capacity);
        }
    }
}
