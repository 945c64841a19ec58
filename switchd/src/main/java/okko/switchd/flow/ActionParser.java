package okko.switchd.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.switchd.flow.TextForm.MaskedValue;

/**
 * Reads a list of actions and instructions as ovs-ofctl does, ovs-actions(7), with {@code prog} and {@code through} of
 * Okko; knows in which column it is. Instructions stand among the actions; {@code apply_actions} may be left out.
 */
final class ActionParser {

    /** What ovs-ofctl takes if a controller's share of the packet is not said. */
    private static final int WHOLE_PACKET = 0xffff;

    private static final int MAX_PRIORITY_CODE_POINT = 7;
    private static final int MAX_VLAN_ID = 0xfff;
    private static final int TYPE_VLAN = 0x8100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-]*");
    private static final Pattern BITS = Pattern.compile("([A-Za-z0-9_]+)(?:\\[(?:(\\d+)(?:\\.\\.(\\d+))?)?])?");

    private final String line;
    private final PortNames ports;

    ActionParser(String line, PortNames ports) {
        this.line = line;
        this.ports = ports;
    }

    /** A word of the list, with its place. */
    private record Word(String text, int column) {

        /** What stands before a colon or an opening parenthesis. */
        String name() {
            Matcher name = NAME.matcher(text);
            return name.lookingAt() ? name.group() : "";
        }

        boolean hasArgument() {
            return name().length() < text.length();
        }

        /** What stands behind the colon, or between the parentheses. */
        Word argument() throws FlowSyntaxException {
            int at = name().length();
            if (!hasArgument()) {
                throw new FlowSyntaxException(column, text + ": an argument is missing");
            }
            if (text.charAt(at) == ':') {
                return new Word(text.substring(at + 1), column + at + 1);
            }
            if (text.charAt(at) != '(' || !text.endsWith(")")) {
                throw new FlowSyntaxException(column + at,
                        text + ": expected \":\" or parentheses around the argument");
            }
            return new Word(text.substring(at + 1, text.length() - 1), column + at + 1);
        }
    }

    /**
     * Reads the actions from a place of the line to its end.
     *
     * @param start index in the line
     * @return the actions; only {@code drop} if it stands there
     * @throws FlowSyntaxException if there are none, or one is wrong
     */
    List<Action> parse(int start) throws FlowSyntaxException {
        List<Action> actions = parse(new Word(line.substring(start), start + 1));
        if (actions.isEmpty() || actions.size() > 1 && actions.contains(new Action.Drop())) {
            throw new FlowSyntaxException(start + 1,
                    "expected output:PORT, more of them with commas between, or drop alone");
        }
        return actions;
    }

    private List<Action> parse(Word list) throws FlowSyntaxException {
        List<Action> actions = new ArrayList<>();
        for (Word word : words(list)) {
            if (word.name().equals("apply_actions")) {
                actions.addAll(parse(word.argument()));
            } else if (word.name().equals("mod_vlan_vid") || word.name().equals("mod_vlan_pcp")) {
                actions.add(setVlan(word));
            } else {
                actions.add(action(word));
            }
        }
        return actions;
    }

    /** Splits at commas and blanks outside of parentheses. */
    private static List<Word> words(Word list) throws FlowSyntaxException {
        List<Word> words = new ArrayList<>();
        int depth = 0;
        int from = 0;
        String text = list.text + ",";
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && (c == ',' || Character.isWhitespace(c))) {
                if (at > from) {
                    words.add(new Word(text.substring(from, at), list.column + from));
                }
                from = at + 1;
            }
        }
        if (depth != 0) {
            throw new FlowSyntaxException(list.column + from, "a parenthesis is not closed");
        }
        return words;
    }

    private Action action(Word word) throws FlowSyntaxException {
        return switch (word.name()) {
            case "drop" -> plain(word, new Action.Drop());
            case "output" -> new Action.Output(port(word.argument()));
            case "controller", "CONTROLLER" -> controller(word);
            case "set_field" -> setField(word.argument());
            case "load" -> load(word.argument());
            case "move" -> move(word.argument());
            case "mod_dl_src" -> set(Field.DL_SRC, word.argument());
            case "mod_dl_dst" -> set(Field.DL_DST, word.argument());
            case "mod_nw_src" -> set(Field.NW_SRC, word.argument());
            case "mod_nw_dst" -> set(Field.NW_DST, word.argument());
            case "mod_nw_tos" -> set(Field.NW_TOS, word.argument());
            case "mod_nw_ecn" -> set(Field.NW_ECN, word.argument());
            case "mod_nw_ttl" -> set(Field.NW_TTL, word.argument());
            case "mod_tp_src" -> set(Field.TP_SRC, word.argument());
            case "mod_tp_dst" -> set(Field.TP_DST, word.argument());
            case "push_vlan" -> new Action.PushVlan(type(word.argument(), TYPE_VLAN, 0x88a8));
            case "pop_vlan", "strip_vlan" -> plain(word, new Action.PopVlan());
            case "push_mpls" -> new Action.PushMpls(type(word.argument(), 0x8847, 0x8848));
            case "pop_mpls" -> new Action.PopMpls(number(word.argument(), 0, Flow.MAX_16_BITS));
            case "dec_ttl" -> plain(word, new Action.DecTtl());
            case "dec_mpls_ttl" -> plain(word, new Action.DecMplsTtl());
            case "resubmit" -> resubmit(word);
            case "group" -> new Action.Group(number(word.argument(), 0, Integer.MAX_VALUE));
            case "prog" -> new Action.Program(number(word.argument(), 1, Flow.MAX_16_BITS));
            case "send_maps" -> new Action.SendMaps(number(word.argument(), 1, Flow.MAX_16_BITS));
            case "through" -> new Action.Through(processor(word.argument()));
            case "meter" -> new Action.Meter(number(word.argument(), 1, Integer.MAX_VALUE));
            case "clear_actions" -> plain(word, new Action.ClearActions());
            case "write_actions" -> new Action.WriteActions(parse(word.argument()));
            case "write_metadata" -> writeMetadata(word.argument());
            case "goto_table" -> new Action.GotoTable(number(word.argument(), 0, Flow.MAX_TABLE));
            default -> portAlone(word);
        };
    }

    private static Action plain(Word word, Action action) throws FlowSyntaxException {
        if (word.hasArgument()) {
            throw new FlowSyntaxException(word.column, word.text + ": " + word.name() + " has no argument");
        }
        return action;
    }

    /** A word that is no action may be a port: {@code normal}, {@code LOCAL}, {@code 3}, {@code p2}. */
    private Action portAlone(Word word) throws FlowSyntaxException {
        if (!word.hasArgument()) {
            OptionalInt port = knownPort(word.text);
            if (port.isPresent()) {
                return new Action.Output(port.getAsInt());
            }
        }
        throw new FlowSyntaxException(word.column, "unknown action " + word.text
                + "; expected output:PORT, drop, set_field:VALUE->FIELD or another of docs/flows.md");
    }

    private OptionalInt knownPort(String text) {
        Integer reserved = ActionText.RESERVED_PORTS.get(text.toUpperCase(Locale.ROOT));
        return reserved == null ? ports.find(text) : OptionalInt.of(reserved);
    }

    private int port(Word word) throws FlowSyntaxException {
        return knownPort(word.text).orElseThrow(() -> new FlowSyntaxException(word.column,
                "unknown port %s in actions; %s".formatted(word.text, ports.list())));
    }

    /** A port that packets come back from. */
    private int processor(Word word) throws FlowSyntaxException {
        int port = port(word);
        if (!ports.hasProcessor(port)) {
            throw new FlowSyntaxException(word.column,
                    "through:%s: there is no processor behind that port; %s"
                            .formatted(word.text, ports.listOfProcessors()));
        }
        return port;
    }

    private static Action controller(Word word) throws FlowSyntaxException {
        if (!word.hasArgument()) {
            return new Action.Controller(WHOLE_PACKET);
        }
        Word argument = word.argument();
        String text = argument.text.startsWith("max_len=") ? argument.text.substring("max_len=".length())
                : argument.text;
        return text.isEmpty() ? new Action.Controller(WHOLE_PACKET)
                : new Action.Controller(number(new Word(text, argument.column), 0, WHOLE_PACKET));
    }

    private static Action setField(Word argument) throws FlowSyntaxException {
        Word[] sides = arrow(argument, "VALUE->FIELD");
        return set(writable(field(sides[1]), sides[1]), sides[0]);
    }

    private static Action set(Field field, Word text) throws FlowSyntaxException {
        try {
            MaskedValue parsed = field.form().parse(text.text, field);
            return new Action.SetField(field, parsed.value(), parsed.mask());
        } catch (NumberFormatException _) {
            throw new FlowSyntaxException(text.column, "%s: expected %s, of at most %d bits"
                    .formatted(text.text, field.form().expected(), field.bits()));
        }
    }

    private static Action setVlan(Word word) throws FlowSyntaxException {
        return word.name().equals("mod_vlan_vid")
                ? new Action.SetVlan(Field.DL_VLAN, number(word.argument(), 0, MAX_VLAN_ID))
                : new Action.SetVlan(Field.DL_VLAN_PCP, number(word.argument(), 0, MAX_PRIORITY_CODE_POINT));
    }

    private static Action load(Word argument) throws FlowSyntaxException {
        Word[] sides = arrow(argument, "VALUE->FIELD[FIRST..LAST]");
        Part to = part(sides[1]);
        writable(to.field, sides[1]);
        FieldValue ones = FieldValue.ones(to.bits);
        FieldValue value;
        try {
            value = TextForm.DECIMAL.number(sides[0].text);
        } catch (NumberFormatException _) {
            throw new FlowSyntaxException(sides[0].column, sides[0].text + ": expected a number");
        }
        if (!value.andNot(ones).isZero()) {
            throw new FlowSyntaxException(sides[0].column, sides[0].text + " does not fit into " + to.bits + " bits");
        }
        FieldValue mask = ones.shiftLeft(to.bit).and(to.field.exactMask());
        return new Action.SetField(to.field, value.shiftLeft(to.bit).and(mask), mask);
    }

    private static Action move(Word argument) throws FlowSyntaxException {
        Word[] sides = arrow(argument, "FIELD[FIRST..LAST]->FIELD[FIRST..LAST]");
        Part from = part(sides[0]);
        Part to = part(sides[1]);
        writable(to.field, sides[1]);
        if (from.bits != to.bits) {
            throw new FlowSyntaxException(argument.column, "%s has %d bits, %s has %d; expected as many"
                    .formatted(sides[0].text, from.bits, sides[1].text, to.bits));
        }
        return new Action.Move(from.field, from.bit, to.field, to.bit, from.bits);
    }

    private static Word[] arrow(Word argument, String expected) throws FlowSyntaxException {
        int arrow = argument.text.indexOf("->");
        if (arrow < 0) {
            throw new FlowSyntaxException(argument.column, argument.text + ": expected " + expected);
        }
        return new Word[] {
            new Word(argument.text.substring(0, arrow), argument.column),
            new Word(argument.text.substring(arrow + 2), argument.column + arrow + 2)
        };
    }

    /** Some bits of a field. */
    private record Part(Field field, int bit, int bits) {}

    private static Part part(Word word) throws FlowSyntaxException {
        Matcher matcher = BITS.matcher(word.text);
        if (!matcher.matches()) {
            throw new FlowSyntaxException(word.column,
                    word.text + ": expected FIELD, FIELD[BIT] or FIELD[FIRST..LAST]");
        }
        Field field = field(new Word(matcher.group(1), word.column));
        if (matcher.group(2) == null) {
            return new Part(field, 0, field.bits());
        }
        int first = Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        if (first > last || last >= field.bits()) {
            throw new FlowSyntaxException(word.column, "%s: %s has the bits 0 to %d"
                    .formatted(word.text, field.label(), field.bits() - 1));
        }
        return new Part(field, first, last - first + 1);
    }

    private static Field field(Word word) throws FlowSyntaxException {
        String name = word.text.endsWith("[]") ? word.text.substring(0, word.text.length() - 2) : word.text;
        Field field = Field.named(name);
        if (field == null || field.access() == FieldAccess.INTERNAL) {
            throw new FlowSyntaxException(word.column, "unknown field " + word.text);
        }
        return field;
    }

    private static Field writable(Field field, Word word) throws FlowSyntaxException {
        if (field.access() != FieldAccess.READ_WRITE) {
            throw new FlowSyntaxException(word.column, word.text + " can only be read");
        }
        return field;
    }

    /** {@code resubmit:PORT}, {@code resubmit(PORT)}, {@code resubmit(,TABLE)} or {@code resubmit(PORT,TABLE)}. */
    private Action resubmit(Word word) throws FlowSyntaxException {
        Word argument = word.argument();
        int comma = argument.text.indexOf(',');
        String portText = comma < 0 ? argument.text : argument.text.substring(0, comma);
        OptionalInt port = portText.isEmpty() || portText.equalsIgnoreCase("in_port")
                ? OptionalInt.empty()
                : OptionalInt.of(port(new Word(portText, argument.column)));
        if (comma < 0) {
            return new Action.Resubmit(port, OptionalInt.empty());
        }
        Word table = new Word(argument.text.substring(comma + 1), argument.column + comma + 1);
        return new Action.Resubmit(port, OptionalInt.of(number(table, 0, Flow.MAX_TABLE)));
    }

    private static Action writeMetadata(Word argument) throws FlowSyntaxException {
        try {
            MaskedValue parsed = Field.METADATA.form().parse(argument.text, Field.METADATA);
            return new Action.WriteMetadata(parsed.value().low(), parsed.mask().low());
        } catch (NumberFormatException _) {
            throw new FlowSyntaxException(argument.column, argument.text + ": expected VALUE or VALUE/MASK, 64 bits");
        }
    }

    /** One of two EtherTypes: a header of any other type would be none to the parser. */
    private static int type(Word word, int one, int other) throws FlowSyntaxException {
        int type = number(word, 0, Flow.MAX_16_BITS);
        if (type != one && type != other) {
            throw new FlowSyntaxException(word.column, "%s: expected 0x%x or 0x%x".formatted(word.text, one, other));
        }
        return type;
    }

    private static int number(Word word, int minimum, int maximum) throws FlowSyntaxException {
        try {
            FieldValue number = TextForm.DECIMAL.number(word.text);
            if (number.high() == 0 && number.low() >= minimum && number.low() <= maximum) {
                return (int) number.low();
            }
        } catch (NumberFormatException _) {
            // The message below says it for both cases.
        }
        throw new FlowSyntaxException(word.column, "%s: expected a number, %d to %d"
                .formatted(word.text, minimum, maximum));
    }
}
