package okko.switchd.control;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okko.ringshm.kernel.LinkQuery;
import okko.ringshm.kernel.LinkStatus;
import okko.switchd.packet.ProcessorState;
import okko.switchd.port.ExternalPort;
import okko.switchd.port.InterfacePort;
import okko.switchd.port.NullPort;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PatchPort;
import okko.switchd.port.PcapPort;
import okko.switchd.port.ReplayPort;
import okko.switchd.table.FlowTables;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Has groups choose among the ports that are up, on the control thread. What a command does to a port counts at once,
 * what happens to an interface or a processor within 50 ms.
 */
public final class LinkStates implements Agent {

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Ports ports;
    private final FlowTables tables;
    private final TableChanges changes;
    private final NanoClock clock;

    /** As they were at the last look. */
    private Ports.State seen;

    private long nextLookNs;

    /**
     * Looks for the first time.
     *
     * @param ports   of the switch
     * @param tables  with the groups that watch them
     * @param changes of the tables
     * @param clock   monotonic
     */
    public LinkStates(Ports ports, FlowTables tables, TableChanges changes, NanoClock clock) {
        this.ports = ports;
        this.tables = tables;
        this.changes = changes;
        this.clock = clock;
        nextLookNs = clock.nanoTime();
        look();
    }

    /**
     * Tells how a port is.
     *
     * @param open          that the switch has
     * @param isSwitchedOff whether a command has switched it off
     * @param link          its interface; empty if it has none
     * @return one of the words of {@link PortStatus}
     */
    public static String of(OpenPort open, boolean isSwitchedOff, Optional<LinkStatus> link) {
        if (isSwitchedOff) {
            return PortStatus.OFF;
        }
        return switch (open.port()) {
            case InterfacePort port when link.isEmpty() || link.get().index() != port.interfaceIndex() ->
                    PortStatus.ABSENT;
            case InterfacePort _ -> link.get().isUp() ? PortStatus.UP : PortStatus.DOWN;
            case ExternalPort external ->
                    external.state() == ProcessorState.ATTACHED ? PortStatus.UP : PortStatus.DOWN;
            case NullPort _, PatchPort _, PcapPort _, ReplayPort _ -> PortStatus.UP;
        };
    }

    /**
     * Asks the kernel about the interface of a port.
     *
     * @param open that the switch has
     * @return the interface as it is now; empty if the port has none, or none any more
     */
    public static Optional<LinkStatus> link(OpenPort open) {
        return open.port() instanceof InterfacePort port ? LinkQuery.ask(port.interfaceName()) : Optional.empty();
    }

    @Override
    public String roleName() {
        return "okko-links";
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (ports.state() == seen && nowNs - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = nowNs + LOOK_NS;
        if (!look()) {
            return 0;
        }
        changes.change(_ -> List.of());
        return 1;
    }

    /** {@return whether a group may choose otherwise now} */
    private boolean look() {
        seen = ports.state();
        Set<Integer> up = new HashSet<>();
        for (OpenPort open : seen.open()) {
            boolean isSwitchedOff = seen.switchedOff().contains(open.config().name());
            if (of(open, isSwitchedOff, link(open)).equals(PortStatus.UP)) {
                up.add(open.config().number());
            }
        }
        return tables.groups().portsUp(up);
    }
}
