package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.openflow.ChangeMessage.GroupCommand;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;

/** Words about groups. */
final class GroupWords {

    private static final Parameter GROUP = Parameter.of("GROUP", "Number, type and buckets.");
    private static final Parameter BUCKETS = Parameter.of("GROUP",
            "Number, command_bucket_id=NUMBER|first|last|all, and buckets.");
    private static final Parameter ONE = Parameter.optional("GROUP", "group_id=NUMBER (default: all).");
    private static final String GROUP_EXAMPLE = "br0 group_id=1,type=select,bucket=output:2,bucket=output:3";

    static final List<Word> ALL = List.of(
            Word.of("add-group", "Adds a group.", List.of(SWITCH, GROUP), GROUP_EXAMPLE,
                    session -> change(session, GroupCommand.ADD, List.of(session.argument(1).orElseThrow()))),
            Word.of("add-groups", "Adds the groups of a file.", List.of(SWITCH,
                    Parameter.of("FILE", "A group in each line; - for standard input.")), "br0 groups.txt",
                    session -> change(session, GroupCommand.ADD, Session.lines(session.argument(1).orElseThrow()))),
            Word.of("mod-group", "Changes a group.", List.of(SWITCH, GROUP), GROUP_EXAMPLE,
                    session -> change(session, session.options().mayCreate() ? GroupCommand.ADD_OR_MODIFY
                            : GroupCommand.MODIFY, List.of(session.argument(1).orElseThrow()))),
            Word.of("del-groups", "Deletes groups.", List.of(SWITCH, ONE), "br0 group_id=1",
                    session -> change(session, GroupCommand.DELETE, List.of(session.argument(1).orElse("all")))),
            Word.of("insert-buckets", "Puts buckets into a group.", List.of(SWITCH, BUCKETS),
                    "br0 group_id=1,command_bucket_id=last,bucket=bucket_id:7,output:3",
                    session -> change(session, GroupCommand.INSERT_BUCKET,
                            List.of(session.argument(1).orElseThrow()))).since(OpenFlowVersion.V1_5),
            Word.of("remove-buckets", "Takes buckets out of a group.", List.of(SWITCH, BUCKETS),
                    "br0 group_id=1,command_bucket_id=first",
                    session -> change(session, GroupCommand.REMOVE_BUCKET,
                            List.of(session.argument(1).orElseThrow()))).since(OpenFlowVersion.V1_5),
            Word.of("dump-groups", "Shows groups.", List.of(SWITCH, ONE), "br0", GroupWords::descriptions),
            Word.of("dump-group-stats", "Shows what groups counted.", List.of(SWITCH, ONE), "br0",
                    session -> session.show(session.connect(), new StatisticsRequest.Groups(number(session)))),
            Word.of("dump-group-features", "Shows what groups can do.", List.of(SWITCH), "br0",
                    session -> session.show(session.connect(), new StatisticsRequest.GroupFeatures())));

    private GroupWords() {}

    private static void change(Session session, GroupCommand command, List<String> lines)
            throws IOException, RefusedException, FlowSyntaxException {
        OpenFlowClient client = session.connect(session.options().isBundled() ? Changes.BUNDLES_SINCE
                : session.word().since());
        List<GroupMod> changes = new ArrayList<>();
        TextSource source = new TextSource(client);
        for (String line : TextSource.content(lines)) {
            changes.add(source.read(ports -> GroupLines.parse(line, command, ports)));
        }
        new Changes(session, client).carryOut(changes);
    }

    /** Before 1.5 a switch can only be asked for all of them. */
    private static void descriptions(Session session) throws IOException, RefusedException {
        OpenFlowClient client = session.connect();
        OptionalInt wanted = client.version().hasFixedGroups() ? OptionalInt.empty() : number(session);
        session.show(client, new StatisticsRequest.GroupDescriptions(wanted));
    }

    private static OptionalInt number(Session session) throws IOException {
        String text = session.argument(1).orElse("all").replaceFirst("^group_id=", "");
        return text.equals("all") ? OptionalInt.empty() : OptionalInt.of(Numbers.unsigned("group_id", text));
    }
}
