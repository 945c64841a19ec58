package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.SettingsMessage.FlowModTableId;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.wire.Encoding.TableIds;

/** Reads changes of flows, finds the version that they need, and has them carried out. */
final class FlowChanges {

    private final Session session;

    FlowChanges(Session session) {
        this.session = session;
    }

    /**
     * Changes flows.
     *
     * @param name  where the lines are from, for a message; empty if there is just one
     * @param lines a change in each
     * @param usual what becomes of flows that do not say it
     */
    void carryOut(String name, List<String> lines, FlowCommand usual)
            throws IOException, RefusedException, FlowSyntaxException {
        OpenFlowClient client = connect(lines);
        List<FlowMod> changes = read(client, name, lines, usual);
        tellTables(client, changes);
        new Changes(session, client).carryOut(changes);
    }

    /** Connects in a version that has what the changes say; 1.0 has no instructions. */
    OpenFlowClient connect(List<String> lines) throws IOException {
        if (session.options().isBundled()) {
            return session.connect(Changes.BUNDLES_SINCE);
        }
        boolean needsMore = session.isFirstVersionUsual() && lines.stream().anyMatch(FlowChanges::hasInstruction);
        return session.connect(needsMore ? OpenFlowVersion.V1_3 : session.word().since());
    }

    private static boolean hasInstruction(String line) {
        return line.contains("write_") || line.contains("clear_actions") || line.contains("goto_table")
                || line.contains("meter:") || line.contains("importance=");
    }

    static List<FlowMod> read(OpenFlowClient client, String name, List<String> lines, FlowCommand usual)
            throws IOException, RefusedException, FlowSyntaxException {
        TextSource source = new TextSource(client);
        List<FlowMod> changes = new ArrayList<>(lines.size());
        int number = 0;
        for (String line : lines) {
            number++;
            int comment = line.indexOf('#');
            String content = comment < 0 ? line : line.substring(0, comment);
            if (!content.isBlank() || lines.size() == 1) {
                try {
                    changes.add(source.read(ports -> FlowLines.parse(content, usual, ports)));
                } catch (FlowSyntaxException e) {
                    if (name.isEmpty()) {
                        throw e;
                    }
                    throw new IOException("%s:%d: %s".formatted(name, number, e.getMessage()), e);
                }
            }
        }
        return changes;
    }

    /** In 1.0 the table of a flow needs an extension, which is only asked for if somebody names a table. */
    static void tellTables(OpenFlowClient client, List<FlowMod> changes) throws IOException, RefusedException {
        if (client.version() == OpenFlowVersion.V1_0
                && changes.stream().anyMatch(change -> change.isTableNamed())) {
            client.change(List.of(new FlowModTableId(true)));
            client.agree(encoding -> encoding.with(TableIds.IN_COMMAND));
        }
    }
}
