package okko.switchd.flow;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one flow, word by word; knows in which column it is. */
final class FlowParser {

    private static final Pattern WORD = Pattern.compile("[^,\\s]+");
    private static final Pattern ACTIONS = Pattern.compile("(^|[,\\s])(actions?=)");

    /** What {@code dump-flows} prints and a flow is not made of, so that its output can be read again. */
    private static final Set<String> STATISTICS = Set.of("duration", "n_packets", "n_bytes", "idle_age", "hard_age");

    private final String line;
    private final PortNames ports;
    private final MatchReader match;
    private Match finished = Match.ANY;
    private final Set<String> seen = new HashSet<>();

    private int table;
    private int priority = Flow.DEFAULT_PRIORITY;
    private int filterProgram = Flow.NO_PROGRAM;
    private long cookie;
    private int idleTimeout;
    private int hardTimeout;
    private int importance;
    private final Set<FlowFlag> flags = EnumSet.noneOf(FlowFlag.class);

    /** {@code null} while a flow is read. */
    private SelectionWords selection;

    FlowParser(String line, PortNames ports) {
        this.line = line;
        this.ports = ports;
        this.match = new MatchReader(ports);
    }

    Flow parse() throws FlowSyntaxException {
        Matcher actions = findActions();
        readWords(actions.start());
        return new Flow(table, priority, finished, filterProgram, new ActionParser(line, ports).parse(actions.end()),
                cookie, idleTimeout, hardTimeout, importance, flags);
    }

    /** Reads what is before the actions, or all there is, as the flows that are meant. */
    FlowSelection parseSelection(FlowText.Strictness strictness) throws FlowSyntaxException {
        selection = new SelectionWords();
        Matcher actions = ACTIONS.matcher(line);
        readWords(actions.find() ? actions.start() : line.length());
        OptionalInt onlyTable = seen.contains("table") ? OptionalInt.of(table) : OptionalInt.empty();
        OptionalInt onlyProgram = seen.contains("filter_prog") ? OptionalInt.of(filterProgram) : OptionalInt.empty();
        return switch (strictness) {
            case LOOSE -> {
                if (seen.contains("priority")) {
                    throw new FlowSyntaxException(line.indexOf("priority") + 1,
                            "priority is a part of what is selected only with strict matching");
                }
                yield new FlowSelection(onlyTable, finished, OptionalInt.empty(), onlyProgram, cookie,
                        selection.cookieMask, selection.outPort, selection.outGroup);
            }
            case STRICT -> new FlowSelection(onlyTable, finished, OptionalInt.of(priority),
                    OptionalInt.of(filterProgram),
                    cookie, selection.cookieMask, selection.outPort, selection.outGroup);
        };
    }

    List<Action> parseActions() throws FlowSyntaxException {
        return new ActionParser(line, ports).parse(findActions().end());
    }

    private Matcher findActions() throws FlowSyntaxException {
        Matcher actions = ACTIONS.matcher(line);
        if (!actions.find()) {
            throw new FlowSyntaxException(line.length() + 1, "actions are missing; expected actions=output:PORT or "
                    + "actions=drop");
        }
        return actions;
    }

    private void readWords(int end) throws FlowSyntaxException {
        for (Matcher word = WORD.matcher(line).region(0, end); word.find(); ) {
            readWord(word.group(), word.start() + 1);
        }
        finished = match.finish();
    }

    private void readWord(String word, int column) throws FlowSyntaxException {
        int equals = word.indexOf('=');
        if (equals < 0) {
            Optional<FlowFlag> flag = FlowFlag.labelled(word);
            if (flag.isPresent()) {
                flags.add(flag.get());
            } else {
                match.readShorthand(word, column);
            }
            return;
        }
        String name = word.substring(0, equals);
        String value = word.substring(equals + 1);
        if (!seen.add(name)) {
            throw new FlowSyntaxException(column, name + " is given twice");
        }
        switch (name) {
            case "priority" -> priority = (int) number(name, value, Flow.MAX_16_BITS, column);
            case "filter_prog" -> filterProgram = (int) number(name, value, Flow.MAX_16_BITS, column);
            case "cookie" -> readCookie(value, column);
            case "table" -> table = (int) number(name, value, Flow.MAX_TABLE, column);
            case "idle_timeout" -> idleTimeout = (int) number(name, value, Flow.MAX_16_BITS, column);
            case "hard_timeout" -> hardTimeout = (int) number(name, value, Flow.MAX_16_BITS, column);
            case "importance" -> importance = (int) number(name, value, Flow.MAX_16_BITS, column);
            case "out_port" -> selection(name, column).outPort = OptionalInt.of(outPort(value, column));
            case "out_group" ->
                selection(name, column).outGroup = OptionalInt.of((int) number(name, value, Group.MAX_ID, column));
            default -> {
                if (!STATISTICS.contains(name)) {
                    match.readField(name, value, column);
                }
            }
        }
    }

    /** Words that only a selection of flows has. */
    private static final class SelectionWords {

        private long cookieMask;
        private OptionalInt outPort = OptionalInt.empty();
        private OptionalInt outGroup = OptionalInt.empty();
    }

    private SelectionWords selection(String name, int column) throws FlowSyntaxException {
        if (selection == null) {
            throw new FlowSyntaxException(column, name + " selects flows, and is no part of one");
        }
        return selection;
    }

    private void readCookie(String text, int column) throws FlowSyntaxException {
        int slash = text.indexOf('/');
        if (selection == null || slash < 0) {
            cookie = number("cookie", text, -1L, column);
        } else {
            cookie = number("cookie", text.substring(0, slash), -1L, column);
        }
        if (selection != null) {
            selection.cookieMask = slash < 0 ? -1L : number("cookie", text.substring(slash + 1), -1L, column);
        }
    }

    private int outPort(String text, int column) throws FlowSyntaxException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "controller" -> ReservedPort.CONTROLLER;
            case "local" -> ReservedPort.LOCAL;
            default -> ports.find(text).orElseThrow(() -> new FlowSyntaxException(column,
                    "unknown port %s in out_port; %s".formatted(text, ports.list())));
        };
    }

    private static long number(String name, String text, long maximum, int column) throws FlowSyntaxException {
        try {
            FieldValue number = TextForm.DECIMAL.number(text);
            if (number.high() == 0 && Long.compareUnsigned(number.low(), maximum) <= 0) {
                return number.low();
            }
        } catch (NumberFormatException _) {
            // The message below says it for both cases.
        }
        throw new FlowSyntaxException(column, "%s=%s: expected a number, 0 to %s"
                .formatted(name, text, Long.toUnsignedString(maximum)));
    }
}
