package okko.ringshm.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import okko.ringshm.kernel.OpenFile;
import okko.ringshm.kernel.PageSize;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;
import okko.ringshm.kernel.SharedMemory;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processors of this test live in its own process, so none of them ever dies; see PeerProcessIT for that. */
class AttachServerTest {

    private final Recorder recorder = new Recorder();
    private long nowNs = 1_000;
    private Path socket;
    private PacketPool pool;
    private AttachServer server;

    private static final class Recorder implements AttachListener {
        final List<Attachment> attached = new ArrayList<>();
        final List<String> lost = new ArrayList<>();
        AttachDecision decision;

        @Override
        public AttachDecision attaching(String name, PeerCredentials credentials) {
            return decision;
        }

        @Override
        public void attached(Attachment attachment) {
            attached.add(attachment);
        }

        @Override
        public void lost(Attachment attachment, Loss loss) {
            lost.add(attachment.name() + " " + loss);
        }
    }

    @BeforeEach
    void listen(@TempDir Path directory) throws IOException {
        socket = directory.resolve("okko.attach");
        pool = PacketPool.create(new PoolConfig(16, 256));
        recorder.decision = new AttachDecision.Accepted(64, TrustMode.SHARED, pool.region());
        server = new AttachServer(socket, pool.region().identity().instance(), recorder, () -> nowNs);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        pool.close();
    }

    @Test
    void shouldCarryDescriptorsBothWaysWhenAttached() throws Exception {
        try (ProcessorAttachment processor = attach("p0f")) {
            Attachment attachment = recorder.attached.getFirst();
            attachment.toProcessor().put(11, 12);
            attachment.toProcessor().publish();
            assertThat(processor.fromSwitch().ready(8)).isEqualTo(1);
            assertThat(processor.fromSwitch().word0(0)).isEqualTo(11);
            processor.fromSwitch().release(1);
            processor.toSwitch().put(21, 22);
            processor.toSwitch().publish();
            assertThat(attachment.fromProcessor().ready(8)).isEqualTo(1);
            assertThat(attachment.fromProcessor().word1(0)).isEqualTo(22);
            assertThat(attachment.toProcessor().depth()).isZero();
            assertThat(processor.pool().bufferCount()).isEqualTo(16);
        }
    }

    @Test
    void shouldTellWhoAttachedWhenAsked() throws Exception {
        try (ProcessorAttachment first = attach("p0f");
                ProcessorAttachment second = attach("firewall")) {
            assertThat(first.switchIsAlive()).isTrue();
            assertThat(second.switchIsAlive()).isTrue();
            assertThat(recorder.attached).extracting(Attachment::name).containsExactly("p0f", "firewall");
            assertThat(recorder.attached).extracting(Attachment::borrower).containsExactly(0, 1);
            assertThat(recorder.attached).extracting(Attachment::epoch).containsExactly(1L, 2L);
            assertThat(recorder.attached.getFirst().pid()).isEqualTo((int) ProcessHandle.current().pid());
        }
    }

    @Test
    void shouldMeasureSilenceFromTheAttachingUntilTheFirstBeat() throws Exception {
        try (ProcessorAttachment processor = attach("p0f")) {
            Attachment attachment = recorder.attached.getFirst();
            assertThat(attachment.heartbeatAgeNs(1_500)).isEqualTo(500);
            processor.beat(1_400);
            assertThat(attachment.heartbeatAgeNs(1_500)).isEqualTo(100);
            processor.beat(Long.MAX_VALUE);
            assertThat(attachment.heartbeatAgeNs(1_500)).isZero();
        }
    }

    @Test
    void shouldReportClosedWhenTheSocketEndsButTheProcessLives() throws Exception {
        attach("p0f").close();
        server.poll();
        server.poll();
        assertThat(recorder.lost).containsExactly("p0f CLOSED");
    }

    @Test
    void shouldTellTheProcessorWhenTheSwitchLetsGo() throws Exception {
        try (ProcessorAttachment processor = attach("p0f")) {
            recorder.attached.getFirst().close();
            assertThat(processor.switchIsAlive()).isFalse();
        }
    }

