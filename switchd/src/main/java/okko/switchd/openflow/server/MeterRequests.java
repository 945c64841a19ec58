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
import okko.switchd.table.Meters;
import okko.switchd.table.Origin;
import okko.switchd.table.References;

/** What controllers ask about meters, and how they change meters. */
final class MeterRequests {

    private static final int ALL_FLAGS =
            Meters.FLAG_KBPS | Meters.FLAG_PKTPS | Meters.FLAG_BURST | Meters.FLAG_STATS;
    private static final int DROP_BAND = 1 << 1;
    private static final int NO_COLOURS = 0;

    private final FlowTables tables;
    private final Publication publication;

    MeterRequests(FlowTables tables, Publication publication) {
        this.tables = tables;
        this.publication = publication;
    }

    void change(Controller controller, int xid, MeterMod wanted) throws OpenFlowException {
        publication.note(tables.change(wanted, new Origin(controller.id(), xid)).unneeded());
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
                chosen(id).map(meter -> new MeterConfig(meter, Meters.flags(meter))).toList());
    }

    StatisticsReply statistics(OptionalInt id) throws OpenFlowException {
        References references = tables.references();
        return new StatisticsReply.Meters(chosen(id).map(meter -> statistics(meter, references)).toList());
    }

    private MeterStatistics statistics(Meter meter, References references) {
        MeterState state = tables.meters().states().get(meter.id());
        List<BucketStatistics> bands = state.excess().stream()
                .map(excess -> new BucketStatistics(excess.packets(), excess.bytes()))
                .toList();
        return new MeterStatistics(meter.id(), references.ofMeter(meter.id()), state.packets(), state.bytes(),
                tables.meters().durationNs(meter.id()), bands);
    }

    StatisticsReply features() {
        return new StatisticsReply.MeterFeatures(
                Meters.MAX_METERS, DROP_BAND, ALL_FLAGS, Meters.MAX_BANDS, NO_COLOURS);
    }
}
