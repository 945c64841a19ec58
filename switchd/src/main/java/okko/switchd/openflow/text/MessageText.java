package okko.switchd.openflow.text;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import okko.switchd.flow.PortLabels;
import okko.switchd.openflow.BundleMessage;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.HandshakeMessage;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.SettingsMessage;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.wire.Decoded;
import okko.switchd.openflow.wire.Encoding;
import okko.switchd.openflow.wire.MessageCodec;

/** Messages as text: a title, and lines that end with the message. */
public final class MessageText {

    private static final int HEADER_BYTES = MessageCodec.HEADER_BYTES;
    private static final int TYPE_EXPERIMENTER = 4;

    private final Encoding encoding;
    private final PortLabels labels;
    private final FrameDetail detail;
    private final FlowStyle style;

    /**
     * Prepares.
     *
     * @param encoding of the messages
     * @param labels   of ports
     * @param detail   of packets
     */
    public MessageText(Encoding encoding, PortLabels labels, FrameDetail detail) {
        this.encoding = encoding;
        this.labels = labels;
        this.detail = detail;
        style = new FlowStyle(encoding.version(), labels);
    }

    /**
     * Writes a message.
     *
     * @param decoded the message, or a part of it
     * @return lines, with their ends
     */
    public String print(Decoded decoded) {
        return print(decoded, Titles.of(decoded.message(), encoding));
    }

    private String print(Decoded decoded, String name) {
        String version = encoding.version() == OpenFlowVersion.V1_0 ? "" : " (OF%s)".formatted(
                encoding.version().number());
        String text = "%s%s (xid=0x%x):%s%s".formatted(name, version, decoded.xid(),
                decoded.hasMore() ? " flags=[more]" : "", body(decoded.message()));
        return text.endsWith("\n") ? text : text + "\n";
    }

    /**
     * Writes a message as it came, or says what is wrong with it.
     *
     * @param frame the whole message, or its beginning
     * @return lines, with their ends
     */
    public String print(byte[] frame) {
        if (frame.length < HEADER_BYTES) {
            return "OpenFlow packet too short (only " + frame.length + " bytes):\n"
                    + HexDump.print(frame, 0, frame.length);
        }
        int length = Byte.toUnsignedInt(frame[2]) << 8 | Byte.toUnsignedInt(frame[3]);
        if (length > frame.length) {
            return "(***truncated to %d bytes from %d***)\n".formatted(frame.length, length)
                    + HexDump.print(frame, 0, frame.length);
        }
        try {
            Decoded decoded = new MessageCodec(encoding).decode(frame);
            String name = Titles.of(decoded.message(), encoding);
            boolean isExtension = frame[1] == TYPE_EXPERIMENTER && decoded.message() instanceof ChangeMessage;
            return print(decoded, isExtension ? name.replaceFirst("OFPT", "NXT") : name);
        } catch (OpenFlowException e) {
            return "***decode error: " + e.error() + "***\n" + HexDump.print(frame, 0, frame.length);
        }
    }

    private String body(Message message) {
        OpenFlowVersion version = encoding.version();
        return switch (message) {
            case Failure failure -> HandshakeText.print(failure, version, labels) + cause(failure);
            case HandshakeMessage handshake -> HandshakeText.print(handshake, version, labels);
            case SettingsMessage settings -> SettingsText.print(settings);
            case ChangeMessage change -> change(change);
            case BundleMessage.BundleControl control -> SettingsText.bundle(control);
            case BundleMessage.BundleAdd add ->
                SettingsText.bundle(add) + print(new Decoded(add.xid(), add.message(), false));
            case EventMessage event -> event(event);
            case MonitorMessage monitor -> MonitorText.print(monitor, style);
            case StatisticsRequest request -> request(request);
            case StatisticsReply reply -> reply(reply);
            case ProgramMessage program -> " " + program + "\n";
        };
    }

    private String cause(Failure failure) {
        return failure.cause().length == 0 ? "" : print(failure.cause());
    }

    private String change(ChangeMessage change) {
        return switch (change) {
            case ChangeMessage.FlowMod flows -> new FlowMessageText(style).modification(flows);
            case ChangeMessage.GroupMod group -> new GroupMessageText(style).modification(group);
            case ChangeMessage.MeterMod meter -> MeterMessageText.modification(meter);
            case ChangeMessage.PortMod port -> " " + new PortText(encoding.version(), labels).modification(port);
            case ChangeMessage.TableMod table -> TableText.modification(table);
            case ChangeMessage.PacketOut packet -> PacketMessageText.out(packet, detail, style);
        };
    }

    private String event(EventMessage event) {
        return switch (event) {
            case EventMessage.PacketInMessage packet -> PacketMessageText.in(packet, detail);
            case EventMessage.FlowRemoved flow -> new FlowMessageText(style).removed(flow);
            case EventMessage.PortStatusMessage port -> " " + new PortText(encoding.version(), labels).status(port);
            case EventMessage.RoleStatus role -> SettingsText.status(role);
            case EventMessage.TableStatus table -> " reason=VACANCY_" + table.reason() + "\ntable_desc:-\n  table "
                    + table.table().table() + ":\n" + TableText.description(table.table());
        };
    }

