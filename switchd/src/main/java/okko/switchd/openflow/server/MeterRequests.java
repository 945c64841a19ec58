package okko.switchd.openflow.server;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import okko.switchd.flow.Meter;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.BucketStatistics;
import okko.switchd.openflow.StatisticsReply.MeterConfig;
import okko.switchd.openflow.StatisticsReply.MeterStatistics;
import okko.switchd.packet.MeterState;
import okko.switchd.table.FlowTables;

/** What controllers ask about meters, and how they change meters. */
final class MeterRequests {

    // enum ofp_meter_flags
    private static final int KILOBITS = 1;
    private static final int PACKETS = 1 << 1;
    private static final int BURST = 1 << 2;
    private static final int STATISTICS = 1 << 3;

    private static final int DROP_BAND = 1 << 1;
    private static final int MAX_BANDS = 255;
    private static final int NO_COLOURS = 0;

    private final FlowTables tables;
    private final Publication publication;

    MeterRequests(FlowTables tables, Publication publication) {
        this.tables = tables;
        this.publication = publication;
    }

    void change(MeterMod wanted) throws OpenFlowException {
        throw new OpenFlowException(OpenFlowError.OFPMMFC_UNKNOWN, "meters cannot be changed yet");
    }

    private Stream<Meter> chosen(OptionalInt id) throws OpenFlowException {
        if (id.isPresent() && !tables.meters().all().containsKey(id.getAsInt())) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_UNKNOWN_METER,
                    "there is no meter " + Integer.toUnsignedString(id.getAsInt()));
        }
        return tables.meters().all().values().stream()
                .filter(meter -> id.isEmpty() || meter.id() == id.getAsInt())
                .sorted((one, other) -> Integer.compareUnsigned(one.id(), other.id()));
    }

    StatisticsReply configs(OptionalInt id) throws OpenFlowException {
        return new StatisticsReply.MeterConfigs(
                chosen(id).map(meter -> new MeterConfig(meter, flags(meter))).toList());
    }

    private static int flags(Meter meter) {
        int unit = switch (meter.unit()) {
            case KILOBITS -> KILOBITS;
            case PACKETS -> PACKETS;
        };
        boolean hasBurst = meter.bands().stream().anyMatch(band -> band.burst() != 0);
        return unit | STATISTICS | (hasBurst ? BURST : 0);
    }

    StatisticsReply statistics(OptionalInt id) throws OpenFlowException {
        return new StatisticsReply.Meters(chosen(id).map(this::statistics).toList());
    }

    private MeterStatistics statistics(Meter meter) {
        MeterState state = tables.meters().states().get(meter.id());
        List<BucketStatistics> bands = state.excess().stream()
                .map(excess -> new BucketStatistics(excess.packets(), excess.bytes()))
                .toList();
        return new MeterStatistics(meter.id(), 0, state.packets(), state.bytes(), 0, bands);
    }

    StatisticsReply features() {
        return new StatisticsReply.MeterFeatures(Meter.MAX_ID, DROP_BAND,
                KILOBITS | PACKETS | BURST | STATISTICS, MAX_BANDS, NO_COLOURS);
    }
}
