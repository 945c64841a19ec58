package okko.switchd.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.kernel.LinkStatus;
import okko.switchd.packet.PortCounters;
import okko.switchd.port.OpenPort;

/**
 * {@code port list} and {@code port show}: how each port is and what went through it, read while packets flow; {@code
 * port add}, {@code port del}, {@code port up} and {@code port down}.
 */
public final class PortCommands {

    private final Bridge bridge;
    private final Ports ports;
    private final PortChanges changes;

    /**
     * Makes the commands.
     *
     * @param bridge  that the ports belong to
     * @param ports   of the switch
     * @param changes does what changes them
     */
    public PortCommands(Bridge bridge, Ports ports, PortChanges changes) {
        this.bridge = bridge;
        this.ports = ports;
        this.changes = changes;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("port list", this::list);
        commands.put("port show", this::show);
        commands.put("port add", this::add);
        commands.put("port del", this::remove);
        commands.put("port up", arguments -> switchTo(arguments, true));
        commands.put("port down", arguments -> switchTo(arguments, false));
    }

    private CompletableFuture<?> list(Arguments arguments) throws CommandException {
        bridge.check(arguments);
        return CompletableFuture.completedFuture(ports.list().stream().map(this::status).toList());
    }

    private CompletableFuture<?> show(Arguments arguments) throws CommandException {
        return CompletableFuture.completedFuture(status(ports.require(arguments.text("port"))));
    }

    private CompletableFuture<?> add(Arguments arguments) throws CommandException {
        return changes.add(arguments.text("port"), arguments.object("config")).thenApply(this::status);
    }

    private CompletableFuture<?> remove(Arguments arguments) throws CommandException {
        OpenPort open = ports.require(arguments.text("port"));
        return changes.remove(open).thenApply(_ -> open.config().number());
    }

    private CompletableFuture<?> switchTo(Arguments arguments, boolean isOn) throws CommandException {
        OpenPort open = ports.require(arguments.text("port"));
        return changes.switchTo(open, isOn).thenApply(_ -> status(open));
    }

    private PortStatus status(OpenPort open) {
        Optional<LinkStatus> link = LinkStates.link(open);
        PortCounters counters = open.port().counters();
        return new PortStatus(
                open.config().name(),
                open.config().number(),
                open.config().spec().type(),
                LinkStates.of(open, ports.isSwitchedOff(open), link),
                link.map(LinkStatus::mtuBytes).orElse(0),
                counters.rxPackets(),
                counters.rxBytes(),
                counters.txPackets(),
                counters.txBytes(),
                counters.drops().byLabel(),
                link.map(PortCommands::counts).orElse(Map.of()),
                open.port().details());
    }

    private static Map<String, Long> counts(LinkStatus link) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("rxErrors", link.counters().rxErrors());
        counts.put("rxDropped", link.counters().rxDropped());
        counts.put("txErrors", link.counters().txErrors());
        counts.put("txDropped", link.counters().txDropped());
        return counts;
    }
}
