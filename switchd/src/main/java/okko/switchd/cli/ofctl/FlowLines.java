package okko.switchd.cli.ofctl;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.FlowText.Strictness;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.FlowMod;

/** Changes of flows, one per line: a flow, with what is to become of it before it if it is not the usual. */
final class FlowLines {

    private static final Map<String, FlowCommand> COMMANDS = Map.of("add", FlowCommand.ADD,
            "modify", FlowCommand.MODIFY, "modify_strict", FlowCommand.MODIFY_STRICT,
            "delete", FlowCommand.DELETE, "delete_strict", FlowCommand.DELETE_STRICT);
    private static final Pattern COMMAND = Pattern.compile("\\s*([a-z_]+)(?:\\s+(.*))?");
    private static final Pattern TABLE = Pattern.compile("(^|[,\\s])table=");
    private static final Pattern ACTIONS = Pattern.compile("(^|[,\\s])actions?=");
    private static final Pattern PLAIN_COOKIE = Pattern.compile("(^|[,\\s])cookie=(0x[0-9a-fA-F]+|\\d+)(?=$|[,\\s])");

    /** In place of a cookie: what was there stays ({@code OVS_BE64_MAX} in Open vSwitch). */
    private static final long KEEP_COOKIE = -1L;

    private FlowLines() {}

    static FlowMod parse(String line, FlowCommand usual, PortNames ports) throws FlowSyntaxException {
        Matcher command = COMMAND.matcher(line);
        return command.matches() && COMMANDS.containsKey(command.group(1))
                ? change(command.group(2) == null ? "" : command.group(2), COMMANDS.get(command.group(1)), ports)
                : change(line, usual, ports);
    }

    private static FlowMod change(String text, FlowCommand command, PortNames ports) throws FlowSyntaxException {
        return switch (command) {
            case ADD -> {
                Flow flow = FlowText.parse(text, ports);
                boolean isTableNamed = TABLE.matcher(text).find();
                yield new FlowMod(command, flow, FlowSelection.ALL, ChangeMessage.NO_BUFFER, isTableNamed);
            }
            case MODIFY -> modification(text, command, Strictness.LOOSE, ports);
            case MODIFY_STRICT -> modification(text, command, Strictness.STRICT, ports);
            case DELETE -> deletion(text, command, Strictness.LOOSE, ports);
            case DELETE_STRICT -> deletion(text, command, Strictness.STRICT, ports);
        };
    }

    /** A cookie with a mask tells which flows are meant; without, which one they get. */
    private static FlowMod modification(String text, FlowCommand command, Strictness strictness, PortNames ports)
            throws FlowSyntaxException {
        Matcher cookie = PLAIN_COOKIE.matcher(beforeActions(text));
        long newCookie = cookie.find() ? number(cookie.group(2)) : KEEP_COOKIE;
        FlowSelection read = FlowText.parseSelection(text, ports, strictness);
        FlowSelection selection = newCookie == KEEP_COOKIE ? read : withoutCookie(read);
        return change(text, command, selection, FlowText.parseActions(text, ports), newCookie);
    }

    private static String beforeActions(String text) {
        Matcher actions = ACTIONS.matcher(text);
        return actions.find() ? text.substring(0, actions.start()) : text;
    }

    private static long number(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
    }

    private static FlowSelection withoutCookie(FlowSelection read) {
        return new FlowSelection(read.table(), read.match(), read.priority(), read.program(), 0, 0, read.outPort(),
                read.outGroup());
    }

    private static FlowMod deletion(String text, FlowCommand command, Strictness strictness, PortNames ports)
            throws FlowSyntaxException {
        return change(text, command, FlowText.parseSelection(text, ports, strictness), List.of(), KEEP_COOKIE);
    }

    private static FlowMod change(String text, FlowCommand command, FlowSelection selection, List<Action> actions,
            long newCookie) {
        Flow flow = new Flow(selection.table().orElse(0), selection.priority().orElse(Flow.DEFAULT_PRIORITY),
                selection.match(), selection.program().orElse(Flow.NO_PROGRAM), actions, newCookie, 0, 0);
        return new FlowMod(command, flow, selection, ChangeMessage.NO_BUFFER, TABLE.matcher(text).find());
    }
}
