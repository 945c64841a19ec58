package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.Meter;
import okko.switchd.openflow.ChangeMessage.MeterCommand;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.BucketStatistics;
import okko.switchd.openflow.StatisticsReply.MeterConfig;
import okko.switchd.openflow.StatisticsReply.MeterStatistics;
import okko.switchd.openflow.StatisticsRequest;

/** Messages about meters in bytes; OpenFlow 1.0 has none. */
final class MeterMessages implements Family {

    private static final int METER_MOD = 29;
    private static final int STATISTICS = 9;
    private static final int CONFIGS = 10;
    private static final int FEATURES = 11;

    private static final int ALL = 0xffffffff;
    private static final int FLAG_KILOBITS = 1;
    private static final int FLAG_PACKETS = 1 << 1;

    private static final int BAND_DROP = 1;
    private static final int BAND_DSCP_REMARK = 2;
    private static final int BAND_BYTES = 16;

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        return switch (kind.space()) {
            case PLAIN -> kind.type() == METER_MOD ? Optional.of(meterMod(body)) : Optional.empty();
            case REQUEST -> switch (kind.type()) {
                case STATISTICS -> Optional.of(new StatisticsRequest.Meters(wanted(body)));
                case CONFIGS -> Optional.of(new StatisticsRequest.MeterConfigs(wanted(body)));
                case FEATURES -> {
                    body.end();
                    yield Optional.of(new StatisticsRequest.MeterFeatures());
                }
                default -> Optional.empty();
            };
            case REPLY -> switch (kind.type()) {
                case STATISTICS -> Optional.of(statistics(body));
                case CONFIGS -> Optional.of(configs(body));
                case FEATURES -> Optional.of(new StatisticsReply.MeterFeatures(body.u32(), body.u32(), body.u32(),
                        body.u8(), body.u8()));
                default -> Optional.empty();
            };
            case EXPERIMENTER, EXPERIMENTER_REQUEST, EXPERIMENTER_REPLY -> Optional.empty();
        };
    }

    private static OptionalInt wanted(WireReader body) throws OpenFlowException {
        int id = body.u32();
        body.skip(4);
        body.end();
        return id == ALL ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private static MeterMod meterMod(WireReader body) throws OpenFlowException {
        int command = body.u16();
        int flags = body.u16();
        int id = body.u32();
        if (command >= MeterCommand.values().length) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_BAD_COMMAND,
                    "command %d for a meter; there are 0 to 2".formatted(command));
        }
        if (command == MeterCommand.DELETE.ordinal()) {
            return new MeterMod(MeterCommand.DELETE, id, 0, List.of());
        }
        boolean isKilobits = (flags & FLAG_KILOBITS) != 0;
        boolean isPackets = (flags & FLAG_PACKETS) != 0;
        if (isKilobits == isPackets) {
            throw new OpenFlowException(OpenFlowError.OFPMMFC_BAD_FLAGS,
                    "flags 0x%x of a meter; expected either kbps (1) or pktps (2)".formatted(flags));
        }
        return new MeterMod(MeterCommand.values()[command], id, flags, bands(body));
    }

    private static List<Meter.Band> bands(WireReader body) throws OpenFlowException {
        List<Meter.Band> bands = new ArrayList<>();
        while (body.hasMore()) {
            int type = body.u16();
            int length = body.u16();
            if (length != BAND_BYTES) {
                throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN,
                        "a band of %d bytes; expected %d".formatted(length, BAND_BYTES));
            }
            WireReader band = body.part(BAND_BYTES - 4, OpenFlowError.OFPBRC_BAD_LEN);
            int rate = band.u32();
            int burst = band.u32();
            Meter.BandType known = switch (type) {
                case BAND_DROP -> Meter.BandType.DROP;
                case BAND_DSCP_REMARK -> Meter.BandType.DSCP_REMARK;
                default -> throw new OpenFlowException(OpenFlowError.OFPMMFC_BAD_BAND,
                        "a band of type %d; there are 1 (drop) and 2 (dscp_remark)".formatted(type));
            };
            if (rate == 0) {
                throw new OpenFlowException(OpenFlowError.OFPMMFC_BAD_RATE,
                        "a band with rate 0; it must be at least 1");
            }
            bands.add(new Meter.Band(known, rate, burst, known == Meter.BandType.DSCP_REMARK ? band.u8() : 0));
        }
        return bands;
    }

    private static StatisticsReply statistics(WireReader body) throws OpenFlowException {
        List<MeterStatistics> meters = new ArrayList<>();
        while (body.hasMore()) {
            int id = body.u32();
            int length = body.u16();
            WireReader rest = body.part(length - 6, OpenFlowError.OFPBRC_BAD_LEN);
            rest.skip(6);
            int flows = rest.u32();
            long packets = rest.u64();
            long bytes = rest.u64();
            long durationNs = Duration.read(rest);
            List<BucketStatistics> bands = new ArrayList<>();
            while (rest.hasMore()) {
                bands.add(new BucketStatistics(rest.u64(), rest.u64()));
            }
            meters.add(new MeterStatistics(id, flows, packets, bytes, durationNs, bands));
        }
        return new StatisticsReply.Meters(meters);
    }

    private static StatisticsReply configs(WireReader body) throws OpenFlowException {
        List<MeterConfig> meters = new ArrayList<>();
        while (body.hasMore()) {
            int length = body.u16();
            WireReader rest = body.part(length - 2, OpenFlowError.OFPBRC_BAD_LEN);
            int flags = rest.u16();
            int id = rest.u32();
            List<Meter.Band> bands = bands(rest);
            try {
                Meter.Unit unit = (flags & FLAG_PACKETS) == 0 ? Meter.Unit.KILOBITS : Meter.Unit.PACKETS;
                meters.add(new MeterConfig(new Meter(id, unit, bands), flags));
            } catch (IllegalArgumentException e) {
                throw new OpenFlowException(OpenFlowError.OFPMMFC_INVALID_METER, e.getMessage());
            }
        }
        return new StatisticsReply.MeterConfigs(meters);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case MeterMod change -> output.message(Kind.plain(METER_MOD), writer -> {
                writer.u16(change.command().ordinal()).u16(change.flags()).u32(change.meterId());
                write(change.bands(), writer);
            });
            case StatisticsRequest.Meters(OptionalInt meter) ->
                output.message(Kind.request(STATISTICS), writer -> writer.u32(meter.orElse(ALL)).zeros(4));
            case StatisticsRequest.MeterConfigs(OptionalInt meter) ->
                output.message(Kind.request(CONFIGS), writer -> writer.u32(meter.orElse(ALL)).zeros(4));
            case StatisticsRequest.MeterFeatures _ -> output.message(Kind.request(FEATURES), _ -> { });
            case StatisticsReply.Meters(List<MeterStatistics> meters) ->
                output.multipart(Kind.reply(STATISTICS), meters, MeterMessages::write);
            case StatisticsReply.MeterConfigs(List<MeterConfig> meters) ->
                output.multipart(Kind.reply(CONFIGS), meters, MeterMessages::write);
            case StatisticsReply.MeterFeatures features -> output.message(Kind.reply(FEATURES), writer -> writer
                    .u32(features.maxMeters()).u32(features.bandTypes()).u32(features.capabilities())
                    .u8(features.maxBands()).u8(features.maxColor()).zeros(2));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void write(List<Meter.Band> bands, WireWriter writer) {
        for (Meter.Band band : bands) {
            int type = switch (band.type()) {
                case DROP -> BAND_DROP;
                case DSCP_REMARK -> BAND_DSCP_REMARK;
            };
            writer.u16(type).u16(BAND_BYTES).u32(band.rate()).u32(band.burst()).u8(band.precedenceLevel()).zeros(3);
        }
    }

    private static void write(MeterStatistics meter, WireWriter writer) {
        int start = writer.position();
        writer.u32(meter.id()).u16(0).zeros(6).u32(meter.flows()).u64(meter.packets()).u64(meter.bytes());
        Duration.write(meter.durationNs(), writer);
        for (BucketStatistics band : meter.bands()) {
            writer.u64(band.packets()).u64(band.bytes());
        }
        writer.patchU16(start + 4, writer.position() - start);
    }

    private static void write(MeterConfig config, WireWriter writer) {
        int start = writer.position();
        writer.u16(0).u16(config.flags()).u32(config.meter().id());
        write(config.meter().bands(), writer);
        writer.patchU16(start, writer.position() - start);
    }
}
