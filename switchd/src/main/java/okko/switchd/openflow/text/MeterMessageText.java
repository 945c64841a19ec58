package okko.switchd.openflow.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okko.switchd.flow.Meter;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.StatisticsReply.BucketStatistics;
import okko.switchd.openflow.StatisticsReply.MeterConfig;
import okko.switchd.openflow.StatisticsReply.MeterFeatures;
import okko.switchd.openflow.StatisticsReply.MeterStatistics;

/** Meters, and what they counted. */
final class MeterMessageText {

    private static final List<String> FLAGS = List.of("kbps", "pktps", "burst", "stats");
    private static final List<String> BAND_TYPES = List.of("", "drop", "dscp_remark");
    private static final int FLAG_BURST = 1 << 2;

    /** Numbers from here on are reserved (OpenFlow 1.3, {@code enum ofp_meter}). */
    private static final int CONTROLLER = 0xfffffffe;
    private static final int SLOW_PATH = 0xfffffffd;
    private static final int ALL = 0xffffffff;

    private MeterMessageText() {}

    static String configs(List<MeterConfig> meters) {
        return meters.stream().map(config -> "\n" + config(config.meter().id(), config.flags(),
                config.meter().bands())).collect(Collectors.joining());
    }

    static String modification(MeterMod change) {
        String command = switch (change.command()) {
            case ADD -> "ADD";
            case MODIFY -> "MOD";
            case DELETE -> "DEL";
        };
        return " " + command + " " + config(change.meterId(), change.flags(), change.bands());
    }

    private static String config(int id, int flags, List<Meter.Band> bands) {
        String words = flags == 0 ? "" : Bits.print(flags, " ", FLAGS) + " ";
        return "meter=" + number(id) + " " + words + "bands=\n"
                + bands.stream().map(band -> band(band, flags)).collect(Collectors.joining());
    }

    static String number(int id) {
        return switch (id) {
            case CONTROLLER -> "controller";
            case SLOW_PATH -> "slowpath";
            case ALL -> "all";
            default -> Integer.toUnsignedString(id);
        };
    }

    private static String band(Meter.Band band, int flags) {
        String text = switch (band.type()) {
            case DROP -> "type=drop";
            case DSCP_REMARK -> "type=dscp_remark";
        } + " rate=" + Integer.toUnsignedString(band.rate());
        if ((flags & FLAG_BURST) != 0) {
            text += " burst_size=" + Integer.toUnsignedString(band.burst());
        }
        return text + (band.type() == Meter.BandType.DSCP_REMARK ? " prec_level=" + band.precedenceLevel() : "") + "\n";
    }

    static String statistics(List<MeterStatistics> meters) {
        return meters.stream().map(MeterMessageText::statistics).collect(Collectors.joining());
    }

    private static String statistics(MeterStatistics meter) {
        return "\nmeter:%s flow_count:%s packet_in_count:%s byte_in_count:%s duration:%s bands:\n".formatted(
                number(meter.id()), Integer.toUnsignedString(meter.flows()), PortText.count(meter.packets()),
                PortText.count(meter.bytes()), Duration.print(meter.durationNs()))
                + IntStream.range(0, meter.bands().size())
                        .mapToObj(i -> band(i, meter.bands().get(i))).collect(Collectors.joining());
    }

    private static String band(int index, BucketStatistics band) {
        return "%d: packet_count:%s byte_count:%s\n".formatted(index, PortText.count(band.packets()),
                PortText.count(band.bytes()));
    }

    static String features(MeterFeatures features) {
        return "\nmax_meter:%s max_bands:%d max_color:%d\nband_types: %s\ncapabilities: %s\n".formatted(
                Integer.toUnsignedString(features.maxMeters()), features.maxBands(), features.maxColor(),
                Bits.print(features.bandTypes(), " ", BAND_TYPES), Bits.print(features.capabilities(), " ", FLAGS));
    }
}
