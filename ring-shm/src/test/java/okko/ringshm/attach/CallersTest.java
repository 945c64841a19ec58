package okko.ringshm.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okko.ringshm.kernel.Descriptors;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.NativeLibrary;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Callers who mean no good, or have bad luck: whatever they do, the server keeps nothing of them, and one poll does a
 * bounded amount of work. Caller and server take turns on one thread.
 */
class CallersTest {

    private static final int PID = (int) ProcessHandle.current().pid();
    private static final byte[] REQUEST =
            AttachMessage.encode(new AttachMessage.Attach(AttachMessage.VERSION, PID, "fw"));

    private final Recorder recorder = new Recorder();
    private long nowNs;
    private Path socket;
    private PacketPool pool;
    private AttachServer server;
    private long openBefore;
    private long mappedBefore;

    private static final class Recorder implements AttachListener {
        final List<Attachment> attached = new ArrayList<>();
        AttachDecision decision;
        int stranger = -1;

        @Override
        public boolean mayCall(int uid) {
            return uid != stranger;
        }

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
            assertThat(loss).isEqualTo(Loss.CLOSED);
        }
    }

    @BeforeEach
    void listen(@TempDir Path directory) throws IOException {
        socket = directory.resolve("okko.attach");
        pool = PacketPool.create(new PoolConfig(16, 256));
        recorder.decision = new AttachDecision.Accepted(8, TrustMode.SHARED, pool.region());
        server = new AttachServer(socket, pool.region().identity().instance(), recorder, () -> nowNs);
        openBefore = Descriptors.count();
        mappedBefore = Descriptors.countMappedRegions();
    }

    @AfterEach
    void close() throws IOException {
        letGo();
        server.poll();
        server.poll();
        assertThat(Descriptors.count()).as("descriptors").isEqualTo(openBefore);
        assertThat(Descriptors.countMappedRegions()).as("mapped regions").isEqualTo(mappedBefore);
        server.close();
        pool.close();
    }

    /** What the supervisor does when a processor is dead; those of this test cannot die. */
    private void letGo() {
        recorder.attached.forEach(Attachment::close);
        recorder.attached.clear();
    }

    @Test
    void shouldKeepNothingOfACallerWhoLeavesBetweenAnyTwoSteps() throws IOException {
        // The steps: connect, be accepted, ask, be answered, read the answer.
        for (int round = 0; round < 100; round++) {
            SeqpacketSocket.connect(socket).close();
            server.poll();

            try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
                server.poll();
            }
            server.poll();

            try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
                caller.send(REQUEST);
            }
            server.poll();
            server.poll();
            assertThat(recorder.attached).as("nobody is there to be attached").isEmpty();

            try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
                server.poll();
                caller.send(REQUEST);
                server.poll();
            }
            server.poll();
            letGo();

            try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
                ask(caller);
                for (int descriptor : ((Receipt.Message) caller.receive(1_000, 9)).descriptors()) {
                    OpenFile.close(descriptor);
                }
            }
            server.poll();
            letGo();
            server.poll();
            assertThat(Descriptors.count()).as("round %d", round).isEqualTo(openBefore);
        }
    }

    @Test
    void shouldKeepNothingOfTenThousandCallersWhoBreakOff() throws IOException {
        breakOff(10_000);
    }

    @Test
    @Tag("nightly")
    void shouldKeepNothingOfAHundredThousandCallersWhoBreakOff() throws IOException {
        breakOff(100_000);
    }

    /** Each caller does a random part of what it should, or something else, often with descriptors nobody asked for. */
    private void breakOff(int count) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int surplus = SharedMemory.create("surplus", PageSize.SMALL);
        for (int i = 0; i < count; i++) {
            try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
                switch (random.nextInt(5)) {
                    case 0 -> { }
                    case 1 -> caller.send(REQUEST);
                    case 2 -> caller.send(REQUEST, surplus, surplus, surplus, surplus);
                    case 3 -> caller.send(new byte[1 + random.nextInt(2_000)], surplus);
                    default -> {
                        ask(caller);
                        letGo();
                    }
                }
            }
            if (random.nextInt(8) == 0) {
                server.poll();
                letGo();
            }
            if (i % 32 == 0) {
                server.poll(); // or the kernel's queue is full
            }
        }
        OpenFile.close(surplus);
        for (int i = 0; i < 100; i++) {
            server.poll();
            letGo();
        }
        assertThat(Descriptors.count()).as("seed %d", seed).isEqualTo(openBefore);
    }

    @Test
    void shouldDoBoundedWorkPerPollWhenTenThousandCallersStaySilent() throws IOException {
        List<SeqpacketSocket> silent = new ArrayList<>();
        int refused = 0;
        int mostWork = 0;
        for (int i = 0; i < 10_000; i++) {
            try {
                silent.add(SeqpacketSocket.connect(socket));
            } catch (KernelException e) {
                assertThat(e.errno()).as("the kernel's queue is full").isEqualTo(NativeLibrary.EAGAIN);
                mostWork = Math.max(mostWork, server.poll());
                refused += dropRefused(silent);
            }
        }
        while (server.poll() > 0) {
            refused += dropRefused(silent);
        }
        refused += dropRefused(silent);

        assertThat(mostWork).isBetween(1, AttachServer.MAX_ACCEPTED_PER_POLL);
        assertThat(silent).as("those who may wait").hasSize(WaitingRoom.MAX_CALLERS_PER_USER);
        assertThat(refused).isGreaterThan(5_000);
        assertThat(Descriptors.count()).isEqualTo(openBefore + 2L * WaitingRoom.MAX_CALLERS_PER_USER);

        nowNs += AttachServer.PATIENCE_NS + 1;
        assertThat(server.poll()).isEqualTo(WaitingRoom.MAX_CALLERS_PER_USER);
        assertThat(dropRefused(silent)).isEqualTo(WaitingRoom.MAX_CALLERS_PER_USER);
    }

    @Test
    void shouldHearTheNextWhenManyOnlyHoldTheLine() throws IOException {
        List<SeqpacketSocket> silent = new ArrayList<>();
        for (int i = 0; i < WaitingRoom.MAX_CALLERS_PER_USER; i++) {
            silent.add(SeqpacketSocket.connect(socket));
            server.poll();
        }
        try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
            ask(caller);
            assertThat(recorder.attached).hasSize(1);
        }
        assertThat(dropRefused(silent)).as("the first one made room").isOne();
        silent.forEach(SeqpacketSocket::close);
    }

    private static int dropRefused(List<SeqpacketSocket> callers) throws IOException {
        int before = callers.size();
        List<SeqpacketSocket> left = new ArrayList<>();
        for (SeqpacketSocket caller : callers) {
            if (caller.receive(AttachMessage.SIZE_BYTES, 0) instanceof Receipt.Message) {
                caller.close();
            } else {
                left.add(caller);
            }
        }
        callers.clear();
        callers.addAll(left);
        return before - left.size();
    }

    @Test
    void shouldAttachAFewPerPollWhenManyAskAtOnce() throws IOException {
        List<SeqpacketSocket> callers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            SeqpacketSocket caller = SeqpacketSocket.connect(socket);
            caller.send(AttachMessage.encode(new AttachMessage.Attach(AttachMessage.VERSION, PID, "fw" + i)));
            callers.add(caller);
        }
        List<Integer> attached = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            server.poll();
            attached.add(recorder.attached.size());
        }
        assertThat(attached).containsExactly(0, 4, 8, 10, 10);
        callers.forEach(SeqpacketSocket::close);
    }

    @Test
    void shouldRefuseAUserWhoMayNotCallBeforeItSaysAWord() throws IOException {
        recorder.stranger = PeerCredentials.self().uid();
        try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
            server.poll();
            assertThat(refusal(caller)).isEqualTo("user " + recorder.stranger + " may not attach");
        }
    }

    @Test
    void shouldRefuseHalfARequestAndOneThatIsTooLong() throws IOException {
        for (int length : new int[] {1, 64, 255, 257, 5_000}) {
            byte[] bytes = Arrays.copyOf(REQUEST, length);
            try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
                caller.send(bytes);
                server.poll();
                server.poll();
                assertThat(refusal(caller)).as("%d bytes", length).isEqualTo("this is no request to attach");
            }
        }
    }

    @Test
    void shouldRefuseOlderAndNewerVersionsByBothNumbers() throws IOException {
        for (int version : new int[] {1, 3}) {
            byte[] request = REQUEST.clone();
            ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).putShort(4, (short) version);
            try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
                caller.send(request);
                server.poll();
                server.poll();
                assertThat(refusal(caller)).isEqualTo(
                        "the processor speaks version " + version + " of the attach protocol, the switch version 2");
            }
        }
    }

    @Test
    void shouldRefuseASecondOfOneNameAndNotDisturbTheFirst() throws IOException {
        try (SeqpacketSocket first = SeqpacketSocket.connect(socket);
                SeqpacketSocket second = SeqpacketSocket.connect(socket)) {
            ask(first);
            Receipt.Message accepted = (Receipt.Message) first.receive(AttachMessage.SIZE_BYTES, 4);
            ask(second);
            assertThat(refusal(second)).isEqualTo(
                    "process " + PID + " is attached as fw already, or was cut off: the name is free when it has ended");
            assertThat(first.receive(1, 0)).isInstanceOf(Receipt.Nothing.class);
            for (int descriptor : accepted.descriptors()) {
                OpenFile.close(descriptor);
            }
        }
    }

    @Test
    void shouldNotMindWhatAnAttachedProcessorSends() throws IOException {
        try (SeqpacketSocket caller = SeqpacketSocket.connect(socket)) {
            ask(caller);
            for (int i = 0; i < 5; i++) {
                caller.send(new byte[3_000], pool.region().descriptor());
            }
            for (int i = 0; i < 10; i++) {
                assertThat(server.poll()).isZero();
            }
            assertThat(recorder.attached).hasSize(1);
        }
    }

    /** Sends the request; the server answers it. */
    private void ask(SeqpacketSocket caller) throws IOException {
        caller.send(REQUEST);
        server.poll();
        server.poll();
    }

    private static String refusal(SeqpacketSocket caller) throws IOException {
        var message = (Receipt.Message) caller.receive(AttachMessage.SIZE_BYTES, 0);
        return ((AttachMessage.Refuse) AttachMessage.decode(message.bytes()).orElseThrow()).reason();
    }
}
