package okko.switchd.openflow.text;

import java.util.Locale;
import okko.switchd.openflow.BundleMessage;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.EventMessage;
import okko.switchd.openflow.HandshakeMessage;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.SettingsMessage;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.StatisticsRequest.FlowsForm;
import okko.switchd.openflow.wire.Encoding;

/** What messages are called: as ovs-ofctl has it, by the version that brought them. */
final class Titles {

    private Titles() {}

    static String of(Message message, Encoding encoding) {
        boolean isFirst = encoding.version() == OpenFlowVersion.V1_0;
        return switch (message) {
            case HandshakeMessage handshake -> handshake(handshake);
            case SettingsMessage settings -> settings(settings, isFirst);
            case ChangeMessage change -> change(change, isFirst);
            case BundleMessage bundle -> (encoding.version() == OpenFlowVersion.V1_3 ? "ONFT_" : "OFPT_")
                    + switch (bundle) {
                        case BundleMessage.BundleControl _ -> "BUNDLE_CONTROL";
                        case BundleMessage.BundleAdd _ -> "BUNDLE_ADD_MESSAGE";
                    };
            case EventMessage event -> event(event, encoding);
            case MonitorMessage monitor -> monitor(monitor, encoding.version());
            case StatisticsRequest request -> request(request, isFirst) + " request";
            case StatisticsReply reply -> reply(reply, encoding.version());
            case ProgramMessage program -> "OKKO_" + program.getClass().getSimpleName()
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
        };
    }

    private static String handshake(HandshakeMessage message) {
        return switch (message) {
            case HandshakeMessage.Hello _ -> "OFPT_HELLO";
            case HandshakeMessage.Failure _ -> "OFPT_ERROR";
            case HandshakeMessage.EchoRequest _ -> "OFPT_ECHO_REQUEST";
            case HandshakeMessage.EchoReply _ -> "OFPT_ECHO_REPLY";
            case HandshakeMessage.BarrierRequest _ -> "OFPT_BARRIER_REQUEST";
            case HandshakeMessage.BarrierReply _ -> "OFPT_BARRIER_REPLY";
            case HandshakeMessage.FeaturesRequest _ -> "OFPT_FEATURES_REQUEST";
            case HandshakeMessage.FeaturesReply _ -> "OFPT_FEATURES_REPLY";
            case HandshakeMessage.GetConfigRequest _ -> "OFPT_GET_CONFIG_REQUEST";
            case HandshakeMessage.GetConfigReply _ -> "OFPT_GET_CONFIG_REPLY";
            case HandshakeMessage.SetConfig _ -> "OFPT_SET_CONFIG";
        };
    }

    private static String settings(SettingsMessage message, boolean isFirst) {
        String prefix = isFirst ? "NXT_" : "OFPT_";
        return switch (message) {
            case SettingsMessage.RoleRequest _ -> prefix + "ROLE_REQUEST";
            case SettingsMessage.RoleReply _ -> prefix + "ROLE_REPLY";
            case SettingsMessage.GetAsyncRequest _ -> "OFPT_GET_ASYNC_REQUEST";
            case SettingsMessage.GetAsyncReply _ -> "OFPT_GET_ASYNC_REPLY";
            case SettingsMessage.SetAsync _ -> isFirst ? "NXT_SET_ASYNC_CONFIG" : "OFPT_SET_ASYNC";
            case SettingsMessage.SetPacketInFormat _ -> "NXT_SET_PACKET_IN_FORMAT";
            case SettingsMessage.SetFlowFormat _ -> "NXT_SET_FLOW_FORMAT";
            case SettingsMessage.FlowModTableId _ -> "NXT_FLOW_MOD_TABLE_ID";
            case SettingsMessage.SetControllerId _ -> "NXT_SET_CONTROLLER_ID";
        };
    }

    private static String change(ChangeMessage message, boolean isFirst) {
        return switch (message) {
            case ChangeMessage.FlowMod _ -> "OFPT_FLOW_MOD";
            case ChangeMessage.GroupMod _ -> isFirst ? "NXT_GROUP_MOD" : "OFPT_GROUP_MOD";
            case ChangeMessage.MeterMod _ -> "OFPT_METER_MOD";
            case ChangeMessage.PortMod _ -> "OFPT_PORT_MOD";
            case ChangeMessage.TableMod _ -> "OFPT_TABLE_MOD";
            case ChangeMessage.PacketOut _ -> "OFPT_PACKET_OUT";
        };
    }

    private static String event(EventMessage message, Encoding encoding) {
        return switch (message) {
            case EventMessage.PacketInMessage _ -> switch (encoding.packetInFormat()) {
                case STANDARD -> "OFPT_PACKET_IN";
                case NXT_PACKET_IN -> "NXT_PACKET_IN";
                case NXT_PACKET_IN2 -> "NXT_PACKET_IN2";
            };
            case EventMessage.FlowRemoved _ -> "OFPT_FLOW_REMOVED";
            case EventMessage.PortStatusMessage _ -> "OFPT_PORT_STATUS";
            case EventMessage.RoleStatus _ -> "OFPT_ROLE_STATUS";
            case EventMessage.TableStatus _ -> "OFPT_TABLE_STATUS";
        };
    }

