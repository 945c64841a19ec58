package okko.switchd.openflow.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.FlowSelection;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.EventMessage.FlowRemoved;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply.Aggregate;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;

/** Flows, what they counted, and what becomes of them. */
public final class FlowMessageText {

    private static final long ALL_COOKIES = -1L;

    private final FlowStyle style;

    /**
     * Prepares.
     *
     * @param style of flows
     */
    public FlowMessageText(FlowStyle style) {
        this.style = style;
    }

    /** What a line about a flow tells besides match and actions. */
    public enum Detail {
        /** All, with how long ago it was used and changed, if that is known. */
        WITH_AGES,
        /** All but how long ago it was used and changed. */
        WITHOUT_AGES,
        /** Nothing that changes while packets pass. */
        WITHOUT_STATISTICS
    }

    /**
     * Writes a flow and what it counted.
     *
     * @param counted the flow
     * @param detail  what to tell
     * @return a line that begins with a blank, without its end
     */
    public String line(FlowStatistics counted, Detail detail) {
        Flow flow = counted.flow();
        StringBuilder text = new StringBuilder(" ");
        if (detail == Detail.WITHOUT_STATISTICS) {
            text.append(flow.cookie() == 0 ? "" : "cookie=0x%x, ".formatted(flow.cookie()));
            text.append(flow.table() == 0 ? "" : "table=" + flow.table() + ", ");
        } else {
            text.append("cookie=0x%x, duration=%s, table=%d, ".formatted(flow.cookie(),
                    Duration.print(counted.durationNs()), flow.table()));
            text.append("n_packets=").append(Long.toUnsignedString(counted.packets()));
            text.append(", n_bytes=").append(Long.toUnsignedString(counted.bytes())).append(", ");
        }
        text.append(flow.idleTimeout() == 0 ? "" : "idle_timeout=" + flow.idleTimeout() + ", ");
        text.append(flow.hardTimeout() == 0 ? "" : "hard_timeout=" + flow.hardTimeout() + ", ");
        text.append(flags(flow));
        text.append(flow.importance() == 0 ? "" : "importance=" + flow.importance() + ", ");
        if (detail == Detail.WITH_AGES) {
            appendAges(text, counted);
        }
        return text.append(rule(flow)).append("actions=").append(style.actions(flow.actions())).toString();
    }

    private static void appendAges(StringBuilder text, FlowStatistics counted) {
        if (counted.idleNs() >= 0) {
            text.append("idle_age=").append(Duration.seconds(counted.idleNs())).append(", ");
        }
        if (counted.hardNs() >= 0 && Duration.seconds(counted.hardNs()) != Duration.seconds(counted.durationNs())) {
            text.append("hard_age=").append(Duration.seconds(counted.hardNs())).append(", ");
        }
    }

    private static String flags(Flow flow) {
        return Arrays.stream(FlowFlag.values()).filter(flow.flags()::contains).map(flag -> flag.label() + " ")
                .collect(Collectors.joining());
    }

    /** Priority and match, with a blank behind them unless there is nothing to say. */
    private String rule(Flow flow) {
        String rule = style.rule(flow);
        return rule.isEmpty() ? "" : rule + " ";
    }

    String statistics(List<FlowStatistics> flows) {
        return flows.stream().map(flow -> "\n" + line(flow, Detail.WITH_AGES)).collect(Collectors.joining());
    }

    static String aggregate(Aggregate sums) {
        return " packet_count=%s byte_count=%s flow_count=%d\n".formatted(PortText.count(sums.packets()),
                PortText.count(sums.bytes()), sums.flows());
    }

    String removed(FlowRemoved removed) {
        Flow flow = removed.flow();
        String reason = switch (removed.reason()) {
            case IDLE_TIMEOUT -> "idle";
            case HARD_TIMEOUT -> "hard";
            case DELETE -> "delete";
            case GROUP_DELETE -> "group_delete";
            case METER_DELETE -> "meter_delete";
            case EVICTION -> "eviction";
        };
        StringBuilder text = new StringBuilder(" " + style.rule(flow) + " reason=" + reason);
        text.append(style.version() == OpenFlowVersion.V1_0 ? "" : " table_id=" + flow.table());
        text.append(flow.cookie() == 0 ? "" : " cookie:0x" + Long.toHexString(flow.cookie()));
        text.append(" duration").append(Duration.print(removed.durationNs()));
        text.append(" idle").append(flow.idleTimeout());
        boolean hasHardTimeout = style.version() != OpenFlowVersion.V1_0 && flow.hardTimeout() != 0;
        text.append(hasHardTimeout ? " hard" + flow.hardTimeout() : "");
        return text.append(" pkts").append(Long.toUnsignedString(removed.packets()))
                .append(" bytes").append(Long.toUnsignedString(removed.bytes())).append('\n').toString();
    }

    String modification(FlowMod change) {
        StringBuilder text = new StringBuilder(" ").append(command(change.command()));
        boolean isAdded = change.command() == FlowCommand.ADD;
        FlowSelection selection = change.selection();
        Flow rule = isAdded ? change.flow() : named(change);
        int table = isAdded ? rule.table() : selection.table().orElse(0xff);
        if (table != 0) {
            text.append(" table:").append(table);
        }
        text.append(' ').append(rule(rule));
        if (change.flow().cookie() != 0 && change.flow().cookie() != ALL_COOKIES) {
            text.append("cookie:0x%x ".formatted(change.flow().cookie()));
        }
        if (!isAdded && selection.cookieMask() != 0) {
            text.append("cookie:0x%x/0x%x ".formatted(selection.cookie(), selection.cookieMask()));
        }
        appendWishes(text, change);
        if (!isAdded && selection.outPort().isPresent()) {
            text.append("out_port:").append(style.labels().label(selection.outPort().getAsInt())).append(' ');
        }
        return text.append(flags(change.flow())).append("actions=")
                .append(style.actions(change.flow().actions())).append('\n').toString();
    }

    private static void appendWishes(StringBuilder text, FlowMod change) {
        Flow flow = change.flow();
        text.append(flow.idleTimeout() == 0 ? "" : "idle:" + flow.idleTimeout() + " ");
        text.append(flow.hardTimeout() == 0 ? "" : "hard:" + flow.hardTimeout() + " ");
        text.append(flow.importance() == 0 ? "" : "importance:" + flow.importance() + " ");
        text.append(change.bufferId() == ChangeMessage.NO_BUFFER ? "" : "buf:0x%x ".formatted(change.bufferId()));
    }

    /** The match of a change is in its selection, with a priority if it is strict. */
    private static Flow named(FlowMod change) {
        FlowSelection selection = change.selection();
        return new Flow(selection.priority().orElse(Flow.DEFAULT_PRIORITY), selection.match(),
                selection.program().orElse(Flow.NO_PROGRAM), List.of(), 0);
    }

    private static String command(FlowCommand command) {
        return switch (command) {
            case ADD -> "ADD";
            case MODIFY -> "MOD";
            case MODIFY_STRICT -> "MOD_STRICT";
            case DELETE -> "DEL";
            case DELETE_STRICT -> "DEL_STRICT";
        };
    }

    String selection(FlowSelection selection) {
        StringBuilder text = new StringBuilder();
        selection.table().ifPresent(table -> text.append(" table=").append(table));
        selection.outPort().ifPresent(port -> text.append(" out_port=").append(style.labels().label(port)));
        String match = selection.match().toString();
        return text.append(match.isEmpty() ? "" : " " + match).toString();
    }
}
