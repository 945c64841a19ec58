package okko.switchd.openflow.server;

import java.util.List;
import okko.switchd.flow.Flow;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.StatisticsReply;

/** Says who the switch is ({@code OFPT_FEATURES_REPLY}, {@code OFPMP_DESC}). */
final class SwitchDescription {

    private static final int NO_BUFFERS = 0;
    private static final int TABLES = Flow.MAX_TABLE + 1;
    private static final int MAIN_CONNECTION = 0;

    // enum ofp_capabilities: what tells flows, tables, ports and queues apart is in all versions
    private static final int STATISTICS = 1 | 1 << 1 | 1 << 2 | 1 << 6;
    private static final int ARP_ADDRESSES_10 = 1 << 7;
    private static final int GROUP_STATISTICS_11 = 1 << 3;
    private static final int BUNDLES_14 = 1 << 9;
    private static final int FLOW_MONITORING_14 = 1 << 10;

    private final SwitchParts parts;
    private final PortDescriptions ports;

    SwitchDescription(SwitchParts parts, PortDescriptions ports) {
        this.parts = parts;
        this.ports = ports;
    }

    FeaturesReply features(OpenFlowVersion version) {
        return switch (version) {
            case V1_0 -> features(STATISTICS | ARP_ADDRESSES_10, ports.all());
            case V1_3 -> features(STATISTICS | GROUP_STATISTICS_11, List.of());
            case V1_4, V1_5 -> features(STATISTICS | GROUP_STATISTICS_11 | BUNDLES_14 | FLOW_MONITORING_14, List.of());
        };
    }

    private FeaturesReply features(int capabilities, List<PortDescription> described) {
        return new FeaturesReply(parts.datapathId(), NO_BUFFERS, TABLES, MAIN_CONNECTION, capabilities, described);
    }

    StatisticsReply.Description description() {
        return new StatisticsReply.Description("Okko", "Okko software switch", version(), "None",
                parts.bridge().name());
    }

    /** The version in the jar's manifest; classes that are run from a directory have none. */
    private static String version() {
        String version = SwitchDescription.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }
}
