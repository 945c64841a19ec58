package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.flow.Group;
import okko.switchd.openflow.ChangeMessage.GroupBody;
import okko.switchd.openflow.ChangeMessage.GroupCommand;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.BucketStatistics;
import okko.switchd.openflow.StatisticsReply.GroupStatistics;
import okko.switchd.openflow.StatisticsRequest;

/**
 * Messages about groups in bytes. OpenFlow 1.0 has none: there they look like those of 1.5, with Nicira's numbers and
 * the actions of 1.0.
 */
final class GroupMessages implements Family {

    private static final int ALL_GROUPS = 0xfffffffc;
    private static final int ALL_BUCKETS = 0xffffffff;
    private static final int COMMAND_ADD_OR_MODIFY = 0x8000;
    private static final int TYPES = Group.Type.values().length;

    private final OpenFlowVersion version;
    private final BucketForm bucketForm;
    private final Kind groupMod;

    GroupMessages(OpenFlowVersion version, ActionCodec actions) {
        this.version = version;
        bucketForm = new BucketForm(version, actions);
        groupMod = version == OpenFlowVersion.V1_0 ? Kind.experimenter(Kind.NICIRA, 31) : Kind.plain(15);
    }

    /** The questions and answers, by their number in OpenFlow 1.1 and later. */
    private enum Topic {
        STATISTICS(6, 7),
        DESCRIPTIONS(7, 8),
        FEATURES(8, 9);

        private final int number;
        private final int numberOfNicira;

        Topic(int number, int numberOfNicira) {
            this.number = number;
            this.numberOfNicira = numberOfNicira;
        }

        Kind request(OpenFlowVersion version) {
            return version == OpenFlowVersion.V1_0
                    ? Kind.experimenterRequest(Kind.NICIRA, numberOfNicira)
                    : Kind.request(number);
        }

