package okko.switchd.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okko.ringshm.wire.Ethernet;
import okko.ringshm.wire.Ipv4;

/** Flows as text, in the syntax of ovs-ofctl(8) with Oko's {@code filter_prog}. */
public final class FlowText {

    private FlowText() {}

    /**
     * Reads one flow, such as {@code priority=10,in_port=p1,tcp,tp_dst=80,filter_prog=1,actions=output:p2}.
     *
     * @param line  without a comment
     * @param ports that it may speak of
     * @return the flow
     * @throws FlowSyntaxException if the line is no flow; the message is one line
     */
    public static Flow parse(String line, PortNames ports) throws FlowSyntaxException {
        return new FlowParser(line, ports).parse();
    }

    /**
     * Reads flows, one per line; {@code #} starts a comment, blank lines do not count.
     *
     * @param text  of any number of lines
     * @param ports that it may speak of
     * @return all flows, or one error for each line that is none
     */
    public static ParsedFlows parseAll(String text, PortNames ports) {
        List<Flow> flows = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.replaceFirst("#.*", "");
            if (!content.isBlank()) {
                try {
                    flows.add(parse(content, ports));
                } catch (FlowSyntaxException e) {
                    errors.add("line " + number + ", " + e.getMessage());
                }
            }
        }
        return errors.isEmpty() ? new ParsedFlows.Read(flows) : new ParsedFlows.Wrong(errors);
    }

    /**
     * Writes a flow so that {@link #parse} reads an equal one; equal flows give equal text. Ports are numbers.
     *
     * @param flow to write
     * @return one line
     */
    public static String print(Flow flow) {
        List<String> words = new ArrayList<>();
        if (flow.cookie() != 0) {
            words.add("cookie=0x" + Long.toHexString(flow.cookie()));
        }
        if (flow.table() != 0) {
            words.add("table=" + flow.table());
        }
        if (flow.idleTimeout() != 0) {
            words.add("idle_timeout=" + flow.idleTimeout());
        }
        if (flow.hardTimeout() != 0) {
            words.add("hard_timeout=" + flow.hardTimeout());
        }
        String rule = printRule(flow);
        if (!rule.isEmpty()) {
            words.add(rule);
        }
        words.add("actions=" + printActions(flow.actions()));
        return String.join(",", words);
    }

    /**
     * Writes what makes the flow the rule it is: priority, program and match, in Oko's order.
     *
     * @param flow to write
     * @return words with commas between; empty for a flow of default priority that matches everything
     */
    public static String printRule(Flow flow) {
        List<String> words = new ArrayList<>();
        if (flow.priority() != Flow.DEFAULT_PRIORITY) {
            words.add("priority=" + flow.priority());
        }
        if (flow.filterProgram() != Flow.NO_PROGRAM) {
            words.add("filter_prog=" + flow.filterProgram());
        }
        words.addAll(words(flow.match()));
        return String.join(",", words);
    }

    /**
     * Writes actions.
     *
     * @param actions of one flow
     * @return words with commas between
     */
    public static String printActions(List<Action> actions) {
        return ActionText.print(actions);
    }

    /**
     * Writes a match.
     *
     * @param match whose fields' prerequisites hold
     * @return words with commas between; empty if it matches everything
     */
    static String print(Match match) {
        return String.join(",", words(match));
    }

    private static List<String> words(Match match) {
        List<String> words = new ArrayList<>();
        Match rest = printShorthand(match, words);
        for (Field field : Field.values()) {
            long mask = rest.mask(field);
            boolean impliedHold = (match.keyWord(field.word()) & field.impliedBits()) == field.impliedBits();
            if (mask != 0 && impliedHold && field.prerequisite().holds(match)) {
                words.add(field.label() + "=" + field.form().print(rest.value(field), mask, field));
                rest = rest.without(field);
            }
        }
        return words;
    }

    /** Writes EtherType and protocol as one word where there is one, and returns what is left to write. */
    private static Match printShorthand(Match match, List<String> words) {
        for (Shorthand shorthand : Shorthand.values()) {
            if (shorthand.isPartOf(match)) {
                words.add(shorthand.label());
                Match rest = match.without(Field.DL_TYPE);
                return shorthand.protocol() == Shorthand.ANY_PROTOCOL ? rest : rest.without(Field.NW_PROTO);
            }
        }
        return match;
    }

    /** Words for an EtherType and a protocol. */
    enum Shorthand {
        TCP(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_TCP),
        UDP(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_UDP),
        ICMP(Ethernet.TYPE_IPV4, Ipv4.PROTOCOL_ICMP),
        IP(Ethernet.TYPE_IPV4, Shorthand.ANY_PROTOCOL),
        ARP(Ethernet.TYPE_ARP, Shorthand.ANY_PROTOCOL),
        IPV6(Ethernet.TYPE_IPV6, Shorthand.ANY_PROTOCOL);

        static final int ANY_PROTOCOL = -1;

        private final int type;
        private final int protocol;

        Shorthand(int type, int protocol) {
            this.type = type;
            this.protocol = protocol;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        int type() {
            return type;
        }

        int protocol() {
            return protocol;
        }

        boolean isPartOf(Match match) {
            return match.isExactly(Field.DL_TYPE, type)
                    && (protocol == ANY_PROTOCOL || match.isExactly(Field.NW_PROTO, protocol));
        }
    }
}
