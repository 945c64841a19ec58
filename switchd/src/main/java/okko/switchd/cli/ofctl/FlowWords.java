package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.IOException;
import java.util.List;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.FlowText.Strictness;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.wire.Decoded;

/** Words about flows. */
final class FlowWords {

    private static final String FROM_INPUT = "; or - for standard input, one in each line.";
    private static final Parameter FLOW = Parameter.of("FLOW", "Match, priority, filter_prog and actions" + FROM_INPUT);
    private static final Parameter SELECTION = Parameter.optional("FLOW", "The flows that this match covers; also "
            + "table, cookie=VALUE/MASK, out_port, out_group, filter_prog (default: all).");
    private static final Parameter FILE = Parameter.of("FILE", "A flow in each line, also with add, modify, "
            + "modify_strict, delete or delete_strict before it; # begins a comment; - for standard input.");
    private static final String FLOW_EXAMPLE = "br0 priority=10,tcp,filter_prog=1,actions=output:2";

    static final List<Word> ALL = List.of(
            Word.of("add-flow", "Adds a flow, or replaces the one of the same match, priority and filter_prog.",
                    List.of(SWITCH, FLOW), FLOW_EXAMPLE, session -> change(session, FlowCommand.ADD)),
            Word.of("add-flows", "Adds the flows of a file.", List.of(SWITCH, FILE), "br0 flows.txt", session -> {
                String file = session.argument(1).orElseThrow();
                new FlowChanges(session).carryOut(file, Session.lines(file), FlowCommand.ADD);
            }),
            Word.of("mod-flows", "Gives flows other actions.", List.of(SWITCH, FLOW), "br0 tcp,actions=drop",
                    session -> change(session, session.options().isStrict() ? FlowCommand.MODIFY_STRICT
                            : FlowCommand.MODIFY)),
            Word.of("del-flows", "Deletes flows.", List.of(SWITCH, SELECTION), "br0 table=1",
                    session -> change(session, session.options().isStrict() ? FlowCommand.DELETE_STRICT
                            : FlowCommand.DELETE)),
            Word.of("replace-flows", "Changes the flows of a switch to those of a file.", List.of(SWITCH, FILE),
                    "br0 flows.txt", FlowDifference::replace),
            Word.of("diff-flows", "Shows in what two sets of flows differ; exit status 1 if they do.",
                    List.of(Parameter.of("SOURCE1", "A switch, or a file of flows."),
                            Parameter.of("SOURCE2", "A switch, or a file of flows.")), "br0 flows.txt",
                    FlowDifference::show),
            Word.of("dump-flows", "Shows flows and what they counted.", List.of(SWITCH, SELECTION), "br0 table=1",
                    FlowWords::dump),
            Word.of("dump-aggregate", "Shows sums over flows.", List.of(SWITCH, SELECTION), "br0 tcp",
                    FlowWords::aggregate),
            Word.of("bundle", "Carries out the changes of a file together, or none of them.", List.of(SWITCH,
                    Parameter.of("FILE", "In each line flow, group or packet-out and a change; - for standard input.")),
                    "br0 changes.txt", BundleFile::carryOut).since(OpenFlowVersion.V1_3));

    private FlowWords() {}

    private static void change(Session session, FlowCommand command)
            throws IOException, RefusedException, FlowSyntaxException {
        String text = session.argument(1).orElse("");
        boolean isInput = text.equals("-");
        new FlowChanges(session).carryOut(isInput ? text : "", isInput ? Session.lines(text) : List.of(text), command);
    }

    private static FlowSelection selection(Session session, OpenFlowClient client)
            throws IOException, RefusedException, FlowSyntaxException {
        Strictness strictness = session.options().isStrict() ? Strictness.STRICT : Strictness.LOOSE;
        String text = session.argument(1).orElse("");
        return new TextSource(client).read(ports -> FlowText.parseSelection(text, ports, strictness));
    }

    private static void dump(Session session) throws IOException, RefusedException, FlowSyntaxException {
        OpenFlowClient client = session.connect();
        new FlowDump(session, client).show(selection(session, client));
    }

    private static void aggregate(Session session) throws IOException, RefusedException, FlowSyntaxException {
        OpenFlowClient client = session.connect();
        for (Decoded part : new FlowDump(session, client).askSums(selection(session, client))) {
            session.out().print(session.text().print(part));
        }
    }
}
