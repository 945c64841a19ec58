package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okko.switchd.action.ControllerQueue;
import okko.switchd.control.Ports;
import okko.switchd.openflow.EventMessage.PortReason;
import okko.switchd.openflow.EventMessage.PortStatusMessage;
import okko.switchd.openflow.PortDescription;
import okko.switchd.port.OpenPort;
import org.agrona.concurrent.NanoClock;

/**
 * Tells controllers of ports that came, went or changed: at once what a command did, within a tenth of a second what
 * happened to an interface.
 */
final class PortEvents {

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Ports ports;
    private final PortDescriptions descriptions;
    private final ControllerQueue packets;
    private final NanoClock clock;

    /** What was told of each port last, but for its speed. */
    private Map<Integer, PortDescription> told = new HashMap<>();

    private Ports.State seen;
    private long nextLookNs;

    PortEvents(Ports ports, PortDescriptions descriptions, ControllerQueue packets, NanoClock clock) {
        this.packets = packets;
        this.ports = ports;
        this.descriptions = descriptions;
        this.clock = clock;
        nextLookNs = clock.nanoTime();
        look(); // what is there at the start is no news
    }

    /** Looks, if it is time to. {@return how many events there were} */
    int poll(Audience audience) {
        long nowNs = clock.nanoTime();
        if (ports.state() == seen && nowNs - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = nowNs + LOOK_NS;
        List<PortStatusMessage> events = look();
        events.forEach(audience::tell);
        return events.size();
    }

    private List<PortStatusMessage> look() {
        seen = ports.state();
        List<PortStatusMessage> events = new ArrayList<>();
        Map<Integer, PortDescription> now = new HashMap<>();
        for (OpenPort open : seen.open()) {
            PortDescription port = descriptions.look(open);
            now.put(port.number(), port);
            PortDescription before = told.remove(port.number());
            if (before == null) {
                events.add(new PortStatusMessage(PortReason.ADD, descriptions.describe(open)));
            } else if (!before.name().equals(port.name())) {
                events.add(new PortStatusMessage(PortReason.DELETE, before));
                events.add(new PortStatusMessage(PortReason.ADD, descriptions.describe(open)));
            } else if (!before.equals(port)) {
                events.add(new PortStatusMessage(PortReason.MODIFY, descriptions.describe(open)));
            }
        }
        told.values().forEach(gone -> events.addFirst(new PortStatusMessage(PortReason.DELETE, gone)));
        told = now;
        BitSet quiet = new BitSet();
        now.values().stream().filter(port -> (port.config() & PortDescription.CONFIG_NO_PACKET_IN) != 0)
                .forEach(port -> quiet.set(port.number()));
        packets.quieten(quiet);
        return events;
    }
}
