package okko.switchd.control;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.external.ProcessorSupervisor;

/** {@code proc list}: the external processors. */
public final class ProcessorCommands {

    private final ProcessorSupervisor supervisor;

    /**
     * Makes the commands.
     *
     * @param supervisor on the control thread
     */
    public ProcessorCommands(ProcessorSupervisor supervisor) {
        this.supervisor = supervisor;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("proc list", _ -> CompletableFuture.completedFuture(supervisor.list()));
    }
}
