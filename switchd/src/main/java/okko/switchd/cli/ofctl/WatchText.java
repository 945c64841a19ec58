package okko.switchd.cli.ofctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.FlowText.Strictness;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.MonitorMessage.Monitor;
import okko.switchd.openflow.MonitorMessage.MonitorCommand;

/** Which changes of flows somebody wants to be told: {@code watch:!initial,table=1,tcp}. */
final class WatchText {

    private static final String PREFIX = "watch:";
    private static final Map<String, Integer> LEFT_OUT = Map.of("!initial", MonitorMessage.INITIAL,
            "!add", MonitorMessage.ADD, "!delete", MonitorMessage.REMOVED, "!modify", MonitorMessage.MODIFY,
            "!actions", MonitorMessage.INSTRUCTIONS, "!own", MonitorMessage.NO_ABBREV);
    private static final int ALL = MonitorMessage.INITIAL | MonitorMessage.ADD | MonitorMessage.REMOVED
            | MonitorMessage.MODIFY | MonitorMessage.INSTRUCTIONS | MonitorMessage.NO_ABBREV;

    private WatchText() {}

    static Monitor parse(int id, String text, PortNames ports) throws FlowSyntaxException {
        int flags = ALL;
        List<String> flow = new ArrayList<>();
        for (String word : text.substring(PREFIX.length()).split("[,\\s]+")) {
            if (LEFT_OUT.containsKey(word)) {
                flags &= ~LEFT_OUT.get(word);
            } else if (!word.isEmpty()) {
                flow.add(word);
            }
        }
        return new Monitor(id, MonitorCommand.ADD, flags,
                FlowText.parseSelection(String.join(",", flow), ports, Strictness.LOOSE));
    }
}