        Kind reply(OpenFlowVersion version) {
            return version == OpenFlowVersion.V1_0
                    ? Kind.experimenterReply(Kind.NICIRA, numberOfNicira)
                    : Kind.reply(number);
        }
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(groupMod)) {
            return Optional.of(groupMod(body));
        }
        for (Topic topic : Topic.values()) {
            if (kind.equals(topic.request(version))) {
                return Optional.of(request(topic, body));
            }
            if (kind.equals(topic.reply(version))) {
                return Optional.of(switch (topic) {
                    case STATISTICS -> statistics(body);
                    case DESCRIPTIONS -> descriptions(body);
                    case FEATURES -> features(body);
                });
            }
        }
        return Optional.empty();
    }

    private StatisticsRequest request(Topic topic, WireReader body) throws OpenFlowException {
        StatisticsRequest request = switch (topic) {
            case STATISTICS -> new StatisticsRequest.Groups(wanted(body));
            case DESCRIPTIONS -> new StatisticsRequest.GroupDescriptions(
                    version.hasFixedGroups() ? OptionalInt.empty() : wanted(body));
            case FEATURES -> new StatisticsRequest.GroupFeatures();
        };
        body.end();
        return request;
    }

    private static OptionalInt wanted(WireReader body) throws OpenFlowException {
        int id = body.u32();
        body.skip(4);
        return id == ALL_GROUPS ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private GroupMod groupMod(WireReader body) throws OpenFlowException {
        GroupCommand command = command(body.u16());
        Group.Type type = type(body.u8());
        body.skip(1);
        int id = body.u32();
        int bucketId = ALL_BUCKETS;
        WireReader buckets = body;
        if (!version.hasFixedGroups()) {
            int length = body.u16();
            body.skip(2);
            bucketId = body.u32();
            buckets = body.part(length, OpenFlowError.OFPGMFC_BAD_BUCKET);
            refuseProperties(body);
        }
        GroupMod change = new GroupMod(command, id, new GroupBody(type, bucketForm.read(buckets, type)), bucketId);
        check(change);
        return change;
    }

    private static void refuseProperties(WireReader body) throws OpenFlowException {
        if (body.hasMore()) {
            Property property = Property.read(body);
            throw new OpenFlowException(
                    property.type() == 0xffff ? OpenFlowError.OFPBPC_BAD_EXPERIMENTER : OpenFlowError.OFPBPC_BAD_TYPE,
                    "a group has no property of type %d".formatted(property.type()));
        }
    }

    private GroupCommand command(int number) throws OpenFlowException {
        if (number == COMMAND_ADD_OR_MODIFY) {
            return GroupCommand.ADD_OR_MODIFY;
        }
        GroupCommand last = version.hasFixedGroups() ? GroupCommand.DELETE : GroupCommand.REMOVE_BUCKET;
        if (number > last.ordinal() || number == GroupCommand.UNUSED.ordinal()) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_BAD_COMMAND,
                    "no command %d for a group".formatted(number));
        }
        return GroupCommand.values()[number];
    }

    private static Group.Type type(int number) throws OpenFlowException {
        if (number >= TYPES) {
            throw new OpenFlowException(OpenFlowError.OFPGMFC_BAD_TYPE,
                    "a group of type %d; there are 0 to 3".formatted(number));
        }
        return Group.Type.values()[number];
    }

    /** Checks what can be checked without knowing the groups that there are; as Open vSwitch does. */
    private static void check(GroupMod change) throws OpenFlowException {
        boolean isDelete = change.command() == GroupCommand.DELETE;
        if (Integer.compareUnsigned(change.groupId(), Group.MAX_ID) > 0
                && !(isDelete && change.groupId() == ALL_GROUPS)) {
            throw invalid("group " + Integer.toUnsignedString(change.groupId()) + "; the highest is 4294967040");
        }
        Group.Type type = change.group().type();
        boolean isWhole = switch (change.command()) {
            case ADD, MODIFY, ADD_OR_MODIFY -> true;
            case DELETE, INSERT_BUCKET, UNUSED, REMOVE_BUCKET -> false;
        };
        if (!isWhole) {
            return;
        }
        int count = change.group().buckets().size();
        if (type == Group.Type.INDIRECT && count != 1) {
            throw invalid("an indirect group has one bucket, not " + count);
        }
        for (Group.Bucket bucket : change.group().buckets()) {
            boolean isWatching = bucket.watchPort() != Group.Bucket.WATCH_NOTHING
                    || bucket.watchGroup() != Group.Bucket.WATCH_NOTHING;
            if (type == Group.Type.FAST_FAILOVER && !isWatching) {
                throw invalid("each bucket of a fast failover group watches a port or a group");
            }
            if (type != Group.Type.SELECT && bucket.weight() != Group.Bucket.DEFAULT_WEIGHT) {
                throw invalid("only buckets of a select group have weights");
            }
        }
    }

    private static OpenFlowException invalid(String reason) {
        return new OpenFlowException(OpenFlowError.OFPGMFC_INVALID_GROUP, reason);
    }

    private static StatisticsReply statistics(WireReader body) throws OpenFlowException {
        List<GroupStatistics> groups = new ArrayList<>();
        while (body.hasMore()) {
            int length = body.u16();
            WireReader rest = body.part(length - 2, OpenFlowError.OFPBRC_BAD_LEN);
            rest.skip(2);
            int id = rest.u32();
            int references = rest.u32();
            rest.skip(4);
            long packets = rest.u64();
            long bytes = rest.u64();
            long durationNs = Duration.read(rest);
            List<BucketStatistics> buckets = new ArrayList<>();
            while (rest.hasMore()) {
                buckets.add(new BucketStatistics(rest.u64(), rest.u64()));
            }
            groups.add(new GroupStatistics(id, references, packets, bytes, durationNs, buckets));
        }
        return new StatisticsReply.Groups(groups);
    }

    private StatisticsReply descriptions(WireReader body) throws OpenFlowException {
        List<Group> groups = new ArrayList<>();
        while (body.hasMore()) {
            int length = body.u16();
            WireReader rest = body.part(length - 2, OpenFlowError.OFPBRC_BAD_LEN);
            Group.Type type = type(rest.u8());
            rest.skip(1);
            int id = rest.u32();
            WireReader buckets = rest;
            if (!version.hasFixedGroups()) {
                int bucketsLength = rest.u16();
                rest.skip(6);
                buckets = rest.part(bucketsLength, OpenFlowError.OFPGMFC_BAD_BUCKET); // properties may follow
            }
            try {
                groups.add(new Group(id, type, bucketForm.read(buckets, type)));
            } catch (IllegalArgumentException e) {
                throw invalid(e.getMessage());
            }
        }
        return new StatisticsReply.GroupDescriptions(groups);
    }

    private static StatisticsReply features(WireReader body) throws OpenFlowException {
        int types = body.u32();
        int capabilities = body.u32();
        List<Integer> maxGroups = new ArrayList<>();
        List<Integer> actions = new ArrayList<>();
        for (int type = 0; type < TYPES; type++) {
            maxGroups.add(body.u32());
        }
        for (int type = 0; type < TYPES; type++) {
            actions.add(body.u32());
        }
        body.end();
        return new StatisticsReply.GroupFeatures(types, capabilities, maxGroups, actions);
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case GroupMod change -> output.message(groupMod, writer -> write(change, writer));
            case StatisticsRequest.Groups(OptionalInt group) ->
                output.message(Topic.STATISTICS.request(version), writer -> wanted(group, writer));
            case StatisticsRequest.GroupDescriptions(OptionalInt group) ->
                output.message(Topic.DESCRIPTIONS.request(version), writer -> {
                    if (!version.hasFixedGroups()) {
                        wanted(group, writer);
                    }
                });
            case StatisticsRequest.GroupFeatures _ -> output.message(Topic.FEATURES.request(version), _ -> { });
            case StatisticsReply.Groups(List<GroupStatistics> groups) ->
                output.multipart(Topic.STATISTICS.reply(version), groups, GroupMessages::write);
            case StatisticsReply.GroupDescriptions(List<Group> groups) ->
                output.multipart(Topic.DESCRIPTIONS.reply(version), groups, this::write);
            case StatisticsReply.GroupFeatures features ->
                output.message(Topic.FEATURES.reply(version), writer -> {
                    writer.u32(features.types()).u32(features.capabilities());
                    features.maxGroups().forEach(writer::u32);
                    features.actions().forEach(writer::u32);
                });
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void wanted(OptionalInt group, WireWriter writer) {
        writer.u32(group.orElse(ALL_GROUPS)).zeros(4);
    }

    private void write(GroupMod change, WireWriter writer) {
        Group.Type type = change.group().type();
        int command = change.command() == GroupCommand.ADD_OR_MODIFY
                ? COMMAND_ADD_OR_MODIFY
                : change.command().ordinal();
        writer.u16(command).u8(type.ordinal()).zeros(1).u32(change.groupId());
        int lengthOffset = writer.position();
        if (!version.hasFixedGroups()) {
            writer.u16(0).zeros(2).u32(change.bucketId());
        }
        int start = writer.position();
        bucketForm.write(change.group().buckets(), type, writer);
        if (!version.hasFixedGroups()) {
            writer.patchU16(lengthOffset, writer.position() - start);
        }
    }

    private static void write(GroupStatistics group, WireWriter writer) {
        int start = writer.position();
        writer.u16(0).zeros(2).u32(group.id()).u32(group.references()).zeros(4).u64(group.packets())
                .u64(group.bytes());
        Duration.write(group.durationNs(), writer);
        for (BucketStatistics bucket : group.buckets()) {
            writer.u64(bucket.packets()).u64(bucket.bytes());
        }
        writer.patchU16(start, writer.position() - start);
    }

    private void write(Group group, WireWriter writer) {
        int start = writer.position();
        writer.u16(0).u8(group.type().ordinal()).zeros(1).u32(group.id());
        int lengthOffset = writer.position();
        if (!version.hasFixedGroups()) {
            writer.u16(0).zeros(6);
        }
        int bucketsStart = writer.position();
        bucketForm.write(group.buckets(), group.type(), writer);
        if (!version.hasFixedGroups()) {
            writer.patchU16(lengthOffset, writer.position() - bucketsStart);
        }
        writer.patchU16(start, writer.position() - start);
    }
}
