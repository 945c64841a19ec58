package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.QueueDescription;
import okko.switchd.openflow.StatisticsReply.QueueStatistics;
import okko.switchd.openflow.StatisticsRequest;

/** Messages about queues in bytes. */
final class QueueMessages implements Family {

    private static final int STATISTICS = 5;
    private static final int DESCRIPTIONS = 15;
    private static final int ALL_QUEUES = 0xffffffff;
    private static final int PROPERTY_MIN_RATE = 1;
    private static final int PROPERTY_MAX_RATE = 2;

    private final OpenFlowVersion version;

    /** Type of the question how queues are configured, before it became one of those with long answers. */
    private final int getConfig;

    QueueMessages(OpenFlowVersion version) {
        this.version = version;
        getConfig = version == OpenFlowVersion.V1_0 ? 20 : 22;
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        boolean isLast = version.isAtLeast(OpenFlowVersion.V1_4);
        if (kind.equals(Kind.request(STATISTICS))) {
            OptionalInt port = PortNumbers.readOrAny(body, version, ReservedPort.ALL);
            body.skip(version == OpenFlowVersion.V1_0 ? 2 : 0);
            return Optional.of(new StatisticsRequest.Queues(port, queue(body)));
        }
        if (kind.equals(Kind.reply(STATISTICS))) {
            return Optional.of(statistics(body));
        }
        if (!isLast && kind.equals(Kind.plain(getConfig))) {
            OptionalInt port = PortNumbers.readOrAny(body, version, PortNumbers.NONE);
            body.skip(version == OpenFlowVersion.V1_0 ? 2 : 4);
            body.end();
            return Optional.of(new StatisticsRequest.QueueDescriptions(port, OptionalInt.empty()));
        }
        if (!isLast && kind.equals(Kind.plain(getConfig + 1))) {
            return Optional.of(configuration(body));
        }
        if (isLast && kind.equals(Kind.request(DESCRIPTIONS))) {
            OptionalInt port = PortNumbers.readOrAny(body, version, PortNumbers.NONE);
            return Optional.of(new StatisticsRequest.QueueDescriptions(port, queue(body)));
        }
        return isLast && kind.equals(Kind.reply(DESCRIPTIONS)) ? Optional.of(descriptions(body)) : Optional.empty();
    }

    private static OptionalInt queue(WireReader body) throws OpenFlowException {
        int queue = body.u32();
        body.end();
        return queue == ALL_QUEUES ? OptionalInt.empty() : OptionalInt.of(queue);
    }

    private StatisticsReply statistics(WireReader body) throws OpenFlowException {
        List<QueueStatistics> queues = new ArrayList<>();
        while (body.hasMore()) {
            WireReader entry = body;
            if (version.isAtLeast(OpenFlowVersion.V1_4)) {
                int length = body.u16();
                entry = body.part(length - 2, OpenFlowError.OFPBRC_BAD_LEN);
                entry.skip(6);
            }
            int port = PortNumbers.read(entry, version);
            entry.skip(version == OpenFlowVersion.V1_0 ? 2 : 0);
            int queue = entry.u32();
            long bytes = entry.u64();
            long packets = entry.u64();
            long errors = entry.u64();
            queues.add(new QueueStatistics(port, queue, bytes, packets, errors,
                    version == OpenFlowVersion.V1_0 ? -1 : Duration.read(entry)));
        }
        return new StatisticsReply.Queues(queues);
    }

    private StatisticsReply configuration(WireReader body) throws OpenFlowException {
        int port = PortNumbers.read(body, version);
        body.skip(version == OpenFlowVersion.V1_0 ? 6 : 4);
        List<QueueDescription> queues = new ArrayList<>();
        while (body.hasMore()) {
            int queue = body.u32();
            int owner = version == OpenFlowVersion.V1_0 ? port : PortNumbers.read(body, version);
            int length = body.u16();
            WireReader rest = body.part(length - (version == OpenFlowVersion.V1_0 ? 6 : 10),
                    OpenFlowError.OFPBRC_BAD_LEN);
            rest.skip(version == OpenFlowVersion.V1_0 ? 2 : 6);
            queues.add(rates(owner, queue, rest));
        }
        return new StatisticsReply.QueueDescriptions(port, queues);
    }

