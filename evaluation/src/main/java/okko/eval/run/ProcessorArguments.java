package okko.eval.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.eval.setup.CellPlan;
import okko.eval.setup.PortPlan;
import okko.eval.setup.ProcessorPlan;
import okko.eval.setup.Topology;
import okko.ringshm.message.MessageEndpoint;

/** The command line of the processor that a plan asks for. */
final class ProcessorArguments {

    private ProcessorArguments() {}

    static String[] of(CellPlan plan, Path runDirectory) {
        ProcessorPlan processor = plan.processor().orElseThrow();
        List<String> arguments = new ArrayList<>(List.of("proc", "run", "--once", "--attach", Topology.RING,
                "--processor", processor.name(), "--rundir", runDirectory.toString()));
        processor.program().ifPresent(program -> arguments.addAll(List.of("--program", program)));
        for (PortPlan port : plan.ports()) {
            arguments.addAll(switch (port.kind()) {
                case REPLAY, REPLAY_COPIES, NULL, RING, ISOLATED_RING, INTERFACE -> List.of();
                case AERON -> List.of("--channel", MessageEndpoint.IPC_CHANNEL);
                case REMOTE_AERON -> List.of("--channel", Topology.TO_FAR_PROCESSOR, "--answer-channel",
                        Topology.FROM_FAR_PROCESSOR);
            });
        }
        plan.datapath().idle().ifPresent(idle -> arguments.addAll(List.of("--idle", idle)));
        return arguments.toArray(String[]::new);
    }
}
