package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okko.switchd.flow.Group;
import okko.switchd.flow.Group.Bucket;
import okko.switchd.flow.Match;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * Buckets of a group in bytes: {@code struct ofp_bucket} of OpenFlow 1.1 to 1.4, or with numbers and properties as in
 * 1.5 and in what Open vSwitch has for 1.0.
 */
final class BucketForm {

    private static final int PROPERTY_WEIGHT = 0;
    private static final int PROPERTY_WATCH_PORT = 1;
    private static final int PROPERTY_WATCH_GROUP = 2;

    private final OpenFlowVersion version;
    private final ActionCodec actions;

    BucketForm(OpenFlowVersion version, ActionCodec actions) {
        this.version = version;
        this.actions = actions;
    }

    /**
     * Reads buckets to the end.
     *
     * @param reader of the buckets alone
     * @param type   of their group: only one that selects by weight may have weights
     * @return them, each with a number
     * @throws OpenFlowException if one of them is wrong, or two have the same number
     */
    List<Bucket> read(WireReader reader, Group.Type type) throws OpenFlowException {
        List<Bucket> buckets = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        while (reader.hasMore()) {
            Bucket bucket = version.hasFixedGroups()
                    ? readFixed(reader, type, buckets.size())
                    : readWithProperties(reader);
            if (!ids.add(bucket.id())) {
                throw new OpenFlowException(OpenFlowError.OFPGMFC_BAD_BUCKET,
                        "two buckets with number " + Integer.toUnsignedString(bucket.id()));
            }
            buckets.add(bucket);
        }
        return buckets;
    }

    private Bucket readFixed(WireReader reader, Group.Type type, int index) throws OpenFlowException {
        int length = reader.u16();
        if (length % 8 != 0 || length < 16) {
            throw badLength(length);
        }
        WireReader rest = reader.part(length - 2, OpenFlowError.OFPGMFC_BAD_BUCKET);
        int weight = rest.u16();
        if (weight == 0 && type != Group.Type.SELECT) {
            weight = Bucket.DEFAULT_WEIGHT; // nothing was said
        }
        int watchPort = watchedPort(rest.u32());
        int watchGroup = rest.u32();
        rest.skip(4);
        return new Bucket(index, weight, watchPort, watchGroup, actions.read(rest));
    }

    private static OpenFlowException badLength(int length) {
        return new OpenFlowException(OpenFlowError.OFPGMFC_BAD_BUCKET, "a bucket of %d bytes".formatted(length));
    }

    private Bucket readWithProperties(WireReader reader) throws OpenFlowException {
        int length = reader.u16();
        int actionsLength = reader.u16();
        int id = reader.u32();
        if (length % 8 != 0 || length < 8) {
            throw badLength(length);
        }
        if (Integer.compareUnsigned(id, Bucket.MAX_ID) > 0) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_BAD_BUCKET,
                    "bucket %s; the highest number is 4294967040".formatted(Integer.toUnsignedString(id)));
        }
        WireReader rest = reader.part(length - 8, OpenFlowError.OFPGMFC_BAD_BUCKET);
        WireReader list = rest.part(actionsLength, OpenFlowError.OFPBAC_BAD_LEN);
        int weight = Bucket.DEFAULT_WEIGHT;
        int watchPort = Bucket.WATCH_NOTHING;
        int watchGroup = Bucket.WATCH_NOTHING;
        while (rest.hasMore()) {
            Property property = Property.read(rest);
            switch (property.type()) {
                case PROPERTY_WEIGHT -> weight = property.body().u16();
                case PROPERTY_WATCH_PORT -> watchPort = watchedPort(property.body().u32());
                case PROPERTY_WATCH_GROUP -> watchGroup = property.body().u32();
                default -> throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_TYPE,
                        "a bucket has no property of type %d".formatted(property.type()));
            }
        }
        return new Bucket(id, weight, watchPort, watchGroup, actions.read(list));
    }

    private static int watchedPort(int wide) throws OpenFlowException {
        return wide == Bucket.WATCH_NOTHING ? wide : PortNumbers.ofWide(wide);
    }

    /**
     * Writes buckets.
     *
     * @param buckets to write; those without a number get that of their place
     * @param type    of their group
     * @param writer  takes them
     */
    void write(List<Bucket> buckets, Group.Type type, WireWriter writer) {
        for (int place = 0; place < buckets.size(); place++) {
            Bucket bucket = buckets.get(place);
            if (version.hasFixedGroups()) {
                writeFixed(bucket, type, writer);
            } else {
                writeWithProperties(bucket, bucket.id() == Bucket.NO_ID ? place : bucket.id(), type, writer);
            }
        }
    }

    private void writeFixed(Bucket bucket, Group.Type type, WireWriter writer) {
        int start = writer.position();
        writer.u16(0).u16(type == Group.Type.SELECT ? bucket.weight() : 0).u32(wide(bucket.watchPort()))
                .u32(bucket.watchGroup()).zeros(4);
        actions.write(bucket.actions(), Match.ANY, writer);
        writer.patchU16(start, writer.position() - start);
    }

    private void writeWithProperties(Bucket bucket, int id, Group.Type type, WireWriter writer) {
        int start = writer.position();
        writer.u16(0).u16(0).u32(id);
        int actionsStart = writer.position();
        actions.write(bucket.actions(), Match.ANY, writer);
        writer.patchU16(start + 2, writer.position() - actionsStart);
        if (type == Group.Type.SELECT || bucket.weight() != Bucket.DEFAULT_WEIGHT) {
            Property.write(PROPERTY_WEIGHT, writer, value -> value.u16(bucket.weight()).zeros(2));
        }
        if (bucket.watchPort() != Bucket.WATCH_NOTHING) {
            Property.write(PROPERTY_WATCH_PORT, writer, value -> value.u32(wide(bucket.watchPort())));
        }
        if (bucket.watchGroup() != Bucket.WATCH_NOTHING) {
            Property.write(PROPERTY_WATCH_GROUP, writer, value -> value.u32(bucket.watchGroup()));
        }
        writer.patchU16(start, writer.position() - start);
    }

    private static int wide(int watchPort) {
        return watchPort == Bucket.WATCH_NOTHING ? watchPort : PortNumbers.toWide(watchPort);
    }
}
