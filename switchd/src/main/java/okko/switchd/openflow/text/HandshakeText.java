package okko.switchd.openflow.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import okko.switchd.flow.PortLabels;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.HandshakeMessage;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowVersion;

/** What both sides need to talk at all. */
final class HandshakeText {

    private static final List<String> CAPABILITIES_10 = List.of("FLOW_STATS", "TABLE_STATS", "PORT_STATS", "STP", "",
            "IP_REASM", "QUEUE_STATS", "ARP_MATCH_IP");
    private static final List<String> CAPABILITIES = List.of("FLOW_STATS", "TABLE_STATS", "PORT_STATS", "GROUP_STATS",
            "", "IP_REASM", "QUEUE_STATS", "", "PORT_BLOCKED", "BUNDLES", "FLOW_MONITORING");

    /** All actions of OpenFlow 1.0, which has them in its answer. */
    private static final int ACTIONS_10 = 0xfff;

    /** Errors whose names ovs-ofctl writes as older versions had them, or kinder. */
    private static final Map<OpenFlowError, String> OTHER_NAMES = Map.of(
            OpenFlowError.OFPBRC_BAD_MULTIPART, "OFPBRC_BAD_STAT",
            OpenFlowError.OFPBRC_BAD_EXPERIMENTER, "OFPBRC_BAD_VENDOR",
            OpenFlowError.OFPBRC_BAD_EXPERIMENTER_TYPE, "OFPBRC_BAD_SUBTYPE",
            OpenFlowError.OFPBRC_IS_SLAVE, "OFPBRC_IS_SECONDARY",
            OpenFlowError.OFPBAC_BAD_EXPERIMENTER, "OFPBAC_BAD_VENDOR",
            OpenFlowError.OFPBAC_BAD_EXP_TYPE, "OFPBAC_BAD_VENDOR_TYPE");

    private static final int FRAGMENTS_MASK = 3;
    private static final int FLAG_INVALID_TTL = 1 << 2;
    private static final int FIRST_PRINTED_BYTES = 64;

    private HandshakeText() {}

    static String print(HandshakeMessage message, OpenFlowVersion version, PortLabels labels) {
        return switch (message) {
            case HandshakeMessage.Hello(var versions) -> "\n version bitmap: " + versions.stream().sorted()
                    .map("0x%02x"::formatted).collect(Collectors.joining(", ")) + "\n";
            case Failure failure -> " " + error(failure) + "\n"; // what it is about is printed by who can read it
            case HandshakeMessage.EchoRequest(byte[] data) -> echo(data);
            case HandshakeMessage.EchoReply(byte[] data) -> echo(data);
            case HandshakeMessage.BarrierRequest _ -> "\n";
            case HandshakeMessage.BarrierReply _ -> "\n";
            case HandshakeMessage.FeaturesRequest _ -> "\n";
            case FeaturesReply features -> features(features, version, labels);
            case HandshakeMessage.GetConfigRequest _ -> "\n";
            case HandshakeMessage.GetConfigReply(int flags, int bytes) -> config(flags, bytes);
            case HandshakeMessage.SetConfig(int flags, int bytes) -> config(flags, bytes);
        };
    }

    static String error(Failure failure) {
        if (failure.error() == null) {
            String number = "type %d, code %d".formatted(failure.type(), failure.code());
            return failure.reason().isEmpty() ? number : failure.reason();
        }
        String name = OTHER_NAMES.getOrDefault(failure.error(), failure.error().name());
        return failure.reason().isEmpty() ? name : name + ": " + failure.reason();
    }

    private static String echo(byte[] data) {
        int printed = Math.min(data.length, FIRST_PRINTED_BYTES);
        return " " + data.length + " bytes of payload\n" + HexDump.print(data, 0, printed);
    }

    private static String features(FeaturesReply features, OpenFlowVersion version, PortLabels labels) {
        boolean isFirst = version == OpenFlowVersion.V1_0;
        StringBuilder text = new StringBuilder(" dpid:%016x\n".formatted(features.datapathId()));
        text.append("n_tables:").append(features.tables());
        text.append(", n_buffers:").append(Integer.toUnsignedString(features.buffers()));
        text.append(features.auxiliaryId() == 0 ? "" : ", auxiliary_id:" + features.auxiliaryId());
        text.append("\ncapabilities: ").append(Bits.print(features.capabilities(), " ",
                isFirst ? CAPABILITIES_10 : CAPABILITIES)).append('\n');
        if (isFirst) {
            text.append("actions: ").append(ActionNames.print(ACTIONS_10, version)).append('\n');
            PortText ports = new PortText(version, labels);
            PortText.inOrder(features.ports()).forEach(port -> text.append(ports.describe(port)));
        }
        return text.toString();
    }

    private static String config(int flags, int missSendBytes) {
        return " frags=" + fragments(flags) + ((flags & FLAG_INVALID_TTL) != 0 ? " invalid_ttl_to_controller" : "")
                + " miss_send_len=" + missSendBytes + "\n";
    }

    static String fragments(int flags) {
        return switch (flags & FRAGMENTS_MASK) {
            case 0 -> "normal";
            case 1 -> "drop";
            case 2 -> "reassemble";
            default -> "nx-match";
        };
    }
}
