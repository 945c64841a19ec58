package okko.switchd.openflow.text;

import java.util.Comparator;
import java.util.List;
import okko.switchd.flow.PortLabels;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.EventMessage.PortStatusMessage;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.StatisticsReply.PortStatistics;

/** Ports, and what went through them. */
final class PortText {

    private static final List<String> CONFIG = List.of(
            "PORT_DOWN", "NO_STP", "NO_RECV", "NO_RECV_STP", "NO_FLOOD", "NO_FWD", "NO_PACKET_IN");
    private static final List<String> STATE = List.of("LINK_DOWN", "BLOCKED", "LIVE");
    private static final List<String> STATE_10 = List.of("LINK_DOWN");
    private static final List<String> FEATURES = List.of("10MB-HD", "10MB-FD", "100MB-HD", "100MB-FD", "1GB-HD",
            "1GB-FD", "10GB-FD", "40GB-FD", "100GB-FD", "1TB-FD", "OTHER", "COPPER", "FIBER", "AUTO_NEG",
            "AUTO_PAUSE", "AUTO_PAUSE_ASYM");
    private static final int KILOBITS_PER_MEGABIT = 1000;

    /** Megabits per second of the first bits of {@link #FEATURES}. */
    private static final int[] SPEEDS = {10, 10, 100, 100, 1000, 1000, 10_000, 40_000, 100_000, 1_000_000};

    private static final String INDENT = "     ";
    private static final long UNKNOWN = -1;

    private final OpenFlowVersion version;
    private final PortLabels labels;

    PortText(OpenFlowVersion version, PortLabels labels) {
        this.version = version;
        this.labels = labels;
    }

    static List<PortDescription> inOrder(List<PortDescription> ports) {
        return ports.stream().sorted(Comparator.comparingInt(PortDescription::number)).toList();
    }

    String describe(PortDescription port) {
        StringBuilder text = new StringBuilder(" %s(%s): addr:%s\n".formatted(PortLabels.NUMBERS.label(port.number()),
                port.name(), ethernet(port.ethernetAddress())));
        line(text, "config:     ", Bits.print(port.config(), " ", CONFIG));
        line(text, "state:      ", Bits.print(port.state(), " ",
                version == OpenFlowVersion.V1_0 ? STATE_10 : STATE));
        features(text, "current:    ", port.current());
        features(text, "advertised: ", port.advertised());
        features(text, "supported:  ", port.supported());
        features(text, "peer:       ", port.peer());
        return text.append(INDENT).append("speed: %d Mbps now, %d Mbps max\n".formatted(
                megabits(port.currentKilobits(), port.current()),
                megabits(port.maximumKilobits(), port.supported()))).toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(INDENT).append(name).append(value).append('\n');
    }

    private static void features(StringBuilder text, String name, int features) {
        if (features != 0) {
            line(text, name, Bits.print(features, " ", FEATURES));
        }
    }

    /** OpenFlow 1.0 has no number for the speed, but features that tell it. */
    private long megabits(int kilobits, int features) {
        if (kilobits != 0 || version != OpenFlowVersion.V1_0) {
            return Integer.toUnsignedLong(kilobits) / KILOBITS_PER_MEGABIT;
        }
        for (int bit = SPEEDS.length - 1; bit >= 0; bit--) {
            if ((features >>> bit & 1) != 0) {
                return SPEEDS[bit];
            }
        }
        return 0;
    }

    static String ethernet(long address) {
        return "%012x".formatted(address).replaceAll("..(?!$)", "$0:");
    }

    String statistics(PortStatistics port) {
        String text = """
                  port %2s: rx pkts=%s, bytes=%s, drop=%s, errs=%s, frame=?, over=?, crc=?
                           tx pkts=%s, bytes=%s, drop=%s, errs=%s, coll=?
                """.formatted(labels.label(port.number()),
                count(port.rxPackets()), count(port.rxBytes()), count(port.rxDropped()), count(port.rxErrors()),
                count(port.txPackets()), count(port.txBytes()), count(port.txDropped()), count(port.txErrors()));
        return version == OpenFlowVersion.V1_0 || port.durationNs() == UNKNOWN ? text
                : text + "           duration=" + Duration.print(port.durationNs()) + "\n";
    }

    static String count(long value) {
        return value == UNKNOWN ? "?" : Long.toUnsignedString(value);
    }

    String status(PortStatusMessage status) {
        return switch (status.reason()) {
            case ADD -> "ADD:";
            case DELETE -> "DEL:";
            case MODIFY -> "MOD:";
        } + describe(status.port());
    }

    String modification(PortMod change) {
        return "port: %s: addr:%s\n".formatted(labels.label(change.port()), ethernet(change.ethernetAddress()))
                + INDENT + "config: " + Bits.print(change.config(), " ", CONFIG) + "\n"
                + INDENT + "mask:   " + Bits.print(change.mask(), " ", CONFIG) + "\n"
                + INDENT + "advertise: "
                + (change.advertise() == 0 ? "UNCHANGED" : Bits.print(change.advertise(), " ", FEATURES)) + "\n";
    }
}