    private static String monitor(MonitorMessage message, OpenFlowVersion version) {
        String statistics = switch (version) {
            case V1_0 -> "NXST_FLOW_MONITOR";
            case V1_3 -> "ONFST_FLOW_MONITOR";
            case V1_4, V1_5 -> "OFPST_FLOW_MONITOR";
        };
        String extension = version == OpenFlowVersion.V1_0 ? "NXT_" : version == OpenFlowVersion.V1_3 ? "ONFT_"
                : "OFPT_";
        return switch (message) {
            case MonitorMessage.FlowMonitorRequest _ -> statistics + " request";
            case MonitorMessage.FlowMonitorReply _ -> statistics + " reply";
            case MonitorMessage.FlowMonitorCancel _ -> extension + "FLOW_MONITOR_CANCEL";
            case MonitorMessage.FlowMonitorPaused _ -> extension + "FLOW_MONITOR_PAUSED";
            case MonitorMessage.FlowMonitorResumed _ -> extension + "FLOW_MONITOR_RESUMED";
        };
    }

    private static String flows(FlowsForm form) {
        return form == FlowsForm.NICIRA || form == FlowsForm.NICIRA_FOR_OKKO ? "NXST_" : "OFPST_";
    }

    private static String request(StatisticsRequest message, boolean isFirst) {
        String groups = isFirst ? "NXST_" : "OFPST_";
        return switch (message) {
            case StatisticsRequest.Description _ -> "OFPST_DESC";
            case StatisticsRequest.Flows flows -> flows(flows.form()) + "FLOW";
            case StatisticsRequest.Aggregate flows -> flows(flows.form()) + "AGGREGATE";
            case StatisticsRequest.Tables _ -> "OFPST_TABLE";
            case StatisticsRequest.TableFeaturesRequest _ -> "OFPST_TABLE_FEATURES";
            case StatisticsRequest.TableDescriptions _ -> "OFPST_TABLE_DESC";
            case StatisticsRequest.Ports _ -> "OFPST_PORT";
            case StatisticsRequest.PortDescriptions _ -> "OFPST_PORT_DESC";
            case StatisticsRequest.Queues _ -> "OFPST_QUEUE";
            case StatisticsRequest.QueueDescriptions _ -> "OFPST_QUEUE_DESC";
            case StatisticsRequest.Groups _ -> groups + "GROUP";
            case StatisticsRequest.GroupDescriptions _ -> groups + "GROUP_DESC";
            case StatisticsRequest.GroupFeatures _ -> groups + "GROUP_FEATURES";
            case StatisticsRequest.Meters _ -> "OFPST_METER";
            case StatisticsRequest.MeterConfigs _ -> "OFPST_METER_CONFIG";
            case StatisticsRequest.MeterFeatures _ -> "OFPST_METER_FEATURES";
        };
    }

    private static String reply(StatisticsReply message, OpenFlowVersion version) {
        String groups = version == OpenFlowVersion.V1_0 ? "NXST_" : "OFPST_";
        return switch (message) {
            case StatisticsReply.Description _ -> "OFPST_DESC reply";
            case StatisticsReply.Flows flows -> flows(flows.form()) + "FLOW reply";
            case StatisticsReply.Aggregate flows -> flows(flows.form()) + "AGGREGATE reply";
            case StatisticsReply.Tables _ -> "OFPST_TABLE reply";
            case StatisticsReply.TableFeaturesReply _ -> "OFPST_TABLE_FEATURES reply";
            case StatisticsReply.TableDescriptions _ -> "OFPST_TABLE_DESC reply";
            case StatisticsReply.Ports _ -> "OFPST_PORT reply";
            case StatisticsReply.PortDescriptions _ -> "OFPST_PORT_DESC reply";
            case StatisticsReply.Queues _ -> "OFPST_QUEUE reply";
            case StatisticsReply.QueueDescriptions _ -> version.isAtLeast(OpenFlowVersion.V1_4)
                    ? "OFPST_QUEUE_DESC reply" : "OFPT_QUEUE_GET_CONFIG_REPLY";
            case StatisticsReply.Groups _ -> groups + "GROUP reply";
            case StatisticsReply.GroupDescriptions _ -> groups + "GROUP_DESC reply";
            case StatisticsReply.GroupFeatures _ -> groups + "GROUP_FEATURES reply";
            case StatisticsReply.Meters _ -> "OFPST_METER reply";
            case StatisticsReply.MeterConfigs _ -> "OFPST_METER_CONFIG reply";
            case StatisticsReply.MeterFeatures _ -> "OFPST_METER_FEATURES reply";
        };
    }
}
