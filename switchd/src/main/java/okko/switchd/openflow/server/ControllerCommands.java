package okko.switchd.openflow.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.control.Arguments;
import okko.switchd.control.Bridge;
import okko.switchd.control.Command;
import okko.switchd.control.CommandException;
import okko.switchd.openflow.transport.Target;

/**
 * {@code controller set}, {@code controller del} and {@code controller list}. Setting replaces all controllers and
 * listeners, as {@code ovs-vsctl set-controller} does; those among them that are there already keep their connections.
 */
public final class ControllerCommands {

    private final Bridge bridge;
    private final OpenFlowAgent agent;

    /**
     * Makes the commands.
     *
     * @param bridge that the controllers are of
     * @param agent  that speaks with them
     */
    public ControllerCommands(Bridge bridge, OpenFlowAgent agent) {
        this.bridge = bridge;
        this.agent = agent;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("controller set", arguments -> change(arguments, targets(arguments)));
        commands.put("controller del", arguments -> change(arguments, List.of()));
        commands.put("controller list", this::list);
    }

    private CompletableFuture<?> change(Arguments arguments, List<ControllerTarget> targets) throws CommandException {
        bridge.check(arguments);
        try {
            agent.changeControllers(targets);
        } catch (IOException e) {
            throw new CommandException(e.getMessage());
        }
        return list(arguments);
    }

    private static List<ControllerTarget> targets(Arguments arguments) throws CommandException {
        int backoffMs = milliseconds(arguments, "maxBackoffMs", ControllerTarget.DEFAULT_MAX_BACKOFF_MS,
                ControllerTarget.MIN_MAX_BACKOFF_MS);
        int probeMs = milliseconds(arguments, "probeMs", ControllerTarget.DEFAULT_PROBE_MS, 0);
        List<ControllerTarget> targets = new ArrayList<>();
        for (String text : arguments.texts("targets")) {
            try {
                targets.add(new ControllerTarget(Target.parse(text), backoffMs, probeMs));
            } catch (IllegalArgumentException e) {
                throw new CommandException(e.getMessage());
            }
        }
        return targets;
    }

    private static int milliseconds(Arguments arguments, String name, int otherwise, int least)
            throws CommandException {
        return (int) Math.min(Integer.MAX_VALUE, arguments.number(name, otherwise, least));
    }

    private CompletableFuture<?> list(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        return CompletableFuture.completedFuture(agent.statuses());
    }
}
