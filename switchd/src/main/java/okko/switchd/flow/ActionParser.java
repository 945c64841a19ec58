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
    private static final Pattern QUEUE = Pattern.compile("([^:,]+)[:,](\\d+)");
    private static final Pattern BITS = Pattern.compile("([A-Za-z0-9_]+)(?:\\[(?:(\\d{1,3})(?:\\.\\.(\\d{1,3}))?)?])?");

    private final String line;
    private final PortNames ports;

    ActionParser(String line, PortNames ports) {
        this.line = line;
        this.ports = ports;
    }

    /**
     * Reads the actions from a place of the line to its end.
     *
     * @param start index in the line
     * @return the actions; only {@code drop} if it stands there
     * @throws FlowSyntaxException if there are none, or one is wrong
     */
    List<Action> parse(int start) throws FlowSyntaxException {
        List<Action> actions = parse(new ActionWord(line.substring(start), start + 1));
        if (actions.isEmpty() || actions.size() > 1 && actions.contains(new Action.Drop())) {
            throw new FlowSyntaxException(start + 1,
                    "expected output:PORT, more of them with commas between, or drop alone");
        }
        return actions;
    }

    private List<Action> parse(ActionWord list) throws FlowSyntaxException {
        List<Action> actions = new ArrayList<>();
        for (ActionWord word : list.words()) {
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

    private Action action(ActionWord word) throws FlowSyntaxException {
        return switch (word.name()) {
            case "drop" -> plain(word, new Action.Drop());
            case "output" -> output(word.argument());
            case "enqueue" -> enqueue(word);
            case "set_queue" -> new Action.SetQueue(number(word.argument(), 0, Integer.MAX_VALUE));
            case "pop_queue" -> plain(word, new Action.PopQueue());
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
            case "set_mpls_label" -> set(Field.MPLS_LABEL, word.argument());
            case "set_mpls_tc" -> set(Field.MPLS_TC, word.argument());
            case "set_mpls_ttl" -> set(Field.MPLS_TTL, word.argument());
            case "dec_ttl" -> decTtl(word);
            case "dec_mpls_ttl" -> plain(word, new Action.DecMplsTtl());
            case "resubmit" -> resubmit(word);
            case "group" -> new Action.Group(number(word.argument(), 0, Integer.MAX_VALUE));
            case "clone" -> new Action.Clone(parse(word.argument()));
            case "exit" -> plain(word, new Action.Exit());
            case "note" -> new Action.Note(octets(word.argument()));
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

    private static Action plain(ActionWord word, Action action) throws FlowSyntaxException {
        if (word.hasArgument()) {
            throw new FlowSyntaxException(word.column(), word.text() + ": " + word.name() + " has no argument");
        }
        return action;
    }

    /** A word that is no action may be a port: {@code normal}, {@code LOCAL}, {@code 3}, {@code p2}. */
    private Action portAlone(ActionWord word) throws FlowSyntaxException {
        if (!word.hasArgument()) {
            OptionalInt port = knownPort(word.text());
            if (port.isPresent()) {
                return new Action.Output(port.getAsInt());
            }
        }
        throw new FlowSyntaxException(word.column(), "unknown action " + word.text()
                + "; expected output:PORT, drop, set_field:VALUE->FIELD or another of docs/flows.md");
    }

    private OptionalInt knownPort(String text) {
        Integer reserved = ActionText.RESERVED_PORTS.get(text.toUpperCase(Locale.ROOT));
        return reserved == null ? ports.find(text) : OptionalInt.of(reserved);
    }

    private int port(ActionWord word) throws FlowSyntaxException {
        return knownPort(word.text()).orElseThrow(() -> new FlowSyntaxException(word.column(),
                "unknown port %s in actions; %s".formatted(word.text(), ports.list())));
    }

    /** A port that packets come back from. */
    private int processor(ActionWord word) throws FlowSyntaxException {
        int port = port(word);
        if (!ports.hasProcessor(port)) {
            throw new FlowSyntaxException(word.column(),
                    "through:%s: there is no processor behind that port; %s"
                            .formatted(word.text(), ports.listOfProcessors()));
        }
        return port;
    }

    /** {@code output:PORT}, or {@code output:FIELD[FIRST..LAST]} for the port whose number is there. */
    private Action output(ActionWord argument) throws FlowSyntaxException {
        Matcher bits = BITS.matcher(argument.text());
        boolean isField = bits.matches() && Field.named(bits.group(1)) != null;
        if (!isField || knownPort(argument.text()).isPresent()) {
            return new Action.Output(port(argument));
        }
        Part from = part(argument);
        return new Action.OutputRegister(from.field, from.bit, from.bits, WHOLE_PACKET);
    }

    /** {@code enqueue:PORT:QUEUE} or {@code enqueue(PORT,QUEUE)}. */
    private Action enqueue(ActionWord word) throws FlowSyntaxException {
        ActionWord argument = word.argument();
        Matcher matcher = QUEUE.matcher(argument.text());
        if (!matcher.matches()) {
            throw new FlowSyntaxException(argument.column(), argument.text() + ": expected PORT:QUEUE");
        }
        ActionWord queue = new ActionWord(matcher.group(2), argument.column() + matcher.start(2));
        return new Action.Enqueue(port(new ActionWord(matcher.group(1), argument.column())),
                number(queue, 0, Integer.MAX_VALUE));
    }

    private static Action decTtl(ActionWord word) throws FlowSyntaxException {
        if (!word.hasArgument()) {
            return new Action.DecTtl();
        }
        List<Integer> ids = new ArrayList<>();
        for (ActionWord id : word.argument().words()) {
            ids.add(number(id, 0, Flow.MAX_16_BITS));
        }
        return ids.isEmpty() ? new Action.DecTtl() : new Action.DecTtl(ids);
    }

    /** {@code controller}, {@code controller:BYTES}, or {@code controller(max_len=BYTES,id=NUMBER,...)}. */
    private static Action controller(ActionWord word) throws FlowSyntaxException {
        int maxBytes = WHOLE_PACKET;
        int id = 0;
        ControllerReason reason = ControllerReason.ACTION;
        Octets userData = Octets.NONE;
        for (ActionWord each : word.hasArgument() ? word.argument().words() : List.<ActionWord>of()) {
            int equals = each.text().indexOf('=');
            ActionWord value = new ActionWord(each.text().substring(equals + 1), each.column() + equals + 1);
            switch (each.text().substring(0, Math.max(equals, 0))) {
                case "", "max_len" -> maxBytes = number(value, 0, WHOLE_PACKET);
                case "id" -> id = number(value, 0, Flow.MAX_16_BITS);
                case "reason" -> reason = reason(value);
                case "userdata" -> userData = octets(value);
                default -> throw new FlowSyntaxException(each.column(),
                        each.text() + ": expected max_len, id, reason or userdata");
            }
        }
        return new Action.Controller(maxBytes, reason, id, userData);
    }

    private static ControllerReason reason(ActionWord word) throws FlowSyntaxException {
        for (ControllerReason reason : ControllerReason.values()) {
            if (reason.label().equals(word.text())) {
                return reason;
            }
        }
        throw new FlowSyntaxException(word.column(),
                word.text() + ": expected no_match, action, invalid_ttl, action_set, group or packet_out");
    }

    private static Octets octets(ActionWord word) throws FlowSyntaxException {
        try {
            return Octets.parse(word.text());
        } catch (IllegalArgumentException _) {
            throw new FlowSyntaxException(word.column(), word.text() + ": expected bytes such as 01.2a.ff");
        }
    }

    private static Action setField(ActionWord argument) throws FlowSyntaxException {
        ActionWord[] sides = arrow(argument, "VALUE->FIELD");
        return set(writable(field(sides[1]), sides[1]), sides[0]);
    }

    private static Action set(Field field, ActionWord text) throws FlowSyntaxException {
        try {
            MaskedValue parsed = field.form().parse(text.text(), field);
            return new Action.SetField(field, parsed.value(), parsed.mask());
        } catch (NumberFormatException _) {
            throw new FlowSyntaxException(text.column(), "%s: expected %s, of at most %d bits"
                    .formatted(text.text(), field.form().expected(), field.bits()));
        }
    }

    private static Action setVlan(ActionWord word) throws FlowSyntaxException {
        return word.name().equals("mod_vlan_vid")
                ? new Action.SetVlan(Field.DL_VLAN, number(word.argument(), 0, MAX_VLAN_ID))
                : new Action.SetVlan(Field.DL_VLAN_PCP, number(word.argument(), 0, MAX_PRIORITY_CODE_POINT));
    }

    private static Action load(ActionWord argument) throws FlowSyntaxException {
        ActionWord[] sides = arrow(argument, "VALUE->FIELD[FIRST..LAST]");
        Part to = part(sides[1]);
        writable(to.field, sides[1]);
        FieldValue ones = FieldValue.ones(to.bits);
        FieldValue value;
        try {
            value = TextForm.DECIMAL.number(sides[0].text());
        } catch (NumberFormatException _) {
            throw new FlowSyntaxException(sides[0].column(), sides[0].text() + ": expected a number");
        }
        if (!value.andNot(ones).isZero()) {
            throw new FlowSyntaxException(sides[0].column(),
                    sides[0].text() + " does not fit into " + to.bits + " bits");
        }
        return new Action.Load(to.field, to.bit, to.bits, value);
    }

    private static Action move(ActionWord argument) throws FlowSyntaxException {
        ActionWord[] sides = arrow(argument, "FIELD[FIRST..LAST]->FIELD[FIRST..LAST]");
        Part from = part(sides[0]);
        Part to = part(sides[1]);
        writable(to.field, sides[1]);
        if (from.bits != to.bits) {
            throw new FlowSyntaxException(argument.column(), "%s has %d bits, %s has %d; expected as many"
                    .formatted(sides[0].text(), from.bits, sides[1].text(), to.bits));
        }
        return new Action.Move(from.field, from.bit, to.field, to.bit, from.bits);
    }

    private static ActionWord[] arrow(ActionWord argument, String expected) throws FlowSyntaxException {
        int arrow = argument.text().indexOf("->");
        if (arrow < 0) {
            throw new FlowSyntaxException(argument.column(), argument.text() + ": expected " + expected);
        }
        return new ActionWord[] {
            new ActionWord(argument.text().substring(0, arrow), argument.column()),
            new ActionWord(argument.text().substring(arrow + 2), argument.column() + arrow + 2)
        };
    }

    /** Some bits of a field. */
    private record Part(Field field, int bit, int bits) {}

    private static Part part(ActionWord word) throws FlowSyntaxException {
        Matcher matcher = BITS.matcher(word.text());
        if (!matcher.matches()) {
            throw new FlowSyntaxException(word.column(),
                    word.text() + ": expected FIELD, FIELD[BIT] or FIELD[FIRST..LAST]");
        }
        Field field = field(new ActionWord(matcher.group(1), word.column()));
        if (matcher.group(2) == null) {
            return new Part(field, 0, field.bits());
        }
        int first = Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        if (first > last || last >= field.bits()) {
            throw new FlowSyntaxException(word.column(), "%s: %s has the bits 0 to %d"
                    .formatted(word.text(), field.label(), field.bits() - 1));
        }
        return new Part(field, first, last - first + 1);
    }

    private static Field field(ActionWord word) throws FlowSyntaxException {
        String name = word.text().endsWith("[]") ? word.text().substring(0, word.text().length() - 2) : word.text();
        Field field = Field.named(name);
        if (field == null || field.access() == FieldAccess.INTERNAL) {
            throw new FlowSyntaxException(word.column(), "unknown field " + word.text());
        }
        return field;
    }

    private static Field writable(Field field, ActionWord word) throws FlowSyntaxException {
        if (field.access() != FieldAccess.READ_WRITE) {
            throw new FlowSyntaxException(word.column(), word.text() + " can only be read");
        }
        return field;
    }

    /** {@code resubmit:PORT}, {@code resubmit(PORT)}, {@code resubmit(,TABLE)} or {@code resubmit(PORT,TABLE)}. */
    private Action resubmit(ActionWord word) throws FlowSyntaxException {
        ActionWord argument = word.argument();
        int comma = argument.text().indexOf(',');
        String portText = comma < 0 ? argument.text() : argument.text().substring(0, comma);
        OptionalInt port = portText.isEmpty() || portText.equalsIgnoreCase("in_port")
                ? OptionalInt.empty()
                : OptionalInt.of(port(new ActionWord(portText, argument.column())));
        if (comma < 0) {
            return new Action.Resubmit(port, OptionalInt.empty());
        }
        ActionWord table = new ActionWord(argument.text().substring(comma + 1), argument.column() + comma + 1);
        return new Action.Resubmit(port, OptionalInt.of(number(table, 0, Flow.MAX_TABLE)));
    }

    private static Action writeMetadata(ActionWord argument) throws FlowSyntaxException {
        try {
            MaskedValue parsed = Field.METADATA.form().parse(argument.text(), Field.METADATA);
            return new Action.WriteMetadata(parsed.value().low(), parsed.mask().low());
        } catch (NumberFormatException _) {
            throw new FlowSyntaxException(argument.column(),
                    argument.text() + ": expected VALUE or VALUE/MASK, 64 bits");
        }
    }

    /** One of two EtherTypes: a header of any other type would be none to the parser. */
    private static int type(ActionWord word, int one, int other) throws FlowSyntaxException {
        int type = number(word, 0, Flow.MAX_16_BITS);
        if (type != one && type != other) {
            throw new FlowSyntaxException(word.column(),
                    "%s: expected 0x%x or 0x%x".formatted(word.text(), one, other));
        }
        return type;
    }

    private static int number(ActionWord word, int minimum, int maximum) throws FlowSyntaxException {
        try {
            FieldValue number = TextForm.DECIMAL.number(word.text());
            if (number.high() == 0 && number.low() >= minimum && number.low() <= maximum) {
                return (int) number.low();
            }
        } catch (NumberFormatException _) {
            // The message below says it for both cases.
        }
        throw new FlowSyntaxException(word.column(), "%s: expected a number, %d to %d"
                .formatted(word.text(), minimum, maximum));
    }
}
