package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.EventMessage.PortReason;
import okko.switchd.openflow.EventMessage.PortStatusMessage;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.PortStatistics;
import okko.switchd.openflow.StatisticsRequest;

/** Messages about ports in bytes. */
final class PortMessages implements Family {

    private static final int PORT_STATUS = 12;
    private static final int STATISTICS = 4;
    private static final int DESCRIPTIONS = 13;
    private static final int PROPERTY_ETHERNET = 0;
    private static final int PROPERTY_ETHERNET_BYTES = 8;

    /** Packets, bytes, drops and errors, each received and sent. */
    private static final int COMMON_COUNTERS = 8;

    /** Frame errors, overruns, checksum errors, collisions. */
    private static final int ETHERNET_COUNTERS = 4;

    private final OpenFlowVersion version;
    private final PortForm form;
    private final int portMod;

    PortMessages(OpenFlowVersion version) {
        this.version = version;
        form = new PortForm(version);
        portMod = version == OpenFlowVersion.V1_0 ? 15 : 16;
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        return switch (kind.space()) {
            case PLAIN -> plain(kind.type(), body);
            case REQUEST -> switch (kind.type()) {
                case STATISTICS -> Optional.of(new StatisticsRequest.Ports(statisticsPort(body)));
                case DESCRIPTIONS -> Optional.of(new StatisticsRequest.PortDescriptions(descriptionPort(body)));
                default -> Optional.empty();
            };
            case REPLY -> switch (kind.type()) {
                case STATISTICS -> Optional.of(statistics(body));
                case DESCRIPTIONS -> Optional.of(descriptions(body));
                default -> Optional.empty();
            };
            case EXPERIMENTER, EXPERIMENTER_REQUEST, EXPERIMENTER_REPLY -> Optional.empty();
        };
    }

    private Optional<Message> plain(int type, WireReader body) throws OpenFlowException {
        if (type == PORT_STATUS) {
            int reason = body.u8();
            body.skip(7);
            if (reason >= PortReason.values().length) {
                throw new OpenFlowException(OpenFlowError.NXBRC_BAD_REASON,
                        "a port's status for reason %d; there are 0 to 2".formatted(reason));
            }
            PortStatusMessage status = new PortStatusMessage(PortReason.values()[reason], form.read(body));
            body.end();
            return Optional.of(status);
        }
        return type == portMod ? Optional.of(portMod(body)) : Optional.empty();
    }

