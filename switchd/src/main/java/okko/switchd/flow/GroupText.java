package okko.switchd.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Groups as text, in the syntax of ovs-ofctl(8): {@code group_id=1,type=select,bucket=weight:2,actions=output:p1},
 * with any number of buckets.
 */
public final class GroupText {

    private static final Pattern BUCKET = Pattern.compile("(^|[,\\s])bucket=");
    private static final Pattern WORD = Pattern.compile("[^,\\s]+");

    /** What may stand before the actions of a bucket. */
    private static final Pattern BUCKET_WORD = Pattern.compile(
            "\\s*(weight|watch_port|watch_group|bucket_id)[:=]([^,\\s]+)(,|$)");

    /** In place of {@code watch_port} and {@code watch_group}: nothing. */
    private static final String ANY = "any";

    private GroupText() {}

    /**
     * Reads one group.
     *
     * @param line  without a comment
     * @param ports that it may speak of
     * @return the group
     * @throws FlowSyntaxException if the line is none; the message is one line
     */
    public static Group parse(String line, PortNames ports) throws FlowSyntaxException {
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Matcher bucket = BUCKET.matcher(line);
        while (bucket.find()) {
            starts.add(bucket.end());
            ends.add(bucket.start());
        }
        ends.add(line.length());
        OptionalInt id = OptionalInt.empty();
        Group.Type type = null;
        for (Matcher word = WORD.matcher(line).region(0, ends.getFirst()); word.find(); ) {
            int column = word.start() + 1;
            String text = word.group();
            if (text.startsWith("group_id=")) {
                id = OptionalInt.of(number(text.substring("group_id=".length()), Group.MAX_ID, column));
            } else if (text.startsWith("type=")) {
                type = type(text.substring("type=".length()), column);
            } else {
                throw new FlowSyntaxException(column,
                        "unknown word " + text + "; expected group_id=NUMBER, type=TYPE or bucket=BUCKET");
            }
        }
        if (id.isEmpty() || type == null) {
            throw new FlowSyntaxException(1, "a group has group_id=NUMBER and type=TYPE before its buckets");
        }
        List<Group.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            buckets.add(bucket(line.substring(0, ends.get(i + 1)), starts.get(i), ports));
        }
        try {
            return new Group(id.getAsInt(), type, buckets);
        } catch (IllegalArgumentException e) {
            throw new FlowSyntaxException(1, e.getMessage());
        }
    }

    private static Group.Type type(String text, int column) throws FlowSyntaxException {
        if (text.equals("ff")) {
            return Group.Type.FAST_FAILOVER;
        }
        for (Group.Type type : Group.Type.values()) {
            if (name(type).equals(text)) {
                return type;
            }
        }
        throw new FlowSyntaxException(column, "type=" + text + ": expected one of " + Stream.of(Group.Type.values())
                .map(GroupText::name).collect(Collectors.joining(", ")));
    }

    private static String name(Group.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static Group.Bucket bucket(String line, int start, PortNames ports) throws FlowSyntaxException {
        int id = Group.Bucket.NO_ID;
        int weight = Group.Bucket.DEFAULT_WEIGHT;
        int watchPort = Group.Bucket.WATCH_NOTHING;
        int watchGroup = Group.Bucket.WATCH_NOTHING;
        int at = start;
        for (Matcher word = BUCKET_WORD.matcher(line); word.region(at, line.length()).lookingAt(); at = word.end()) {
            String value = word.group(2);
            int column = word.start(2) + 1;
            switch (word.group(1)) {
                case "weight" -> weight = number(value, Flow.MAX_16_BITS, column);
                case "watch_port" -> watchPort = value.equals(ANY) ? Group.Bucket.WATCH_NOTHING
                        : ports.find(value).orElseThrow(() -> new FlowSyntaxException(column,
                                "unknown port %s in watch_port; %s".formatted(value, ports.list())));
                case "watch_group" -> watchGroup =
                        value.equals(ANY) ? Group.Bucket.WATCH_NOTHING : number(value, Group.MAX_ID, column);
                default -> id = number(value, Group.Bucket.MAX_ID, column);
            }
        }
        Matcher actions = Pattern.compile("actions?[=:]").matcher(line).region(at, line.length());
        int from = actions.lookingAt() ? actions.end() : at;
        return new Group.Bucket(id, weight, watchPort, watchGroup, new ActionParser(line, ports).parse(from));
    }

    private static int number(String text, int maximum, int column) throws FlowSyntaxException {
        try {
            int number = Integer.parseUnsignedInt(text);
            if (Integer.compareUnsigned(number, maximum) <= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The message below says it for both cases.
        }
        throw new FlowSyntaxException(column, "%s: expected a number, 0 to %s"
                .formatted(text, Integer.toUnsignedString(maximum)));
    }

    /**
     * Writes a group so that {@link #parse} reads an equal one. Ports are numbers.
     *
     * @param group to write
     * @return one line, as {@code ovs-ofctl dump-groups} prints it
     */
    public static String print(Group group) {
        boolean areNumberedByPlace = IntStream.range(0, group.buckets().size())
                .allMatch(place -> group.buckets().get(place).id() == place);
        return "group_id=%s,type=%s%s".formatted(Integer.toUnsignedString(group.id()), name(group.type()),
                group.buckets().stream()
                        .map(bucket -> print(bucket, areNumberedByPlace ? "" : "bucket_id:"
                                + Integer.toUnsignedString(bucket.id()) + ","))
                        .collect(Collectors.joining()));
    }

    private static String print(Group.Bucket bucket, String id) {
        Function<Integer, String> watched = watchedId ->
                watchedId == Group.Bucket.WATCH_NOTHING ? "" : Integer.toUnsignedString(watchedId) + ",";
        String port = watched.apply(bucket.watchPort());
        String group = watched.apply(bucket.watchGroup());
        return ",bucket=" + id
                + (bucket.weight() == Group.Bucket.DEFAULT_WEIGHT ? "" : "weight:" + bucket.weight() + ",")
                + (port.isEmpty() ? "" : "watch_port:" + port)
                + (group.isEmpty() ? "" : "watch_group:" + group)
                + "actions=" + FlowText.printActions(bucket.actions());
    }
}
