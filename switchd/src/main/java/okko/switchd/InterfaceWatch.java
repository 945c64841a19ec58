package okko.switchd;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okko.ringshm.kernel.LinkQuery;
import okko.switchd.control.CommandException;
import okko.switchd.control.Ports;
import okko.switchd.port.AfPacketPort;
import okko.switchd.port.AfXdpPort;
import okko.switchd.port.ExternalPort;
import okko.switchd.port.InterfacePort;
import okko.switchd.port.NullPort;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PatchPort;
import okko.switchd.port.PcapPort;
import okko.switchd.port.ReplayPort;
import okko.switchd.port.TapPort;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Looks whether an interface that was away has come back, on the control thread: it is another one then, of the same
 * name, and its port is opened anew. The interface of a tap goes with its port.
 */
final class InterfaceWatch implements Agent {

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Ports ports;
    private final PortLifecycle lifecycle;
    private final Consumer<String> notices;
    private final NanoClock clock;

    /** Why the port of an interface could not be opened anew, by name: told once. */
    private final Map<String, String> refusals = new HashMap<>();

    private long nextLookNs;

    /**
     * Begins to look.
     *
     * @param ports     of the switch
     * @param lifecycle opens them anew
     * @param notices   told when that cannot be done
     * @param clock     monotonic
     */
    InterfaceWatch(Ports ports, PortLifecycle lifecycle, Consumer<String> notices, NanoClock clock) {
        this.ports = ports;
        this.lifecycle = lifecycle;
        this.notices = notices;
        this.clock = clock;
        nextLookNs = clock.nanoTime();
    }

    @Override
    public String roleName() {
        return "okko-interfaces";
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (nowNs - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = nowNs + LOOK_NS;
        int found = 0;
        for (OpenPort open : ports.list()) {
            found += switch (open.port()) {
                case AfPacketPort port -> look(open, port);
                case AfXdpPort port -> look(open, port);
                case ExternalPort _, NullPort _, PatchPort _, PcapPort _, ReplayPort _, TapPort _ -> 0;
            };
        }
        return found;
    }

    private int look(OpenPort open, InterfacePort port) {
        boolean isAnother = LinkQuery.ask(port.interfaceName())
                .filter(link -> link.index() != port.interfaceIndex()).isPresent();
        if (!isAnother || ports.isSwitchedOff(open)) {
            return 0;
        }
        String name = open.config().name();
        try {
            lifecycle.reopen(open).whenComplete((_, failure) -> {
                if (failure == null) {
                    refusals.remove(name);
                } else if (!failure.getMessage().equals(refusals.put(name, failure.getMessage()))) {
                    notices.accept("interface " + port.interfaceName() + " is back, but not its port: "
                            + failure.getMessage());
                }
            });
        } catch (CommandException _) {
            return 0; // the port is being changed: the next look will find what came of it
        }
        return 1;
    }
}