    private PortMod portMod(WireReader body) throws OpenFlowException {
        int port = PortNumbers.read(body, version);
        boolean isFirst = version == OpenFlowVersion.V1_0;
        if (!isFirst) {
            body.skip(4);
        }
        long address = body.ethernetAddress();
        if (!isFirst) {
            body.skip(2);
        }
        int config = form.config(body.u32());
        int mask = form.config(body.u32());
        int advertise = 0;
        if (!version.isAtLeast(OpenFlowVersion.V1_4)) {
            advertise = form.features(body);
            body.skip(4);
            body.end();
        }
        while (body.hasMore()) {
            Property property = Property.read(body);
            if (property.type() != PROPERTY_ETHERNET) {
                throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_TYPE,
                        "a port is changed by a property of type %d; only 0 (Ethernet) is known"
                                .formatted(property.type()));
            }
            advertise = form.features(property.body());
        }
        return new PortMod(port, address, config, mask, advertise);
    }

    private OptionalInt statisticsPort(WireReader body) throws OpenFlowException {
        OptionalInt port = PortNumbers.readOrAny(body, version, PortNumbers.NONE);
        body.skip(version == OpenFlowVersion.V1_0 ? 6 : 4);
        body.end();
        return port;
    }

    private OptionalInt descriptionPort(WireReader body) throws OpenFlowException {
        OptionalInt port = OptionalInt.empty();
        if (version == OpenFlowVersion.V1_5) {
            port = PortNumbers.readOrAny(body, version, PortNumbers.NONE);
            body.skip(4);
        }
        body.end();
        return port;
    }

    private StatisticsReply descriptions(WireReader body) throws OpenFlowException {
        List<PortDescription> ports = new ArrayList<>();
        while (body.hasMore()) {
            ports.add(form.read(body));
        }
        return new StatisticsReply.PortDescriptions(ports);
    }

    private StatisticsReply statistics(WireReader body) throws OpenFlowException {
        List<PortStatistics> ports = new ArrayList<>();
        while (body.hasMore()) {
            ports.add(version.isAtLeast(OpenFlowVersion.V1_4) ? statisticsOfLength(body) : fixedStatistics(body));
        }
        return new StatisticsReply.Ports(ports);
    }

    private PortStatistics fixedStatistics(WireReader body) throws OpenFlowException {
        boolean isFirst = version == OpenFlowVersion.V1_0;
        int number = PortNumbers.read(body, version);
        body.skip(isFirst ? 6 : 4);
        long[] counted = counters(body, COMMON_COUNTERS);
        long[] ethernet = counters(body, ETHERNET_COUNTERS);
        return statistics(number, counted, ethernet, isFirst ? PortStatistics.UNKNOWN : Duration.read(body));
    }

    private PortStatistics statisticsOfLength(WireReader body) throws OpenFlowException {
        int length = body.u16();
        WireReader entry = body.part(length - 2, OpenFlowError.OFPBRC_BAD_LEN);
        entry.skip(2);
        int number = PortNumbers.read(entry, version);
        long durationNs = Duration.read(entry);
        long[] counted = counters(entry, COMMON_COUNTERS);
        long[] ethernet = new long[ETHERNET_COUNTERS];
        Arrays.fill(ethernet, PortStatistics.UNKNOWN);
        while (entry.hasMore()) {
            Property property = Property.read(entry);
            if (property.type() == PROPERTY_ETHERNET) {
                property.body().skip(4);
                ethernet = counters(property.body(), ETHERNET_COUNTERS);
            }
        }
        return statistics(number, counted, ethernet, durationNs);
    }

    private static long[] counters(WireReader body, int count) throws OpenFlowException {
        long[] counters = new long[count];
        for (int i = 0; i < count; i++) {
            counters[i] = body.u64();
        }
        return counters;
    }

    private static PortStatistics statistics(int number, long[] counted, long[] ethernet, long durationNs) {
        return new PortStatistics(number, counted[0], counted[1], counted[2], counted[3], counted[4], counted[5],
                counted[6], counted[7], ethernet[0], ethernet[1], ethernet[2], ethernet[3], durationNs);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case PortStatusMessage(PortReason reason, PortDescription port) ->
                output.message(Kind.plain(PORT_STATUS), writer -> {
                    writer.u8(reason.ordinal()).zeros(7);
                    form.write(port, writer);
                });
            case PortMod change -> output.message(Kind.plain(portMod), writer -> write(change, writer));
            case StatisticsRequest.Ports(OptionalInt port) ->
                output.message(Kind.request(STATISTICS), writer -> {
                    PortNumbers.writeOrAny(port, version, PortNumbers.NONE, writer);
                    writer.zeros(version == OpenFlowVersion.V1_0 ? 6 : 4);
                });
            case StatisticsRequest.PortDescriptions(OptionalInt port) ->
                output.message(Kind.request(DESCRIPTIONS), writer -> {
                    if (version == OpenFlowVersion.V1_5) {
                        PortNumbers.writeOrAny(port, version, PortNumbers.NONE, writer);
                        writer.zeros(4);
                    }
                });
            case StatisticsReply.Ports(List<PortStatistics> ports) ->
                output.multipart(Kind.reply(STATISTICS), ports, this::write);
            case StatisticsReply.PortDescriptions(List<PortDescription> ports) ->
                output.multipart(Kind.reply(DESCRIPTIONS), ports, form::write);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void write(PortMod change, WireWriter writer) {
        boolean isFirst = version == OpenFlowVersion.V1_0;
        PortNumbers.write(change.port(), version, writer);
        writer.zeros(isFirst ? 0 : 4).ethernetAddress(change.ethernetAddress()).zeros(isFirst ? 0 : 2)
                .u32(form.config(change.config())).u32(form.config(change.mask()));
        int advertise = form.toWire(change.advertise());
        if (!version.isAtLeast(OpenFlowVersion.V1_4)) {
            writer.u32(advertise).zeros(4);
        } else if (advertise != 0) {
            writer.u16(PROPERTY_ETHERNET).u16(PROPERTY_ETHERNET_BYTES).u32(advertise);
        }
    }

    private void write(PortStatistics port, WireWriter writer) {
        int start = writer.position();
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            writer.u16(0).zeros(2);
        }
        PortNumbers.write(port.number(), version, writer);
        switch (version) {
            case V1_0 -> writer.zeros(6);
            case V1_3 -> writer.zeros(4);
            case V1_4, V1_5 -> Duration.write(port.durationNs(), writer);
        }
        writer.u64(port.rxPackets()).u64(port.txPackets()).u64(port.rxBytes()).u64(port.txBytes())
                .u64(port.rxDropped()).u64(port.txDropped()).u64(port.rxErrors()).u64(port.txErrors());
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            Property.write(PROPERTY_ETHERNET, writer, body -> ethernet(port, body.zeros(4)));
            writer.patchU16(start, writer.position() - start);
        } else {
            ethernet(port, writer);
        }
        if (version == OpenFlowVersion.V1_3) {
            Duration.write(port.durationNs(), writer);
        }
    }

    private static void ethernet(PortStatistics port, WireWriter writer) {
        writer.u64(port.rxFrameErrors()).u64(port.rxOverruns()).u64(port.rxChecksumErrors()).u64(port.collisions());
    }
}
