package okko.switchd.openflow.server;

import static okko.switchd.openflow.server.RequestBench.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import okko.switchd.flow.Group;
import okko.switchd.openflow.BundleMessage.BundleAdd;
import okko.switchd.openflow.BundleMessage.BundleControl;
import okko.switchd.openflow.BundleMessage.Control;
import okko.switchd.openflow.ChangeMessage.GroupBody;
import okko.switchd.openflow.ChangeMessage.GroupCommand;
import okko.switchd.openflow.ChangeMessage.GroupMod;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are carried out together or not at all. */
@Timeout(60)
class BundlesTest {

    private static final int BUNDLE = 7;
    private static final int FLAGS = 3;

    private final RecordingController controller = new RecordingController(1, OpenFlowVersion.V1_5);
    private RequestBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new RequestBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void control(Control control) throws OpenFlowException, IOException {
        bench.handle(controller, new BundleControl(BUNDLE, control, FLAGS));
    }

    private void put(Message message) throws OpenFlowException, IOException {
        int xid = bench.lastXid() + 1;
        bench.handle(controller, new BundleAdd(BUNDLE, FLAGS, xid, message, new byte[8]), new byte[] {(byte) xid});
    }

    private void refused(OpenFlowError error, Control control) {
        assertThatExceptionOfType(OpenFlowException.class).isThrownBy(() -> control(control))
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    private static GroupMod group(int id) {
        return new GroupMod(GroupCommand.ADD, id, new GroupBody(Group.Type.ALL, List.of()), -1);
    }

    @Test
    void shouldCarryAllOutAtCommitAndNotBefore() throws Exception {
        control(Control.OPEN_REQUEST);
        put(group(1));
        put(add("actions=group:1"));
        control(Control.CLOSE_REQUEST);
        assertThat(bench.flows()).isEmpty();
        control(Control.COMMIT_REQUEST);
        assertThat(bench.flows()).containsExactly("actions=group:1");
        assertThat(controller.sent).containsExactly(
                new BundleControl(BUNDLE, Control.OPEN_REPLY, 0), new BundleControl(BUNDLE, Control.CLOSE_REPLY, 0),
                new BundleControl(BUNDLE, Control.COMMIT_REPLY, 0));
        refused(OpenFlowError.OFPBFC_BAD_ID, Control.COMMIT_REQUEST);
    }

    @Test
    void shouldCarryNothingOutAndNameTheMessageWhenOneIsWrong() throws Exception {
        put(group(1));
        put(add("actions=output:1"));
        put(add("priority=2,actions=group:9"));
        int wrong = bench.lastXid();
        put(add("priority=3,actions=output:1"));
        refused(OpenFlowError.OFPBFC_MSG_FAILED, Control.COMMIT_REQUEST);
        assertThat(controller.refusals).containsExactly(OpenFlowError.OFPBAC_BAD_OUT_GROUP);
        assertThat(controller.refusedXid).isEqualTo(wrong);
        assertThat(controller.refusedFrame).containsExactly(wrong);
        assertThat(bench.flows()).isEmpty();
        assertThat(bench.tables.groups().all()).isEmpty();
    }

    @Test
    void shouldCarryNothingOutWhenAPortIsWrong() throws Exception {
        put(add("actions=output:1"));
        put(new PortMod(9, 0, 0, 0, 0));
        refused(OpenFlowError.OFPBFC_MSG_FAILED, Control.COMMIT_REQUEST);
        assertThat(controller.refusals).containsExactly(OpenFlowError.OFPPMFC_BAD_PORT);
        assertThat(bench.flows()).isEmpty();
    }

    @Test
    void shouldForgetWhatIsDiscarded() throws Exception {
        put(add("actions=output:1"));
        control(Control.DISCARD_REQUEST);
        refused(OpenFlowError.OFPBFC_BAD_ID, Control.COMMIT_REQUEST);
        assertThat(bench.flows()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsOutOfOrder() throws Exception {
        refused(OpenFlowError.OFPBFC_BAD_ID, Control.CLOSE_REQUEST);
        refused(OpenFlowError.OFPBFC_BAD_ID, Control.DISCARD_REQUEST);
        control(Control.OPEN_REQUEST);
        refused(OpenFlowError.OFPBFC_BAD_ID, Control.OPEN_REQUEST);
        control(Control.OPEN_REQUEST);
        control(Control.CLOSE_REQUEST);
        refused(OpenFlowError.OFPBFC_BUNDLE_CLOSED, Control.CLOSE_REQUEST);
        assertThatExceptionOfType(OpenFlowException.class)
                .isThrownBy(() -> put(new StatisticsRequest.Description()))
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(OpenFlowError.OFPBFC_MSG_UNSUP));
        put(add("actions=output:1"));
        assertThatExceptionOfType(OpenFlowException.class)
                .isThrownBy(() -> bench.handle(controller, new BundleControl(BUNDLE, Control.COMMIT_REQUEST, 1)))
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(OpenFlowError.OFPBFC_BAD_FLAGS));
    }

    @Test
    void shouldForgetABundleThatIsLetLie() throws Exception {
        control(Control.OPEN_REQUEST);
        bench.wait(11);
        bench.turn();
        assertThat(controller.refusals).containsExactly(OpenFlowError.OFPBFC_TIMEOUT);
        refused(OpenFlowError.OFPBFC_BAD_ID, Control.COMMIT_REQUEST);
    }

    @Test
    void shouldKeepControllersApartAndForgetThemWhenTheyAreGone() throws Exception {
        put(add("actions=output:1"));
        RecordingController other = new RecordingController(2, OpenFlowVersion.V1_5);
        assertThatExceptionOfType(OpenFlowException.class).isThrownBy(
                () -> bench.handle(other, new BundleControl(BUNDLE, Control.COMMIT_REQUEST, FLAGS)));
        bench.requests.gone(controller);
        refused(OpenFlowError.OFPBFC_BAD_ID, Control.COMMIT_REQUEST);
    }
}