    @Test
    void shouldGiveNameAndNumberFreeWhenTheAttachmentIsClosed() throws Exception {
        try (ProcessorAttachment first = attach("p0f")) {
            recorder.attached.getFirst().close();
            try (ProcessorAttachment second = attach("p0f")) {
                assertThat(recorder.attached.getLast().borrower()).isZero();
                assertThat(recorder.attached.getLast().epoch()).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldRefuseWhenTheNameIsTaken() throws Exception {
        try (ProcessorAttachment first = attach("p0f")) {
            assertThatThrownBy(() -> attach("p0f"))
                    .isInstanceOf(AttachRefusedException.class)
                    .hasMessage("process " + ProcessHandle.current().pid()
                            + " is attached as p0f already, or was cut off: the name is free when it has ended");
        }
    }

    @Test
    void shouldRefuseWithTheSwitchsReasonWhenItSaysNo() {
        recorder.decision = new AttachDecision.Refused("there is no ring port p0f");
        assertThatThrownBy(() -> attach("p0f"))
                .isInstanceOf(AttachRefusedException.class)
                .hasMessage("there is no ring port p0f");
    }

    @Test
    void shouldRefuseWhenTheVersionDiffers() throws Exception {
        int pid = (int) ProcessHandle.current().pid();
        assertThat(answerTo(AttachMessage.encode(new AttachMessage.Attach(7, pid, "p0f"))))
                .isEqualTo("the processor speaks version 7 of the attach protocol, the switch version 2");
    }

    @Test
    void shouldRefuseWhenAnotherProcessConnectedTheSocket() throws Exception {
        int pid = (int) ProcessHandle.current().pid();
        assertThat(answerTo(AttachMessage.encode(new AttachMessage.Attach(AttachMessage.VERSION, 1, "p0f"))))
                .isEqualTo("process 1 asks on a socket that process " + pid
                        + " connected; both must be one process in the switch's PID namespace");
    }

    @Test
    void shouldRefuseWhenTheNameIsMalformed() throws Exception {
        int pid = (int) ProcessHandle.current().pid();
        assertThat(answerTo(AttachMessage.encode(new AttachMessage.Attach(AttachMessage.VERSION, pid, "a b"))))
                .isEqualTo("a name has 1 to 63 letters, digits, points, dashes and underscores");
    }

    @Test
    void shouldRefuseWhenTheMessageIsNoRequest() throws Exception {
        assertThat(answerTo(new byte[] {1, 2, 3})).isEqualTo("this is no request to attach");
        assertThat(answerTo(new byte[AttachMessage.SIZE_BYTES])).isEqualTo("this is no request to attach");
        assertThat(answerTo(new byte[10_000])).isEqualTo("this is no request to attach");
        assertThat(answerTo(AttachMessage.encode(new AttachMessage.Refuse("you"))))
                .isEqualTo("this is no request to attach");
    }

    @Test
    void shouldHangUpWhenACallerSaysNothingForTooLong() throws Exception {
        try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
            server.poll();
            server.poll();
            assertThat(caller.receive(256, 0)).isInstanceOf(Receipt.Nothing.class);
            nowNs += AttachServer.PATIENCE_NS + 1;
            server.poll();
            assertThat(reason(caller.receive(256, 0))).isEqualTo("no request came in time");
        }
    }

    @Test
    void shouldKeepNoDescriptorWhenCallersGoAway() throws Exception {
        long before = openDescriptors();
        for (int i = 0; i < 1_000; i++) {
            SeqpacketSocket.connect(socket).close();
            server.poll();
        }
        server.poll();
        assertThat(openDescriptors()).isEqualTo(before);
        assertThat(recorder.attached).isEmpty();
    }

    @Test
    void shouldKeepNoDescriptorWhenCallersGoAwayAfterAsking() throws Exception {
        int pid = (int) ProcessHandle.current().pid();
        byte[] request = AttachMessage.encode(new AttachMessage.Attach(AttachMessage.VERSION, pid, "p0f"));
        long before = openDescriptors();
        for (int i = 0; i < 100; i++) {
            SeqpacketSocket caller = SeqpacketSocket.connect(socket);
            caller.send(request);
            caller.close();
            server.poll();
        }
        server.poll();
        recorder.attached.forEach(Attachment::close);
        assertThat(openDescriptors()).isEqualTo(before);
    }

    @Test
    void shouldNotTakeDescriptorsThatCallersSend() throws Exception {
        int pid = (int) ProcessHandle.current().pid();
        byte[] request = AttachMessage.encode(new AttachMessage.Attach(AttachMessage.VERSION, pid, "p0f"));
        int surplus = SharedMemory.create("test", PageSize.SMALL);
        long before = openDescriptors();
        for (int i = 0; i < 50; i++) {
            try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
                caller.send(request, surplus, surplus, surplus);
                server.poll();
                server.poll();
                recorder.attached.getLast().close();
            }
        }
        server.poll();
        assertThat(openDescriptors()).isEqualTo(before);
        OpenFile.close(surplus);
    }

    @Test
    void shouldSayThatNoSwitchListensWhenNoneDoes(@TempDir Path directory) {
        Path nobody = directory.resolve("okko.attach");
        assertThatThrownBy(() -> ProcessorAttachment.attach(nobody, "p0f"))
                .isInstanceOf(IOException.class)
                .hasMessage("no switch listens at " + nobody);
    }

    @Test
    void shouldRemoveItsSocketWhenClosed() throws Exception {
        server.close();
        assertThat(socket).doesNotExist();
        assertThatThrownBy(() -> ProcessorAttachment.attach(socket, "p0f"))
                .hasMessage("no switch listens at " + socket);
        server = new AttachServer(socket, pool.region().identity().instance(), recorder, () -> nowNs);
    }

    private ProcessorAttachment attach(String name) throws Exception {
        return whileServing(() -> ProcessorAttachment.attach(socket, name));
    }

    /** Runs a caller that waits for the switch on a thread of its own, while this one is the switch. */
    private <T> T whileServing(Callable<T> caller) throws Exception {
        FutureTask<T> task = new FutureTask<>(caller);
        Thread.ofPlatform().start(task);
        while (!task.isDone()) {
            server.poll();
            Thread.onSpinWait();
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private String answerTo(byte[] message) throws IOException {
        try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
            caller.send(message);
            server.poll();
            server.poll();
            return reason(caller.receive(AttachMessage.SIZE_BYTES, 0));
        }
    }

    private static String reason(Receipt receipt) {
        var message = (Receipt.Message) receipt;
        return ((AttachMessage.Refuse) AttachMessage.decode(message.bytes()).orElseThrow()).reason();
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
