package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.GroupCommand;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;

/** A file of changes that are carried out together. */
final class BundleFile {

    private BundleFile() {}

    static void carryOut(Session session) throws IOException, RefusedException, FlowSyntaxException {
        String file = session.argument(1).orElseThrow();
        List<String> lines = Session.lines(file);
        OpenFlowClient client = session.connect();
        TextSource source = new TextSource(client);
        List<Message> changes = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (!content.isEmpty()) {
                try {
                    changes.add(source.read(ports -> change(content, ports)));
                } catch (FlowSyntaxException e) {
                    throw new IOException("%s:%d: %s".formatted(file, number, e.getMessage()), e);
                }
            }
        }
        new Changes(session, client).carryOutTogether(changes);
    }

    private static Message change(String line, PortNames ports) throws FlowSyntaxException {
        String[] parts = line.split("\\s+", 2);
        String rest = parts.length > 1 ? parts[1] : "";
        return switch (parts[0]) {
            case "flow" -> FlowLines.parse(rest, FlowCommand.ADD, ports);
            case "group" -> GroupLines.parse(rest, GroupCommand.ADD, ports);
            case "packet-out" -> PacketOutText.parse(rest, ports);
            default -> throw new FlowSyntaxException(1, parts[0] + ": expected flow, group or packet-out");
        };
    }
}
