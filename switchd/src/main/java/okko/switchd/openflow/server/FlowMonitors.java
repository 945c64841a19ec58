package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.MonitorMessage.FlowMonitorCancel;
import okko.switchd.openflow.MonitorMessage.FlowMonitorReply;
import okko.switchd.openflow.MonitorMessage.FlowMonitorRequest;
import okko.switchd.openflow.MonitorMessage.FlowUpdate;
import okko.switchd.openflow.MonitorMessage.Monitor;
import okko.switchd.openflow.MonitorMessage.UpdateEvent;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.table.FlowStatus;
import okko.switchd.table.FlowTables;
import okko.switchd.table.TableEvent;
import okko.switchd.table.TableListener;

/** Tells controllers that follow flows what becomes of them, each as fast as it reads. */
final class FlowMonitors implements TableListener {

    private static final int MAX_MONITORS_OF_ONE = 1024;
    private static final int NO_XID = 0;

    private final FlowTables tables;
    private final Map<Long, Follower> followers = new HashMap<>();

    FlowMonitors(FlowTables tables) {
        this.tables = tables;
    }

    /** As {@link RequestHandler#handle}. */
    void handle(Controller controller, int xid, MonitorMessage message) throws OpenFlowException {
        switch (message) {
            case FlowMonitorRequest(List<Monitor> monitors) -> change(controller, xid, monitors);
            case FlowMonitorCancel(int id) -> {
                Follower follower = followers.get(controller.id());
                if (follower == null || follower.monitors.remove(id) == null) {
                    throw unknown(id);
                }
                forgetIfIdle(follower);
            }
            case FlowMonitorReply _, MonitorMessage.FlowMonitorPaused _, MonitorMessage.FlowMonitorResumed _ ->
                throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_TYPE, "a switch is not told of flows");
        }
    }

    private static OpenFlowException unknown(int id) {
        return new OpenFlowException(OpenFlowError.OFPMOFC_UNKNOWN_MONITOR,
                "there is no flow monitor " + Integer.toUnsignedString(id));
    }

    private void change(Controller controller, int xid, List<Monitor> wanted) throws OpenFlowException {
        Follower old = followers.get(controller.id());
        Map<Integer, Monitor> monitors = new LinkedHashMap<>(old == null ? Map.of() : old.monitors);
        List<Monitor> begun = new ArrayList<>();
        for (Monitor monitor : wanted) {
            boolean isKnown = monitors.containsKey(monitor.id());
            switch (monitor.command()) {
                case ADD -> {
                    if (isKnown) {
                        throw new OpenFlowException(OpenFlowError.OFPMOFC_MONITOR_EXISTS,
                                "there is a flow monitor %s already".formatted(Integer.toUnsignedString(monitor.id())));
                    }
                    monitors.put(monitor.id(), monitor);
                    begun.add(monitor);
                }
                case MODIFY -> {
                    if (!isKnown) {
                        throw unknown(monitor.id());
                    }
                    monitors.put(monitor.id(), monitor);
                    begun.add(monitor);
                }
                case DELETE -> {
                    if (monitors.remove(monitor.id()) == null) {
                        throw unknown(monitor.id());
                    }
                }
            }
        }
        if (monitors.size() > MAX_MONITORS_OF_ONE) {
            throw new OpenFlowException(OpenFlowError.OFPMOFC_UNKNOWN,
                    "a controller has at most " + MAX_MONITORS_OF_ONE + " flow monitors");
        }
        Follower follower = old == null ? new Follower(controller, tables) : old;
        follower.monitors = monitors;
        followers.put(controller.id(), follower);
        forgetIfIdle(follower);
        controller.send(xid, new FlowMonitorReply(initial(begun)));
    }

    /** The flows that are there, each once, for the monitors that want to be told of them. */
    private List<FlowUpdate> initial(List<Monitor> begun) {
        Map<Flow, FlowUpdate> updates = new LinkedHashMap<>();
        for (Monitor monitor : begun) {
            if ((monitor.flags() & MonitorMessage.INITIAL) != 0) {
                for (FlowStatus status : tables.list(monitor.flows())) {
                    FlowUpdate update = Follower.update(UpdateEvent.INITIAL, OptionalInt.empty(), status.flow(),
                            monitor.flags());
                    updates.merge(status.flow(), update,
                            (one, other) -> one.flow().actions().isEmpty() ? other : one);
                }
            }
        }
        return List.copyOf(updates.values());
    }

    private void forgetIfIdle(Follower follower) {
        if (follower.monitors.isEmpty()) {
            followers.remove(follower.controller().id());
        }
    }

    /** Forgets the monitors of a connection that is gone. */
    void gone(Controller controller) {
        followers.remove(controller.id());
    }

    @Override
    public void happened(TableEvent event) {
        followers.values().forEach(follower -> follower.happened(event));
    }

    /** Sends what has happened. {@return how much there was} */
    int tell() {
        int count = 0;
        for (Follower follower : followers.values()) {
            count += follower.tell(NO_XID);
        }
        return count;
    }
}