    private String request(StatisticsRequest request) {
        return switch (request) {
            case StatisticsRequest.Flows flows -> new FlowMessageText(style).selection(flows.flows());
            case StatisticsRequest.Aggregate flows -> new FlowMessageText(style).selection(flows.flows());
            case StatisticsRequest.Ports(OptionalInt port) -> " port_no=" + port(port);
            case StatisticsRequest.PortDescriptions(OptionalInt port) -> " port=" + port(port);
            case StatisticsRequest.Queues(OptionalInt port, OptionalInt queue) ->
                " port=" + (port.isPresent() ? port(port) : "ALL") + " queue=" + (queue.isPresent()
                        ? Integer.toUnsignedString(queue.getAsInt()) : "ALL");
            case StatisticsRequest.QueueDescriptions(OptionalInt port, OptionalInt _) -> " port=" + port(port);
            case StatisticsRequest.Groups(OptionalInt group) -> " group_id=" + number(group);
            case StatisticsRequest.GroupDescriptions(OptionalInt group) -> " group_id=" + number(group);
            case StatisticsRequest.Meters(OptionalInt meter) -> " meter=" + number(meter).toLowerCase(Locale.ROOT);
            case StatisticsRequest.MeterConfigs(OptionalInt meter) ->
                " meter=" + number(meter).toLowerCase(Locale.ROOT);
            case StatisticsRequest.TableFeaturesRequest(var wanted) -> wanted.isEmpty() ? ""
                    : "\n" + String.join("\n", TableText.features(wanted, encoding.version()));
            case StatisticsRequest.Description _, StatisticsRequest.Tables _, StatisticsRequest.TableDescriptions _,
                    StatisticsRequest.GroupFeatures _, StatisticsRequest.MeterFeatures _ -> "";
        };
    }

    private String port(OptionalInt port) {
        return port.isPresent() ? labels.label(port.getAsInt()) : "ANY";
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toUnsignedString(number.getAsInt()) : "ALL";
    }

    private String reply(StatisticsReply reply) {
        OpenFlowVersion version = encoding.version();
        GroupMessageText groupText = new GroupMessageText(style);
        return switch (reply) {
            case StatisticsReply.Description description -> description(description);
            case StatisticsReply.Flows flows -> new FlowMessageText(style).statistics(flows.flows());
            case StatisticsReply.Aggregate sums -> FlowMessageText.aggregate(sums);
            case StatisticsReply.Tables(var tables) -> TableText.statistics(tables, version);
            case StatisticsReply.TableFeaturesReply(var tables) ->
                "\n" + String.join("\n", TableText.features(tables, version));
            case StatisticsReply.TableDescriptions(var tables) -> TableText.descriptions(tables);
            case StatisticsReply.Ports(var ports) -> ports(ports);
            case StatisticsReply.PortDescriptions(var ports) -> descriptions(ports);
            case StatisticsReply.Queues(var queues) -> QueueText.statistics(queues, labels);
            case StatisticsReply.QueueDescriptions(int port, _) -> " port=" + labels.label(port) + "\n";
            case StatisticsReply.Groups(var groups) -> groupText.statistics(groups);
            case StatisticsReply.GroupDescriptions(var groups) -> groupText.descriptions(groups);
            case StatisticsReply.GroupFeatures features -> groupText.features(features);
            case StatisticsReply.Meters(var meters) -> MeterMessageText.statistics(meters);
            case StatisticsReply.MeterConfigs(var meters) -> MeterMessageText.configs(meters);
            case StatisticsReply.MeterFeatures features -> MeterMessageText.features(features);
        };
    }

    private static String description(StatisticsReply.Description description) {
        return "\nManufacturer: %s\nHardware: %s\nSoftware: %s\nSerial Num: %s\nDP Description: %s\n".formatted(
                description.manufacturer(), description.hardware(), description.software(),
                description.serialNumber(), description.datapath());
    }

    private String ports(List<StatisticsReply.PortStatistics> ports) {
        PortText text = new PortText(encoding.version(), labels);
        StringBuilder all = new StringBuilder(" " + ports.size() + " ports\n");
        ports.forEach(port -> all.append(text.statistics(port)));
        return all.toString();
    }

    private String descriptions(List<PortDescription> ports) {
        PortText text = new PortText(encoding.version(), labels);
        StringBuilder all = new StringBuilder("\n");
        PortText.inOrder(ports).forEach(port -> all.append(text.describe(port)));
        return all.toString();
    }

    /**
     * Names how fragments are treated.
     *
     * @param configFlags bits of {@code enum ofp_config_flags}
     * @return the word of ovs-ofctl
     */
    public static String fragments(int configFlags) {
        return HandshakeText.fragments(configFlags);
    }
}
