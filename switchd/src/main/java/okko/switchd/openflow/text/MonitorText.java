package okko.switchd.openflow.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.MonitorMessage.FlowMonitorCancel;
import okko.switchd.openflow.MonitorMessage.FlowMonitorPaused;
import okko.switchd.openflow.MonitorMessage.FlowMonitorReply;
import okko.switchd.openflow.MonitorMessage.FlowMonitorRequest;
import okko.switchd.openflow.MonitorMessage.FlowMonitorResumed;
import okko.switchd.openflow.MonitorMessage.FlowUpdate;
import okko.switchd.openflow.MonitorMessage.Monitor;
import okko.switchd.openflow.MonitorMessage.UpdateEvent;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.OpenFlowVersion;

/** Following the flows of a switch. */
final class MonitorText {

    private static final List<String> REMOVAL_REASONS = List.of("idle", "hard", "delete", "group_delete",
            "meter_delete", "eviction");

    private MonitorText() {}

    static String print(MonitorMessage message, FlowStyle style) {
        return switch (message) {
            case FlowMonitorRequest(List<Monitor> monitors) -> monitors.stream()
                    .map(monitor -> "\n " + monitor(monitor, style)).collect(Collectors.joining());
            case FlowMonitorReply(List<FlowUpdate> updates) -> updates.stream()
                    .map(update -> "\n " + update(update, style)).collect(Collectors.joining());
            case FlowMonitorCancel(int id) -> " id=" + Integer.toUnsignedString(id) + "\n";
            case FlowMonitorPaused _ -> "\n";
            case FlowMonitorResumed _ -> "\n";
        };
    }

    private static String monitor(Monitor monitor, FlowStyle style) {
        List<String> flags = new ArrayList<>();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            switch (monitor.flags() & 1 << bit) {
                case MonitorMessage.INITIAL -> flags.add("initial");
                case MonitorMessage.ADD -> flags.add("add");
                case MonitorMessage.REMOVED -> flags.add("delete");
                case MonitorMessage.MODIFY -> flags.add("modify");
                case MonitorMessage.INSTRUCTIONS -> flags.add("actions");
                case MonitorMessage.NO_ABBREV -> flags.add("own");
                case MonitorMessage.ONLY_OWN -> flags.add("only_own");
                default -> { }
            }
        }
        return "id=" + Integer.toUnsignedString(monitor.id()) + " flags=" + String.join(",", flags)
                + new FlowMessageText(style).selection(monitor.flows());
    }

    /** Nicira's extension has no word of its own for flows that were there before. */
    private static String update(FlowUpdate update, FlowStyle style) {
        if (update.event() == UpdateEvent.ABBREV) {
            return "event=ABBREV xid=0x" + Integer.toHexString(update.xid());
        }
        Flow flow = update.flow();
        StringBuilder text = new StringBuilder("event=").append(switch (update.event()) {
            case INITIAL -> style.version().isAtLeast(OpenFlowVersion.V1_4) ? "INITIAL" : "ADDED";
            case ADDED, ABBREV -> "ADDED";
            case REMOVED -> "DELETED reason="
                    + REMOVAL_REASONS.get(Math.clamp(update.reason().orElse(0), 0, REMOVAL_REASONS.size() - 1));
            case MODIFIED -> "MODIFIED";
        });
        text.append(" table=").append(flow.table());
        text.append(flow.idleTimeout() == 0 ? "" : " idle_timeout=" + flow.idleTimeout());
        text.append(flow.hardTimeout() == 0 ? "" : " hard_timeout=" + flow.hardTimeout());
        text.append(" cookie=").append(flow.cookie() == 0 ? "0" : "0x" + Long.toHexString(flow.cookie()));
        text.append(' ').append(flow.match());
        if (!flow.actions().isEmpty()) {
            text.append(text.charAt(text.length() - 1) == ' ' ? "" : " ").append("actions=")
                    .append(style.actions(flow.actions()));
        }
        return text.toString();
    }
}
