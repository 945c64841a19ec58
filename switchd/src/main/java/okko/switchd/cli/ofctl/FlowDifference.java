package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;

/** Compares the flows of two sources, and brings a switch to those of a file. */
final class FlowDifference {

    private FlowDifference() {}

    /** What makes a flow the rule it is. */
    private record Rule(int table, int priority, Match match, int program) {

        static Rule of(Flow flow) {
            return new Rule(flow.table(), flow.priority(), flow.match(), flow.filterProgram());
        }
    }

    private static Map<Rule, Flow> ofSwitch(Session session, OpenFlowClient client)
            throws IOException, RefusedException {
        Map<Rule, Flow> flows = new LinkedHashMap<>();
        for (FlowStatistics counted : FlowDump.flows(new FlowDump(session, client).ask(FlowSelection.ALL))) {
            flows.put(Rule.of(counted.flow()), counted.flow());
        }
        return flows;
    }

    private static Map<Rule, Flow> ofLines(OpenFlowClient client, String name, List<String> lines)
            throws IOException, RefusedException, FlowSyntaxException {
        Map<Rule, Flow> flows = new LinkedHashMap<>();
        for (FlowMod change : FlowChanges.read(client, name, lines, FlowCommand.ADD)) {
            if (change.command() != FlowCommand.ADD) {
                throw new IOException(name + ": expected flows, and nothing that changes others");
            }
            flows.put(Rule.of(change.flow()), change.flow());
        }
        return flows;
    }

    /** Wishes for the moment when a flow is added are no part of what it is. */
    private static boolean isSame(Flow one, Flow other) {
        return one.actions().equals(other.actions()) && one.cookie() == other.cookie()
                && one.idleTimeout() == other.idleTimeout() && one.hardTimeout() == other.hardTimeout()
                && one.importance() == other.importance();
    }

    /** Deletes what the file has not, then adds what the switch has not, or has otherwise. */
    static void replace(Session session) throws IOException, RefusedException, FlowSyntaxException {
        String file = session.argument(1).orElseThrow();
        List<String> lines = Session.lines(file);
        OpenFlowClient client = new FlowChanges(session).connect(lines);
        Map<Rule, Flow> wanted = ofLines(client, file, lines);
        Map<Rule, Flow> present = ofSwitch(session, client);
        List<FlowMod> changes = new ArrayList<>();
        present.forEach((rule, flow) -> {
            if (!wanted.containsKey(rule)) {
                changes.add(change(FlowCommand.DELETE_STRICT, flow));
            }
        });
        wanted.forEach((rule, flow) -> {
            Flow before = present.get(rule);
            if (before == null || session.options().isReadding() || !isSame(before, flow)) {
                changes.add(change(FlowCommand.ADD, flow));
            }
        });
        FlowChanges.tellTables(client, changes);
        new Changes(session, client).carryOut(changes);
    }

    private static FlowMod change(FlowCommand command, Flow flow) {
        return new FlowMod(command, flow, FlowSelection.exactly(flow), ChangeMessage.NO_BUFFER, true);
    }

    static void show(Session session) throws IOException, RefusedException, FlowSyntaxException {
        List<String> names = session.argumentsFrom(0);
        boolean isFirstFile = isFile(names.get(0));
        boolean isSecondFile = isFile(names.get(1));
        // Names of ports in a file are those of the switch that it is compared with.
        OpenFlowClient client = isFirstFile && isSecondFile ? null
                : session.connect(names.get(isFirstFile ? 1 : 0), Session.MANAGEMENT, session.word().since());
        Map<Rule, Flow> first = isFirstFile ? ofLines(client, names.get(0), Session.lines(names.get(0)))
                : ofSwitch(session, client);
        OpenFlowClient other = isFirstFile || isSecondFile ? client
                : session.connect(names.get(1), Session.MANAGEMENT, session.word().since());
        Map<Rule, Flow> second = isSecondFile ? ofLines(client, names.get(1), Session.lines(names.get(1)))
                : ofSwitch(session, Objects.requireNonNull(other));
        boolean differs = false;
        for (Rule rule : union(first, second)) {
            Flow one = first.get(rule);
            Flow two = second.get(rule);
            if (one == null || two == null || !isSame(one, two)) {
                differs = true;
                print(session, '-', one);
                print(session, '+', two);
            }
        }
        session.finish(differs ? Session.Outcome.DIFFERENT : Session.Outcome.DONE);
    }

    private static boolean isFile(String name) {
        return name.equals("-") || Files.isRegularFile(Path.of(name));
    }

    private static List<Rule> union(Map<Rule, Flow> first, Map<Rule, Flow> second) {
        Map<Rule, Flow> all = new LinkedHashMap<>(first);
        all.putAll(second);
        return List.copyOf(all.keySet());
    }

    private static void print(Session session, char side, Flow flow) {
        if (flow == null) {
            return;
        }
        StringBuilder line = new StringBuilder().append(side);
        String rule = FlowText.printRule(flow);
        line.append(flow.table() == 0 ? "" : "table=" + flow.table() + (rule.isEmpty() ? "" : ", "));
        line.append(rule);
        line.append(flow.cookie() == 0 ? "" : " cookie=0x" + Long.toHexString(flow.cookie()));
        line.append(flow.idleTimeout() == 0 ? "" : " idle_timeout=" + flow.idleTimeout());
        line.append(flow.hardTimeout() == 0 ? "" : " hard_timeout=" + flow.hardTimeout());
        line.append(flow.importance() == 0 ? "" : " importance=" + flow.importance());
        session.print(line.append(" actions=").append(FlowText.printActions(flow.actions())).toString());
    }
}
