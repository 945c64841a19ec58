package okko.switchd.control;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.packet.PortCounters;
import okko.switchd.port.OpenPort;

/** {@code port list}: what went through each port. Reads counters while packets flow. */
public final class PortCommands {

    private final Bridge bridge;
    private final List<OpenPort> ports;

    /**
     * Makes the commands.
     *
     * @param bridge that the ports belong to
     * @param ports  of the switch
     */
    public PortCommands(Bridge bridge, List<OpenPort> ports) {
        this.bridge = bridge;
        this.ports = List.copyOf(ports);
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("port list", this::list);
    }

    private CompletableFuture<?> list(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        return CompletableFuture.completedFuture(ports.stream().map(PortCommands::status).toList());
    }

    private static PortStatus status(OpenPort open) {
        PortCounters counters = open.port().counters();
        return new PortStatus(
                open.config().name(),
                open.config().number(),
                open.config().spec().type(),
                counters.rxPackets(),
                counters.rxBytes(),
                counters.txPackets(),
                counters.txBytes(),
                counters.drops().byLabel(),
                open.port().details());
    }
}
