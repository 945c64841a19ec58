package okko.switchd.flow;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okko.switchd.flow.FlowText.Shorthand;
import okko.switchd.flow.TextForm.MaskedValue;

/** Reads one flow, word by word; knows in which column it is. */
final class FlowParser {

    private static final Pattern WORD = Pattern.compile("[^,\\s]+");
    private static final Pattern ACTIONS = Pattern.compile("(^|[,\\s])(actions?=)");

    /** What {@code dump-flows} prints and a flow is not made of, so that its output can be read again. */
    private static final Set<String> STATISTICS = Set.of("duration", "n_packets", "n_bytes", "idle_age", "hard_age");

    /** In {@code dl_vlan}: the frame has no tag; OpenFlow 1.0's {@code OFP_VLAN_NONE}. */
    private static final long VLAN_NONE = 0xffff;

    private final String line;
    private final PortNames ports;
    private final Map<Field, Integer> columns = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();

    private int table;
    private int priority = Flow.DEFAULT_PRIORITY;
    private int filterProgram = Flow.NO_PROGRAM;
    private long cookie;
    private int idleTimeout;
    private int hardTimeout;
    private Match match = Match.ANY;

    FlowParser(String line, PortNames ports) {
        this.line = line;
        this.ports = ports;
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
        for (Map.Entry<Field, Integer> given : columns.entrySet()) {
            Prerequisite prerequisite = given.getKey().prerequisite();
            if (!prerequisite.holds(match)) {
                throw new FlowSyntaxException(given.getValue(), "%s matches only with %s in the match"
                        .formatted(given.getKey().label(), prerequisite.text()));
            }
        }
        return new Flow(table, priority, match, filterProgram, new ActionParser(line, ports).parse(actions.end()),
                cookie, idleTimeout, hardTimeout);
    }

    private void readWord(String word, int column) throws FlowSyntaxException {
        int equals = word.indexOf('=');
        if (equals < 0) {
            readShorthand(word, column);
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
                    readField(name, value, column);
                }
            }
        }
    }

    private void readShorthand(String word, int column) throws FlowSyntaxException {
        for (Shorthand shorthand : Shorthand.values()) {
            if (shorthand.label().equals(word)) {
                narrow(word, Field.DL_TYPE, new MaskedValue(shorthand.type(), Field.DL_TYPE.exactMask()), column);
                if (shorthand.protocol() != Shorthand.ANY_PROTOCOL) {
                    MaskedValue protocol = new MaskedValue(shorthand.protocol(), Field.NW_PROTO.exactMask());
                    narrow(word, Field.NW_PROTO, protocol, column);
                }
                return;
            }
        }
        throw new FlowSyntaxException(column, "unknown word %s; expected NAME=VALUE or one of %s".formatted(word,
                Arrays.stream(Shorthand.values()).map(Shorthand::label).collect(Collectors.joining(", "))));
    }

    private void readField(String name, String text, int column) throws FlowSyntaxException {
        Field field = Field.named(name);
        if (field == null) {
            String fields = Arrays.stream(Field.values()).map(Field::label).collect(Collectors.joining(", "));
            throw new FlowSyntaxException(column,
                    "unknown field %s; expected table, priority, filter_prog, cookie, "
                            + "idle_timeout, hard_timeout, %s".formatted(name, fields));
        }
        columns.put(field, column);
        if (field.form() == TextForm.PORT) {
            long port = Integer.toUnsignedLong(port(text, name, column));
            narrow(name, field, new MaskedValue(port, field.exactMask()), column);
        } else if (field == Field.DL_VLAN && text.toLowerCase(Locale.ROOT).equals("0xffff")) {
            narrow(name, Field.VLAN_TCI, new MaskedValue(0, VLAN_NONE), column);
        } else {
            try {
                narrow(name, field, field.form().parse(text, field), column);
            } catch (NumberFormatException _) {
                throw new FlowSyntaxException(column, "%s=%s: expected %s, of at most %d bits"
                        .formatted(name, text, field.form().expected(), field.bits()));
            }
        }
    }

    private void narrow(String word, Field field, MaskedValue wanted, int column) throws FlowSyntaxException {
        if (match.contradicts(field, wanted.value(), wanted.mask())) {
            throw new FlowSyntaxException(column, word + " contradicts what stands before it");
        }
        match = match.with(field, wanted.value(), wanted.mask());
    }

    private int port(String text, String place, int column) throws FlowSyntaxException {
        return ports.find(text).orElseThrow(() ->
                new FlowSyntaxException(column, "unknown port %s in %s; %s".formatted(text, place, ports.list())));
    }

    private static long number(String name, String text, long maximum, int column) throws FlowSyntaxException {
        try {
            long number = TextForm.DECIMAL.number(text);
            if (Long.compareUnsigned(number, maximum) <= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The message below says it for both cases.
        }
        throw new FlowSyntaxException(column, "%s=%s: expected a number, 0 to %s"
                .formatted(name, text, Long.toUnsignedString(maximum)));
    }
}
