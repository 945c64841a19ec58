package okko.switchd.openflow.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import okko.switchd.flow.Group;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.StatisticsReply.BucketStatistics;
import okko.switchd.openflow.StatisticsReply.GroupFeatures;
import okko.switchd.openflow.StatisticsReply.GroupStatistics;

/** Groups, and what they counted. */
final class GroupMessageText {

    /** In place of a bucket's number (OpenFlow 1.5, {@code enum ofp_group_bucket}). */
    private static final int BUCKET_FIRST = 0xfffffffd;
    private static final int BUCKET_LAST = 0xfffffffe;
    private static final int BUCKET_ALL = 0xffffffff;

    private static final List<String> TYPES = List.of("all", "select", "indirect", "fast failover");

    private final FlowStyle style;

    GroupMessageText(FlowStyle style) {
        this.style = style;
    }

    String descriptions(List<Group> groups) {
        return groups.stream()
                .map(group -> "\n " + group(group.id(), Optional.of(group.type()), group.buckets()))
                .collect(Collectors.joining());
    }

    private String group(int id, Optional<Group.Type> type, List<Group.Bucket> buckets) {
        StringBuilder text = new StringBuilder("group_id=" + Integer.toUnsignedString(id));
        type.ifPresent(known -> text.append(",type=").append(name(known)));
        for (int i = 0; i < buckets.size(); i++) {
            text.append(",bucket=").append(bucket(buckets.get(i), type));
        }
        return text.toString();
    }

    private static String name(Group.Type type) {
        return switch (type) {
            case ALL -> "all";
            case SELECT -> "select";
            case INDIRECT -> "indirect";
            case FAST_FAILOVER -> "ff";
        };
    }

    private String bucket(Group.Bucket bucket, Optional<Group.Type> type) {
        List<String> words = new ArrayList<>();
        if (!style.version().hasFixedGroups()) {
            words.add("bucket_id:" + Integer.toUnsignedString(bucket.id()));
        }
        if (type.equals(Optional.of(Group.Type.SELECT))) {
            words.add("weight:" + bucket.weight());
        }
        if (bucket.watchPort() != Group.Bucket.WATCH_NOTHING) {
            words.add("watch_port:" + style.labels().label(bucket.watchPort()));
        }
        if (bucket.watchGroup() != Group.Bucket.WATCH_NOTHING) {
            words.add("watch_group:" + Integer.toUnsignedString(bucket.watchGroup()));
        }
        words.add("actions=" + style.actions(bucket.actions()));
        return String.join(",", words);
    }

    String modification(GroupMod change) {
        return switch (change.command()) {
            case ADD -> "\n ADD " + withType(change);
            case MODIFY -> "\n MOD " + withType(change);
            case ADD_OR_MODIFY -> "\n ADD_OR_MOD " + withType(change);
            case DELETE -> "\n DEL group_id=" + Integer.toUnsignedString(change.groupId()) + ",type=all";
            case INSERT_BUCKET -> "\n INSERT_BUCKET command_bucket_id:" + bucketId(change.bucketId()) + ","
                    + group(change.groupId(), Optional.empty(), change.group().buckets());
            case REMOVE_BUCKET -> "\n REMOVE_BUCKET command_bucket_id:" + bucketId(change.bucketId()) + ","
                    + group(change.groupId(), Optional.empty(), change.group().buckets());
            case UNUSED -> "\n UNUSED";
        };
    }

    private String withType(GroupMod change) {
        return group(change.groupId(), Optional.of(change.group().type()), change.group().buckets());
    }

    private static String bucketId(int id) {
        return switch (id) {
            case BUCKET_FIRST -> "first";
            case BUCKET_LAST -> "last";
            case BUCKET_ALL -> "all";
            default -> Integer.toUnsignedString(id);
        };
    }

    String statistics(List<GroupStatistics> groups) {
        return groups.stream().map(this::statistics).collect(Collectors.joining());
    }

    private String statistics(GroupStatistics group) {
        StringBuilder text = new StringBuilder("\n group_id=" + Integer.toUnsignedString(group.id()) + ",");
        text.append("duration=").append(Duration.print(group.durationNs()));
        text.append(",ref_count=").append(Integer.toUnsignedString(group.references()));
        text.append(",packet_count=").append(PortText.count(group.packets()));
        text.append(",byte_count=").append(PortText.count(group.bytes()));
        for (int i = 0; i < group.buckets().size(); i++) {
            BucketStatistics bucket = group.buckets().get(i);
            text.append(",bucket").append(i).append(":packet_count=").append(PortText.count(bucket.packets()))
                    .append(",byte_count=").append(PortText.count(bucket.bytes()));
        }
        return text.toString();
    }

    String features(GroupFeatures features) {
        StringBuilder text = new StringBuilder("\n Group table:\n");
        text.append("    Types:  0x%x\n".formatted(features.types()));
        text.append("    Capabilities:  0x%x\n".formatted(features.capabilities()));
        for (int type = 0; type < TYPES.size() && type < features.maxGroups().size(); type++) {
            if ((features.types() >>> type & 1) != 0) {
                text.append("    ").append(TYPES.get(type)).append(" group:\n");
                text.append("       max_groups=%#x\n".formatted(features.maxGroups().get(type)));
                text.append("       actions: ").append(ActionNames.print(features.actions().get(type), style.version()))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
