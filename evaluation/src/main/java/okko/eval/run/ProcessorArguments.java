package okko.eval.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.eval.setup.CellPlan;
import okko.eval.setup.PortPlan;
import okko.eval.setup.Topology;
import okko.ringshm.message.MessageEndpoint;

/** The command line of the processor that a plan asks for. */
final class ProcessorArguments {

    private ProcessorArguments() {}

    static String[] of(CellPlan plan, Path runDirectory) {
        List<String> arguments = new ArrayList<>(List.of("proc", "run", "--once", "--attach", Topology.RING,
                "--processor", plan.processor().orElseThrow(), "--rundir", runDirectory.toString()));
        if (plan.ports().stream().anyMatch(port -> port.kind() == PortPlan.Kind.AERON)) {
            arguments.add("--channel");
            arguments.add(MessageEndpoint.IPC_CHANNEL);
        }
        return arguments.toArray(String[]::new);
    }
}
