package okko.switchd.flow;

import java.util.HashSet;
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
    private final Set<String> seen = new HashSet<>();

    private int table;
    private int priority = Flow.DEFAULT_PRIORITY;
    private int filterProgram = Flow.NO_PROGRAM;
    private long cookie;
    private int idleTimeout;
    private int hardTimeout;

    FlowParser(String line, PortNames ports) {
        this.line = line;
        this.ports = ports;
        this.match = new MatchReader(ports);
    }

    Flow parse() throws FlowSyntaxException {
        Matcher actions = ACTIONS.matcher(line);
        if (!actions.find()) {
            throw new FlowSyntaxException(line.length() + 1, "actions are missing; expected actions=output:PORT or "
                    + "actions=drop");
        }
        for (Matcher word = WORD.matcher(line).region(0, actions.start()); word.find(); ) {
            readWord(word.group(), word.start() + 1);
        }
        return new Flow(table, priority, match.finish(), filterProgram,
                new ActionParser(line, ports).parse(actions.end()), cookie, idleTimeout, hardTimeout);
    }

    private void readWord(String word, int column) throws FlowSyntaxException {
        int equals = word.indexOf('=');
        if (equals < 0) {
            match.readShorthand(word, column);
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
            case "cookie" -> cookie = number(name, value, -1L, column);
            case "table" -> table = (int) number(name, value, Flow.MAX_TABLE, column);
            case "idle_timeout" -> idleTimeout = (int) number(name, value, Flow.MAX_16_BITS, column);
            case "hard_timeout" -> hardTimeout = (int) number(name, value, Flow.MAX_16_BITS, column);
            default -> {
                if (!STATISTICS.contains(name)) {
                    match.readField(name, value, column);
                }
            }
        }
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
