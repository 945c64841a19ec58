package okko.switchd.openflow.server;

import static okko.switchd.openflow.server.RequestBench.add;
import static okko.switchd.openflow.server.RequestBench.delete;
import static okko.switchd.openflow.server.RequestBench.modify;
import static okko.switchd.openflow.server.RequestBench.selection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okko.switchd.flow.FlowText;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.MonitorMessage;
import okko.switchd.openflow.MonitorMessage.FlowMonitorCancel;
import okko.switchd.openflow.MonitorMessage.FlowMonitorPaused;
import okko.switchd.openflow.MonitorMessage.FlowMonitorReply;
import okko.switchd.openflow.MonitorMessage.FlowMonitorRequest;
import okko.switchd.openflow.MonitorMessage.FlowMonitorResumed;
import okko.switchd.openflow.MonitorMessage.FlowUpdate;
import okko.switchd.openflow.MonitorMessage.Monitor;
import okko.switchd.openflow.MonitorMessage.MonitorCommand;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What controllers that follow flows are told. */
@Timeout(60)
class FlowMonitorsTest {

    private static final int ALL = MonitorMessage.INITIAL | MonitorMessage.ADD | MonitorMessage.REMOVED
            | MonitorMessage.MODIFY | MonitorMessage.INSTRUCTIONS;
    private static final long TOO_MUCH_BYTES = 1 << 20;

    private final RecordingController follower = new RecordingController(1, OpenFlowVersion.V1_5);
    private final RecordingController other = new RecordingController(2, OpenFlowVersion.V1_5);
    private RequestBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new RequestBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void follow(int id, MonitorCommand command, int flags, String flows) throws OpenFlowException, IOException {
        bench.handle(follower, new FlowMonitorRequest(List.of(new Monitor(id, command, flags, selection(flows)))));
    }

    /** What the follower was sent since the last time, a word for each update. */
    private List<String> told() {
        List<String> words = new ArrayList<>();
        for (Message message : follower.sent) {
            switch (message) {
                case FlowMonitorReply(List<FlowUpdate> updates) -> updates.forEach(update -> words.add(word(update)));
                case FlowMonitorPaused _ -> words.add("PAUSED");
                case FlowMonitorResumed _ -> words.add("RESUMED");
                default -> throw new AssertionError(message);
            }
        }
        follower.sent.clear();
        return words;
    }

    private static String word(FlowUpdate update) {
        String reason = update.reason().isPresent() ? ":" + update.reason().getAsInt() : "";
        return update.event() + reason + (update.flow() == null ? " " + update.xid()
                : " " + FlowText.print(update.flow()));
    }

    @Test
    void shouldTellWhatIsThereAndWhatBecomesOfIt() throws Exception {
        bench.handle(other, add("ip,actions=output:1"));
        bench.handle(other, add("arp,actions=output:1"));
        follow(3, MonitorCommand.ADD, ALL, "ip");
        assertThat(told()).containsExactly("INITIAL ip,actions=output:1");
        bench.handle(other, add("tcp,actions=output:2"));
        bench.handle(other, add("udp6,actions=output:2"));
        bench.handle(other, modify("ip,actions=output:3"));
        bench.handle(other, delete("tcp"));
        assertThat(told()).containsExactly("ADDED tcp,actions=output:2", "MODIFIED ip,actions=output:3",
                "MODIFIED tcp,actions=output:3", "REMOVED:2 tcp,actions=output:3");
    }

    @Test
    void shouldTellNoActionsUnlessAskedTo() throws Exception {
        follow(3, MonitorCommand.ADD, MonitorMessage.ADD, "");
        told();
        bench.handle(other, add("ip,actions=output:1"));
        bench.handle(other, delete("ip"));
        assertThat(told()).containsExactly("ADDED ip,actions=drop");
    }

    @Test
    void shouldAbbreviateWhatTheFollowerDidItself() throws Exception {
        follow(3, MonitorCommand.ADD, ALL, "");
        told();
        bench.handle(follower, add("ip,actions=output:1"));
        int xid = bench.lastXid();
        assertThat(told()).containsExactly("ABBREV " + xid);
        follow(3, MonitorCommand.MODIFY, ALL & ~MonitorMessage.INITIAL | MonitorMessage.NO_ABBREV, "");
        bench.handle(follower, add("arp,actions=output:1"));
        assertThat(told()).containsExactly("ADDED arp,actions=output:1");
    }

    @Test
    void shouldPauseASlowFollowerAndCatchUp() throws Exception {
        bench.handle(other, add("ip,actions=output:1"));
        bench.handle(other, add("arp,actions=output:1"));
        follow(3, MonitorCommand.ADD, ALL, "");
        follower.waitingBytes = TOO_MUCH_BYTES;
        bench.turn();
        told();
        bench.handle(other, modify("ip,actions=output:2"));
        bench.handle(other, modify("ip,actions=output:3"));
        bench.handle(other, add("tcp,actions=output:1"));
        bench.handle(other, add("udp,actions=output:1"));
        bench.handle(other, delete("udp"));
        bench.handle(other, delete("arp"));
        assertThat(told()).containsExactly("REMOVED:2 arp,actions=output:1");
        follower.waitingBytes = 0;
        bench.turn();
        assertThat(told()).containsExactly(
                "MODIFIED ip,actions=output:3", "ADDED tcp,actions=output:1", "RESUMED");
    }

    @Test
    void shouldRefuseMonitorsThatAreThereOrAreNot() throws Exception {
        follow(3, MonitorCommand.ADD, ALL, "");
        refused(OpenFlowError.OFPMOFC_MONITOR_EXISTS, () -> follow(3, MonitorCommand.ADD, ALL, ""));
        refused(OpenFlowError.OFPMOFC_UNKNOWN_MONITOR, () -> follow(4, MonitorCommand.MODIFY, ALL, ""));
        refused(OpenFlowError.OFPMOFC_UNKNOWN_MONITOR, () -> follow(4, MonitorCommand.DELETE, ALL, ""));
        refused(OpenFlowError.OFPMOFC_UNKNOWN_MONITOR, () -> bench.handle(follower, new FlowMonitorCancel(4)));
        bench.handle(follower, new FlowMonitorCancel(3));
        told();
        bench.handle(other, add("ip,actions=output:1"));
        assertThat(told()).isEmpty();
    }

    private static void refused(OpenFlowError error, ThrowingCallable action) {
        assertThatExceptionOfType(OpenFlowException.class).isThrownBy(action)
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}
