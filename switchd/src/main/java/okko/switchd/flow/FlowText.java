package okko.switchd.flow;

import java.util.ArrayList;
import java.util.List;

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

    /** How a selection of flows is meant (OpenFlow 1.3, 6.4). */
    public enum Strictness {
        /** Flows that match at least what is given, of any priority. */
        LOOSE,
        /** The flow of exactly this match, priority and program. */
        STRICT
    }

    /**
     * Reads which flows somebody means, such as {@code table=1,tcp,out_port=p2}, or {@code cookie=0x10/0xf0}; words
     * from {@code actions=} on are left to {@link #parseActions}.
     *
     * @param line       without a comment; empty for all flows
     * @param ports      that it may speak of
     * @param strictness how it is meant
     * @return the selection
     * @throws FlowSyntaxException if the line is none; the message is one line
     */
    public static FlowSelection parseSelection(String line, PortNames ports, Strictness strictness)
            throws FlowSyntaxException {
        return new FlowParser(line, ports).parseSelection(strictness);
    }

    /**
     * Reads what stands behind {@code actions=}.
     *
     * @param line  of a flow or a selection
     * @param ports that it may speak of
     * @return the actions
     * @throws FlowSyntaxException if there are none; the message is one line
     */
    public static List<Action> parseActions(String line, PortNames ports) throws FlowSyntaxException {
        return new FlowParser(line, ports).parseActions();
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
        for (FlowFlag flag : FlowFlag.values()) {
            if (flow.flags().contains(flag)) {
                words.add(flag.label());
            }
        }
        if (flow.importance() != 0) {
            words.add("importance=" + flow.importance());
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
        return printRule(flow, PortLabels.NUMBERS);
    }

    /**
     * As {@link #printRule(Flow)}, with names for ports.
     *
     * @param flow   to write
     * @param labels of ports
     * @return words with commas between
     */
    public static String printRule(Flow flow, PortLabels labels) {
        List<String> words = new ArrayList<>();
        if (flow.priority() != Flow.DEFAULT_PRIORITY) {
            words.add("priority=" + flow.priority());
        }
        if (flow.filterProgram() != Flow.NO_PROGRAM) {
            words.add("filter_prog=" + flow.filterProgram());
        }
        words.addAll(MatchText.words(flow.match(), labels));
        return String.join(",", words);
    }

    /**
     * Writes actions.
     *
     * @param actions of one flow
     * @return words with commas between
     */
    public static String printActions(List<Action> actions) {
        return printActions(actions, PortLabels.NUMBERS);
    }

    /**
     * As {@link #printActions(List)}, with names for ports.
     *
     * @param actions of one flow
     * @param labels  of ports
     * @return words with commas between
     */
    public static String printActions(List<Action> actions, PortLabels labels) {
        return new ActionText(labels).print(actions);
    }
}
