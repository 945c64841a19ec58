package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;

/** Words about ports and their queues. */
final class PortWords {

    private static final int FIRST_RESERVED = 0xff00;

    private static final Parameter PORT = Parameter.optional("PORT", "Name or number of one port (default: all).");

    /** What a word does to a port's configuration. */
    private record Setting(int bit, boolean isSet) {}

    private static final Map<String, Setting> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("up", new Setting(PortDescription.CONFIG_DOWN, false)),
            Map.entry("down", new Setting(PortDescription.CONFIG_DOWN, true)),
            Map.entry("stp", new Setting(1 << 1, false)),
            Map.entry("no-stp", new Setting(1 << 1, true)),
            Map.entry("receive", new Setting(PortDescription.CONFIG_NO_RECEIVE, false)),
            Map.entry("no-receive", new Setting(PortDescription.CONFIG_NO_RECEIVE, true)),
            Map.entry("receive-stp", new Setting(1 << 3, false)),
            Map.entry("no-receive-stp", new Setting(1 << 3, true)),
            Map.entry("flood", new Setting(PortDescription.CONFIG_NO_FLOOD, false)),
            Map.entry("no-flood", new Setting(PortDescription.CONFIG_NO_FLOOD, true)),
            Map.entry("forward", new Setting(PortDescription.CONFIG_NO_FORWARD, false)),
            Map.entry("no-forward", new Setting(PortDescription.CONFIG_NO_FORWARD, true)),
            Map.entry("packet-in", new Setting(PortDescription.CONFIG_NO_PACKET_IN, false)),
            Map.entry("no-packet-in", new Setting(PortDescription.CONFIG_NO_PACKET_IN, true))));

    static final List<Word> ALL = List.of(
            Word.of("dump-ports", "Shows what went through ports.", List.of(SWITCH, PORT), "br0 p1",
                    PortWords::statistics),
            Word.of("dump-ports-desc", "Shows ports.", List.of(SWITCH, PORT), "br0", PortWords::descriptions),
            Word.of("mod-port", "Changes the configuration of a port.", List.of(SWITCH,
                    Parameter.of("PORT", "Name or number of the port."), Parameter.of("ACTION",
                            "up, down, flood, no-flood, receive, no-receive, forward, no-forward, packet-in, "
                                    + "no-packet-in and so on.")), "br0 p1 no-flood", PortWords::modify),
            Word.of("queue-stats", "Shows what went through queues.", List.of(SWITCH, PORT,
                    Parameter.optional("QUEUE", "Number of one queue (default: all).")), "br0",
                    PortWords::queueStatistics),
            Word.of("queue-get-config", "Shows the queues of ports.", List.of(SWITCH, PORT), "br0 1",
                    PortWords::queues));

    private PortWords() {}

    private static void statistics(Session session) throws IOException, RefusedException {
        OpenFlowClient client = session.connect();
        session.show(client, new StatisticsRequest.Ports(port(session, client)));
    }

    private static OptionalInt port(Session session, OpenFlowClient client) throws IOException, RefusedException {
        String text = session.argument(1).orElse("ALL");
        return text.equalsIgnoreCase("all") || text.equalsIgnoreCase("any") ? OptionalInt.empty()
                : OptionalInt.of(SwitchPorts.find(client, session.target(), text));
    }

    /** Before 1.5 a switch can only be asked for all of them. */
    private static void descriptions(Session session) throws IOException, RefusedException {
        OpenFlowClient client = session.connect();
        boolean canChoose = client.version().isAtLeast(OpenFlowVersion.V1_5);
        session.show(client, new StatisticsRequest.PortDescriptions(
                canChoose ? port(session, client) : OptionalInt.empty()));
    }

    private static void modify(Session session) throws IOException, RefusedException {
        String action = session.argument(2).orElseThrow();
        Setting setting = SETTINGS.get(action);
        if (setting == null) {
            throw new IOException("unknown mod-port command '" + action + "'; expected one of "
                    + String.join(", ", SETTINGS.keySet()));
        }
        OpenFlowClient client = session.connect();
        PortDescription port = SwitchPorts.ask(client).port(session.target(), session.argument(1).orElseThrow());
        client.change(List.of(new PortMod(port.number(), port.ethernetAddress(),
                setting.isSet ? setting.bit : 0, setting.bit, 0)));
    }

    private static void queueStatistics(Session session) throws IOException, RefusedException {
        OpenFlowClient client = session.connect();
        OptionalInt port = port(session, client);
        String queue = session.argument(2).orElse("all");
        session.show(client, new StatisticsRequest.Queues(port, queue.equalsIgnoreCase("all") ? OptionalInt.empty()
                : OptionalInt.of(Numbers.unsigned("queue", queue))));
    }

    /** OpenFlow 1.0 can ask for one port at a time only; later versions for all. */
    private static void queues(Session session) throws IOException, RefusedException {
        OpenFlowClient client = session.connect();
        OptionalInt port = port(session, client);
        if (port.isPresent() || client.version() != OpenFlowVersion.V1_0) {
            session.show(client, new StatisticsRequest.QueueDescriptions(port, OptionalInt.empty()));
            return;
        }
        for (PortDescription each : SwitchPorts.ask(client).ports()) {
            if (each.number() < FIRST_RESERVED) {
                session.show(client, new StatisticsRequest.QueueDescriptions(OptionalInt.of(each.number()),
                        OptionalInt.empty()));
            }
        }
    }
}
