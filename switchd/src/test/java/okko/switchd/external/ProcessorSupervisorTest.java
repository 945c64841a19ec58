package okko.switchd.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import okko.ringshm.attach.AttachDecision;
import okko.ringshm.attach.Attachment;
import okko.ringshm.attach.ProcessorAttachment;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processors of this test live in its own process, so none of them ever dies; see ProcessorDeathIT for that. */
class ProcessorSupervisorTest {

    private final RecordingPort port = new RecordingPort();
    private long nowNs = 1_000;
    private Path socket;
    private PacketPool pool;
    private ProcessorSupervisor supervisor;

    private static final class RecordingPort implements ProcessorPort {

        private final List<String> calls = new ArrayList<>();
        private boolean cutOffByItself;
        private TrustMode trust = TrustMode.SHARED;

        @Override
        public String name() {
            return "fw";
        }

        @Override
        public Terms terms() {
            return new Terms(8, trust, new PoolConfig(4, 256), OptionalInt.of(4_711));
        }

        @Override
        public boolean hasCutOff() {
            return cutOffByItself;
        }

        @Override
        public void attach(Attachment attachment, Optional<PacketPool> copies) {
            assertThat(copies.isPresent()).isEqualTo(trust == TrustMode.ISOLATED);
            calls.add("attach " + attachment.borrower());
        }

        @Override
        public void suspend() {
            calls.add("suspend");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public void hangUp() {
            calls.add("hangUp");
        }

        @Override
        public void cutOff() {
            calls.add("cutOff");
        }

        @Override
        public void died(Runnable reclaimed) {
            calls.add("died");
        }
    }

    @BeforeEach
    void listen(@TempDir Path directory) throws IOException {
        socket = directory.resolve("okko.attach");
        pool = PacketPool.create(new PoolConfig(16, 256));
        supervisor = ProcessorSupervisor.open(
                List.of(port), new ProcessorSupervisor.Listening(socket, pool.region(), () -> nowNs));
    }

    @AfterEach
    void close() throws IOException {
        supervisor.close();
        pool.close();
    }

    private ProcessorAttachment attach(String name) throws Exception {
        FutureTask<ProcessorAttachment> attaching =
                new FutureTask<>(() -> ProcessorAttachment.attach(socket, name));
        Thread.ofPlatform().start(attaching);
        while (!attaching.isDone()) {
            supervisor.doWork();
        }
        return attaching.get();
    }

    private String state() {
        return supervisor.list().getFirst().state();
    }

    @Test
    void shouldListenToItsOwnUserToRootAndToThoseWhomAPortNames() {
        int own = PeerCredentials.self().uid();
        assertThat(supervisor.mayCall(own)).isTrue();
        assertThat(supervisor.mayCall(0)).isTrue();
        assertThat(supervisor.mayCall(4_711)).isTrue();
        assertThat(supervisor.mayCall(4_712)).isFalse();
    }

    @Test
    void shouldLetAUserServeNoPortButItsOwn() {
        assertThat(supervisor.attaching("fw", new PeerCredentials(99, 4_711, 4_711)))
                .isInstanceOf(AttachDecision.Accepted.class);
        assertThat(supervisor.attaching("fw", new PeerCredentials(99, 4_712, 4_711)))
                .isEqualTo(new AttachDecision.Refused(
                        "user 4712 may not serve port fw: it is no port of that user's"));
    }

    @Test
    void shouldHandTheRingsToThePortWhenAProcessorAttaches() throws Exception {
        assertThat(supervisor.list()).containsExactly(new ProcessorStatus("fw", "absent", 0, 0, 0, 0, 0));
        try (ProcessorAttachment _ = attach("fw")) {
            assertThat(port.calls).containsExactly("attach 0");
            int pid = (int) ProcessHandle.current().pid();
            int uid = PeerCredentials.self().uid();
            assertThat(supervisor.list()).containsExactly(new ProcessorStatus("fw", "attached", pid, uid, 0, 1, 0));
        }
    }

    @Test
    void shouldSuspendWhenTheProcessorIsSilentAndResumeWhenItBeats() throws Exception {
        try (ProcessorAttachment processor = attach("fw")) {
            nowNs += ProcessorSupervisor.SILENCE_NS;
            supervisor.doWork();
            assertThat(state()).isEqualTo("attached");
            nowNs++;
            supervisor.doWork();
            supervisor.doWork();
            assertThat(state()).isEqualTo("silent");
            processor.beat(nowNs);
            supervisor.doWork();
            supervisor.doWork();
            assertThat(state()).isEqualTo("attached");
            assertThat(port.calls).containsExactly("attach 0", "suspend", "resume");
        }
    }

    @Test
    void shouldNeverFeedItAgainWhenTheProcessorHangsUp() throws Exception {
        attach("fw").close();
        supervisor.doWork();
        nowNs += 10 * ProcessorSupervisor.SILENCE_NS;
        supervisor.doWork();

        assertThat(state()).isEqualTo("hung_up");
        assertThat(port.calls).containsExactly("attach 0", "hangUp");
    }

    @Test
    void shouldSayCutOffWhenThePortDidItByItself() throws Exception {
        try (ProcessorAttachment _ = attach("fw")) {
            port.cutOffByItself = true;
            supervisor.doWork();
            assertThat(state()).isEqualTo("cut_off");
            assertThat(port.calls).containsExactly("attach 0");
        }
    }

    @Test
    void shouldRefuseWhenNoPortHasTheNameOrItIsTaken() throws Exception {
        assertThatThrownBy(() -> attach("p0f"))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no ring port is named p0f; there are fw");
        try (ProcessorAttachment _ = attach("fw")) {
            assertThatThrownBy(() -> attach("fw")).hasMessageContaining("is attached as fw");
        }
    }

    @Test
    void shouldCutOffAndHangUpWhenAnOperatorDetachesAProcessor() throws Exception {
        try (ProcessorAttachment processor = attach("fw")) {
            assertThat(supervisor.detach("fw")).isEqualTo((int) ProcessHandle.current().pid());
            supervisor.doWork();
            assertThat(state()).isEqualTo("cut_off");
            assertThat(processor.switchIsAlive()).isFalse();
            assertThat(port.calls).containsExactly("attach 0", "cutOff");
        }
    }

    @Test
    void shouldNotKillItselfNorWhoIsNotThere() throws Exception {
        assertThatThrownBy(() -> supervisor.kill("fw"))
                .isInstanceOf(ProcessorException.class).hasMessage("no processor is attached as fw");
        assertThatThrownBy(() -> supervisor.detach("ids"))
                .hasMessage("no ring port is named ids; there are fw");
        try (ProcessorAttachment _ = attach("fw")) {
            assertThatThrownBy(() -> supervisor.kill("fw"))
                    .hasMessage("processor fw lives in the switch's own process");
        }
    }

    @Test
    void shouldGiveAnIsolatedProcessorAPoolOfItsOwn() throws Exception {
        port.trust = TrustMode.ISOLATED;
        try (ProcessorAttachment processor = attach("fw")) {
            assertThat(processor.trust()).isEqualTo(TrustMode.ISOLATED);
            assertThat(processor.pool().bufferCount()).isEqualTo(4);
        }
    }
}
