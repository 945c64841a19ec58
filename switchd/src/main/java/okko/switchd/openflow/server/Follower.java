package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Match;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.MonitorMessage.FlowMonitorPaused;
import okko.switchd.openflow.MonitorMessage.FlowMonitorReply;
import okko.switchd.openflow.MonitorMessage.FlowMonitorResumed;
import okko.switchd.openflow.MonitorMessage.FlowUpdate;
import okko.switchd.openflow.MonitorMessage.Monitor;
import okko.switchd.openflow.MonitorMessage.UpdateEvent;
import okko.switchd.table.FlowStatus;
import okko.switchd.table.FlowTables;
import okko.switchd.table.Origin;
import okko.switchd.table.RemovalReason;
import okko.switchd.table.TableEvent;

/**
 * A controller that follows flows. When it reads too slowly, it is told so and then only of flows that go; when it has
 * read all, of those that came and changed meanwhile, as they are then (as in Open vSwitch).
 */
final class Follower {

    /** It reads too slowly when so much waits for it. */
    private static final long TOO_MUCH_BYTES = 128 << 10;

    /**
     * With one of these, a follower's own changes are told like others'. The second one stands for its own changes
     * alone in OpenFlow 1.4; but that is how ovs-ofctl asks for all of them, and how Open vSwitch answers.
     */
    private static final int WHOLE_IF_OWN = MonitorMessage.NO_ABBREV | MonitorMessage.ONLY_OWN;

    /** By number. */
    Map<Integer, Monitor> monitors = Map.of();

    private final Controller controller;
    private final FlowTables tables;
    private final List<FlowUpdate> updates = new ArrayList<>();
    private boolean isPaused;

    /** What became of flows while nothing was told, the first of it. */
    private final Map<Identity, UpdateEvent> missed = new LinkedHashMap<>();

    /** What makes a flow the rule that it is. */
    private record Identity(int table, int priority, int program, Match match) {

        static Identity of(Flow flow) {
            return new Identity(flow.table(), flow.priority(), flow.filterProgram(), flow.match());
        }
    }

    Follower(Controller controller, FlowTables tables) {
        this.controller = controller;
        this.tables = tables;
    }

    Controller controller() {
        return controller;
    }

    void happened(TableEvent event) {
        switch (event) {
            case TableEvent.Added(Flow flow, Origin origin) ->
                note(UpdateEvent.ADDED, MonitorMessage.ADD, OptionalInt.empty(), flow, flow, origin);
            case TableEvent.Modified(Flow before, Flow flow, Origin origin) ->
                note(UpdateEvent.MODIFIED, MonitorMessage.MODIFY, OptionalInt.empty(), before, flow, origin);
            case TableEvent.Removed(FlowStatus last, RemovalReason reason, Origin origin) ->
                note(UpdateEvent.REMOVED, MonitorMessage.REMOVED, OptionalInt.of(FlowEvents.reason(reason).ordinal()),
                        last.flow(), last.flow(), origin);
            case TableEvent.VacancyChanged _ -> { }
        }
    }

    private void note(UpdateEvent event, int flag, OptionalInt reason, Flow before, Flow flow, Origin origin) {
        boolean isOwn = origin.controller() == controller.id();
        int flags = 0;
        for (Monitor monitor : monitors.values()) {
            boolean isWanted = (monitor.flags() & flag) != 0
                    && (monitor.flows().includes(flow) || monitor.flows().includes(before));
            flags |= isWanted ? monitor.flags() : 0;
        }
        if (flags == 0) {
            return;
        }
        if (isPaused && isMissed(event, flow)) {
            return;
        }
        if (isOwn && (flags & WHOLE_IF_OWN) == 0) {
            abbreviate(origin.xid());
        } else {
            updates.add(update(event, reason, flow, flags));
        }
    }

    /** {@return whether nothing is told of it now} */
    private boolean isMissed(UpdateEvent event, Flow flow) {
        Identity identity = Identity.of(flow);
        if (event == UpdateEvent.REMOVED) {
            return missed.remove(identity) == UpdateEvent.ADDED; // it never heard of that one
        }
        missed.putIfAbsent(identity, event);
        return true;
    }

    private void abbreviate(int xid) {
        FlowUpdate abbreviation = new FlowUpdate(UpdateEvent.ABBREV, OptionalInt.empty(), null, xid);
        if (updates.isEmpty() || !updates.getLast().equals(abbreviation)) {
            updates.add(abbreviation);
        }
    }

    static FlowUpdate update(UpdateEvent event, OptionalInt reason, Flow flow, int flags) {
        boolean hasActions = (flags & MonitorMessage.INSTRUCTIONS) != 0;
        return new FlowUpdate(event, reason, hasActions ? flow : flow.withActions(List.of()), 0);
    }

    /** Sends what has happened. {@return how much there was} */
    int tell(int xid) {
        int count = updates.size();
        if (isPaused && controller.waitingBytes() == 0) {
            isPaused = false;
            sendUpdates(xid);
            missed.forEach(this::catchUp);
            count += missed.size();
            missed.clear();
            sendUpdates(xid);
            controller.send(xid, new FlowMonitorResumed());
        } else {
            sendUpdates(xid);
        }
        if (!isPaused && controller.waitingBytes() > TOO_MUCH_BYTES) {
            isPaused = true;
            controller.send(xid, new FlowMonitorPaused());
        }
        return count;
    }

    private void catchUp(Identity identity, UpdateEvent event) {
        FlowSelection one = new FlowSelection(OptionalInt.of(identity.table), identity.match,
                OptionalInt.of(identity.priority), OptionalInt.of(identity.program), 0, 0, OptionalInt.empty(),
                OptionalInt.empty());
        for (FlowStatus status : tables.list(one)) {
            int flags = monitors.values().stream().filter(monitor -> monitor.flows().includes(status.flow()))
                    .mapToInt(Monitor::flags).reduce(0, (all, each) -> all | each);
            updates.add(update(event, OptionalInt.empty(), status.flow(), flags));
        }
    }

    private void sendUpdates(int xid) {
        if (!updates.isEmpty()) {
            controller.send(xid, new FlowMonitorReply(updates));
            updates.clear();
        }
    }
}
