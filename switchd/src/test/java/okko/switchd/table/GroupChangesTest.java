package okko.switchd.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okko.switchd.flow.Action;
import okko.switchd.flow.Group;
import okko.switchd.flow.Group.Bucket;
import okko.switchd.flow.Group.Type;
import okko.switchd.flow.GroupText;
import okko.switchd.flow.Meter;
import okko.switchd.flow.Meter.Band;
import okko.switchd.openflow.ChangeMessage.GroupBody;
import okko.switchd.openflow.ChangeMessage.GroupCommand;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.ChangeMessage.MeterCommand;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Commands and errors as Open vSwitch 3.1.0 has them, but for chains of groups, which it does not check. */
class GroupChangesTest {

    private static final int FIRST = 0xfffffffd;
    private static final int LAST = 0xfffffffe;
    private static final int ALL = 0xffffffff;
    private static final Band DROP = new Band(Meter.BandType.DROP, 5, 0, 0);

    private final TablesFixture at = new TablesFixture();

    private static Bucket bucket(int id, int port) {
        return new Bucket(id, 1, Bucket.WATCH_NOTHING, Bucket.WATCH_NOTHING, List.of(new Action.Output(port)));
    }

    private void change(GroupCommand command, int id, Type type, int bucketId, Bucket... buckets)
            throws OpenFlowException {
        GroupMod wanted = new GroupMod(command, id, new GroupBody(type, Arrays.asList(buckets)), bucketId);
        at.tables.change(wanted, Origin.SWITCH);
    }

    private void meter(MeterCommand command, int id, int flags, Band... bands) throws OpenFlowException {
        at.tables.change(new MeterMod(command, id, flags, Arrays.asList(bands)), Origin.SWITCH);
    }

    private String group(int id) {
        return GroupText.print(at.tables.groups().all().get(id));
    }