    private StatisticsReply descriptions(WireReader body) throws OpenFlowException {
        List<QueueDescription> queues = new ArrayList<>();
        while (body.hasMore()) {
            int port = PortNumbers.read(body, version);
            int queue = body.u32();
            int length = body.u16();
            WireReader rest = body.part(length - 10, OpenFlowError.OFPBRC_BAD_LEN);
            rest.skip(6);
            queues.add(rates(port, queue, rest));
        }
        return new StatisticsReply.QueueDescriptions(PortNumbers.NONE, queues);
    }

    private QueueDescription rates(int port, int queue, WireReader properties) throws OpenFlowException {
        OptionalInt minimum = OptionalInt.empty();
        OptionalInt maximum = OptionalInt.empty();
        while (properties.hasMore()) {
            Property property = Property.read(properties);
            if (!version.isAtLeast(OpenFlowVersion.V1_4)) {
                property.body().skip(4);
            }
            if (property.type() == PROPERTY_MIN_RATE) {
                minimum = OptionalInt.of(property.body().u16());
            } else if (property.type() == PROPERTY_MAX_RATE) {
                maximum = OptionalInt.of(property.body().u16());
            }
        }
        return new QueueDescription(port, queue, minimum, maximum);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case StatisticsRequest.Queues(OptionalInt port, OptionalInt queue) ->
                output.message(Kind.request(STATISTICS), writer -> {
                    PortNumbers.writeOrAny(port, version, ReservedPort.ALL, writer);
                    writer.zeros(version == OpenFlowVersion.V1_0 ? 2 : 0).u32(queue.orElse(ALL_QUEUES));
                });
            case StatisticsReply.Queues(List<QueueStatistics> queues) ->
                output.multipart(Kind.reply(STATISTICS), queues, this::write);
            case StatisticsRequest.QueueDescriptions(OptionalInt port, OptionalInt queue) -> {
                boolean isLast = version.isAtLeast(OpenFlowVersion.V1_4);
                output.message(isLast ? Kind.request(DESCRIPTIONS) : Kind.plain(getConfig), writer -> {
                    PortNumbers.writeOrAny(port, version, PortNumbers.NONE, writer);
                    switch (version) {
                        case V1_0 -> writer.zeros(2);
                        case V1_3 -> writer.zeros(4);
                        case V1_4, V1_5 -> writer.u32(queue.orElse(ALL_QUEUES));
                    }
                });
            }
            case StatisticsReply.QueueDescriptions(int port, List<QueueDescription> queues) -> {
                if (version.isAtLeast(OpenFlowVersion.V1_4)) {
                    output.multipart(Kind.reply(DESCRIPTIONS), queues, this::write);
                } else {
                    output.message(Kind.plain(getConfig + 1), writer -> {
                        PortNumbers.write(port, version, writer);
                        writer.zeros(version == OpenFlowVersion.V1_0 ? 6 : 4);
                        queues.forEach(queue -> write(queue, writer));
                    });
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void write(QueueStatistics queue, WireWriter writer) {
        int start = writer.position();
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            writer.u16(0).zeros(6);
        }
        PortNumbers.write(queue.port(), version, writer);
        writer.zeros(version == OpenFlowVersion.V1_0 ? 2 : 0).u32(queue.queue())
                .u64(queue.txBytes()).u64(queue.txPackets()).u64(queue.txErrors());
        if (version != OpenFlowVersion.V1_0) {
            Duration.write(queue.durationNs(), writer);
        }
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            writer.patchU16(start, writer.position() - start);
        }
    }

    private void write(QueueDescription queue, WireWriter writer) {
        int start = writer.position();
        switch (version) {
            case V1_0 -> writer.u32(queue.queue());
            case V1_3 -> writer.u32(queue.queue()).u32(PortNumbers.toWide(queue.port()));
            case V1_4, V1_5 -> writer.u32(PortNumbers.toWide(queue.port())).u32(queue.queue());
        }
        int lengthOffset = writer.position();
        writer.u16(0).zeros(version == OpenFlowVersion.V1_0 ? 2 : 6);
        queue.minRate().ifPresent(rate -> write(PROPERTY_MIN_RATE, rate, writer));
        queue.maxRate().ifPresent(rate -> write(PROPERTY_MAX_RATE, rate, writer));
        writer.patchU16(lengthOffset, writer.position() - start);
    }

    private void write(int property, int rate, WireWriter writer) {
        boolean isLast = version.isAtLeast(OpenFlowVersion.V1_4);
        Property.write(property, writer, body -> body.zeros(isLast ? 0 : 4).u16(rate).zeros(isLast ? 2 : 6));
    }
}
