package okko.switchd.cli.ofctl;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.Group;
import okko.switchd.flow.GroupText;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.ChangeMessage.GroupBody;
import okko.switchd.openflow.ChangeMessage.GroupCommand;
import okko.switchd.openflow.ChangeMessage.GroupMod;

/** Changes of groups, one per line: a group, with what is to become of it before it if it is not the usual. */
final class GroupLines {

    private static final int ALL_GROUPS = 0xfffffffc;
    private static final int BUCKET_ALL = 0xffffffff;
    private static final Map<String, Integer> BUCKETS =
            Map.of("first", 0xfffffffd, "last", 0xfffffffe, "all", BUCKET_ALL);
    private static final Map<String, GroupCommand> COMMANDS = Map.of("add", GroupCommand.ADD,
            "modify", GroupCommand.MODIFY, "add_or_mod", GroupCommand.ADD_OR_MODIFY, "delete", GroupCommand.DELETE,
            "insert_bucket", GroupCommand.INSERT_BUCKET, "remove_bucket", GroupCommand.REMOVE_BUCKET);
    private static final Pattern COMMAND = Pattern.compile("\\s*([a-z_]+)\\s+(.*)");
    private static final Pattern BUCKET_ID = Pattern.compile("command_bucket_id=([^,\\s]+)[,\\s]*");

    private GroupLines() {}

    static GroupMod parse(String line, GroupCommand usual, PortNames ports) throws FlowSyntaxException {
        Matcher command = COMMAND.matcher(line);
        return command.matches() && COMMANDS.containsKey(command.group(1))
                ? group(command.group(2), COMMANDS.get(command.group(1)), ports)
                : group(line, usual, ports);
    }

    private static GroupMod group(String text, GroupCommand command, PortNames ports) throws FlowSyntaxException {
        if (command == GroupCommand.DELETE) {
            String id = text.strip().replaceFirst("^group_id=", "");
            return new GroupMod(command, id.equals("all") ? ALL_GROUPS : number(id),
                    new GroupBody(Group.Type.ALL, List.of()), BUCKET_ALL);
        }
        Matcher bucket = BUCKET_ID.matcher(text);
        int bucketId = BUCKET_ALL;
        String rest = text;
        if (bucket.find()) {
            String id = bucket.group(1);
            bucketId = BUCKETS.containsKey(id) ? BUCKETS.get(id) : number(id);
            rest = bucket.replaceFirst("");
        }
        boolean isAboutBuckets = command == GroupCommand.INSERT_BUCKET || command == GroupCommand.REMOVE_BUCKET;
        Group group = GroupText.parse(isAboutBuckets ? "type=all," + rest : rest, ports);
        return new GroupMod(command, group.id(), new GroupBody(group.type(), group.buckets()), bucketId);
    }

    private static int number(String text) throws FlowSyntaxException {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException _) {
            throw new FlowSyntaxException(1, text + ": expected a number");
        }
    }
}