    private static void assertError(OpenFlowError error, ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOfSatisfying(OpenFlowException.class,
                refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @Test
    void shouldInsertAndRemoveBucketsByNumberAndGoOnCounting() throws OpenFlowException {
        change(GroupCommand.ADD, 1, Type.SELECT, ALL, bucket(4, 1), bucket(Bucket.NO_ID, 2));
        at.tables.groups().counters().get(1).bucket(0, 1).matched(60);
        at.tables.groups().counters().get(1).group(0).matched(60);
        change(GroupCommand.INSERT_BUCKET, 1, Type.SELECT, 4, bucket(77, 8));
        change(GroupCommand.INSERT_BUCKET, 1, Type.SELECT, FIRST, bucket(5, 9));
        change(GroupCommand.INSERT_BUCKET, 1, Type.SELECT, LAST, bucket(6, 10));
        assertThat(group(1)).isEqualTo("group_id=1,type=select,bucket=bucket_id:5,actions=output:9,"
                + "bucket=bucket_id:4,actions=output:1,bucket=bucket_id:77,actions=output:8,"
                + "bucket=bucket_id:0,actions=output:2,bucket=bucket_id:6,actions=output:10");
        change(GroupCommand.REMOVE_BUCKET, 1, Type.SELECT, FIRST);
        change(GroupCommand.REMOVE_BUCKET, 1, Type.SELECT, LAST);
        change(GroupCommand.REMOVE_BUCKET, 1, Type.SELECT, 4);
        assertThat(at.tables.groups().counters().get(1).ofBuckets()).extracting(sum -> sum.packets())
                .containsExactly(0L, 1L);
        assertThat(at.tables.groups().counters().get(1).ofGroup().packets()).isOne();
        change(GroupCommand.REMOVE_BUCKET, 1, Type.SELECT, ALL);
        change(GroupCommand.REMOVE_BUCKET, 1, Type.SELECT, FIRST);
        assertThat(group(1)).isEqualTo("group_id=1,type=select");
    }

    @Test
    void shouldRefuseWithTheErrorThatSaysWhy() throws OpenFlowException {
        change(GroupCommand.ADD, 1, Type.SELECT, ALL, bucket(4, 1), bucket(0, 2));
        assertError(OpenFlowError.OFPGMFC_GROUP_EXISTS, () -> change(GroupCommand.ADD, 1, Type.ALL, ALL));
        assertError(OpenFlowError.OFPGMFC_UNKNOWN_GROUP, () -> change(GroupCommand.MODIFY, 2, Type.ALL, ALL));
        assertError(OpenFlowError.OFPGMFC_UNKNOWN_GROUP,
                () -> change(GroupCommand.INSERT_BUCKET, 2, Type.ALL, FIRST, bucket(0, 1)));
        assertError(OpenFlowError.OFPGMFC_BUCKET_EXISTS,
                () -> change(GroupCommand.INSERT_BUCKET, 1, Type.SELECT, LAST, bucket(4, 1)));
        assertError(OpenFlowError.OFPGMFC_UNKNOWN_BUCKET,
                () -> change(GroupCommand.INSERT_BUCKET, 1, Type.SELECT, 98, bucket(7, 1)));
        assertError(OpenFlowError.OFPGMFC_UNKNOWN_BUCKET,
                () -> change(GroupCommand.REMOVE_BUCKET, 1, Type.SELECT, 99));
        assertError(OpenFlowError.OFPGMFC_INVALID_GROUP, () -> change(GroupCommand.ADD, 3, Type.INDIRECT, ALL));
        assertError(OpenFlowError.OFPGMFC_INVALID_GROUP, () -> change(GroupCommand.ADD, 0xffffff01, Type.ALL, ALL));
        assertError(OpenFlowError.OFPGMFC_INVALID_GROUP,
                () -> change(GroupCommand.ADD, 3, Type.FAST_FAILOVER, ALL, bucket(0, 1)));
        assertError(OpenFlowError.OFPGMFC_BAD_BUCKET,
                () -> change(GroupCommand.ADD, 3, Type.ALL, ALL, bucket(4, 1), bucket(4, 2)));
        assertError(OpenFlowError.OFPGMFC_WATCH_UNSUPPORTED, () -> change(GroupCommand.ADD, 3, Type.ALL, ALL,
                new Bucket(0, 1, 1, Bucket.WATCH_NOTHING, List.of())));
        assertError(OpenFlowError.OFPGMFC_BAD_COMMAND, () -> change(GroupCommand.UNUSED, 1, Type.ALL, ALL));
        assertThat(at.tables.groups().all()).containsOnlyKeys(1);
    }

    @Test
    void shouldAddOrModifyAndDeleteAll() throws OpenFlowException {
        change(GroupCommand.ADD_OR_MODIFY, 1, Type.ALL, ALL, bucket(0, 1));
        at.pass(3);
        change(GroupCommand.ADD_OR_MODIFY, 1, Type.ALL, ALL, bucket(0, 2));
        assertThat(group(1)).isEqualTo("group_id=1,type=all,bucket=actions=output:2");
        assertThat(at.tables.groups().durationNs(1)).isEqualTo(3 * TablesFixture.SECOND_NS);
        change(GroupCommand.ADD, 2, Type.ALL, ALL,
                new Bucket(1, Bucket.WATCH_NOTHING, Bucket.WATCH_NOTHING, List.of(new Action.Group(1))));
        at.added("in_port=1,actions=group:1", "in_port=2,actions=write_actions(group:1)", "in_port=3,actions=drop");
        assertThat(at.tables.references()).isEqualTo(new References(Map.of(1, 3), Map.of()));
        assertError(OpenFlowError.OFPGMFC_CHAINED_GROUP, () -> change(GroupCommand.DELETE, 1, null, ALL));
        change(GroupCommand.DELETE, 99, null, ALL);
        change(GroupCommand.DELETE, 0xfffffffc, null, ALL);
        assertThat(at.tables.groups().all()).isEmpty();
        assertThat(at.flows()).containsExactly("in_port=3,actions=drop");
    }

    @Test
    void shouldChangeMetersAndRefuseWithTheErrorThatSaysWhy() throws OpenFlowException {
        meter(MeterCommand.ADD, 1, 1 | 4 | 8, DROP);
        assertThat(at.tables.meters().all().get(1)).isEqualTo(new Meter(1, Meter.Unit.KILOBITS, List.of(DROP),
                Set.of(Meter.Flag.BURST, Meter.Flag.STATS)));
        assertThat(Meters.flags(at.tables.meters().all().get(1))).isEqualTo(1 | 4 | 8);
        assertError(OpenFlowError.OFPMMFC_METER_EXISTS, () -> meter(MeterCommand.ADD, 1, 2, DROP));
        assertError(OpenFlowError.OFPMMFC_UNKNOWN_METER, () -> meter(MeterCommand.MODIFY, 2, 2, DROP));
        assertError(OpenFlowError.OFPMMFC_INVALID_METER, () -> meter(MeterCommand.ADD, 0xfffffffd, 2, DROP));
        assertError(OpenFlowError.OFPMMFC_INVALID_METER, () -> meter(MeterCommand.ADD, 0, 2, DROP));
        assertError(OpenFlowError.OFPMMFC_BAD_FLAGS, () -> meter(MeterCommand.ADD, 4, 1 | 2, DROP));
        assertError(OpenFlowError.OFPMMFC_BAD_FLAGS, () -> meter(MeterCommand.ADD, 4, 16, DROP));
        assertError(OpenFlowError.OFPMMFC_BAD_BAND, () -> meter(MeterCommand.ADD, 4, 2));
        assertError(OpenFlowError.OFPMMFC_OUT_OF_BANDS, () -> meter(MeterCommand.ADD, 4, 2,
                DROP, DROP, DROP, DROP, DROP, DROP, DROP, DROP, DROP));
        at.added("in_port=1,actions=meter:1,output:2", "in_port=2,actions=meter:1,output:2");
        assertThat(at.tables.references().ofMeter(1)).isEqualTo(2);
        meter(MeterCommand.DELETE, 77, 0);
        meter(MeterCommand.DELETE, 0xffffffff, 0);
        assertThat(at.flows()).isEmpty();
    }
}
