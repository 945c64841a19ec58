package okko.ringshm.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processors in processes of their own: packets in order, and everything that a death leaves behind. */
class PeerProcessIT {

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int BUFFERS = 512;
    private static final int RING_CAPACITY = 256;
    private static final int FRAME_BYTES = 60;
    private static final int PORT = 7;

    @TempDir
    private Path directory;

    private final Recorder recorder = new Recorder();
    private final List<Process> peers = new ArrayList<>();
    private Path socket;
    private PacketPool pool;
    private AttachServer server;

    private final class Recorder implements AttachListener {
        final List<Attachment> attached = new ArrayList<>();
        final List<Loss> lost = new ArrayList<>();

        @Override
        public AttachDecision attaching(String name, PeerCredentials credentials) {
            return new AttachDecision.Accepted(RING_CAPACITY, TrustMode.SHARED, pool.region());
        }

        @Override
        public void attached(Attachment attachment) {
            attached.add(attachment);
        }

        @Override
        public void lost(Attachment attachment, Loss loss) {
            lost.add(loss);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        socket = directory.resolve("okko.attach");
        pool = PacketPool.create(new PoolConfig(BUFFERS, 2048));
        server = new AttachServer(socket, pool.region().identity().instance(), recorder, SystemNanoClock.INSTANCE);
    }

    @AfterEach
    void end() throws Exception {
        for (Process peer : peers) {
            peer.destroyForcibly().waitFor();
        }
        assertThat(pool.check().faults()).isEmpty();
        server.close();
        pool.close();
    }

    @Test
    void shouldCarryAMillionDescriptorsInOrder() throws Exception {
        Attachment attachment = attach(Peer.Behaviour.ECHO);
        long total = 1_000_000;
        long[] sequence = {0, 0}; // sent, received
        await("a million descriptors", () -> {
            sequence[0] = send(attachment, sequence[0], total);
            sequence[1] = receive(attachment, sequence[1]);
            return sequence[1] == total;
        });
        assertThat(pool.freeCount()).isEqualTo(BUFFERS);
        assertThat(attachment.toProcessor().depth()).isZero();
    }

    @Test
    void shouldTakeBackEverythingWhenAProcessorIsKilledInFullFlow() throws Exception {
        Attachment attachment = attach(Peer.Behaviour.ECHO);
        long[] sequence = {0, 0};
        await("some traffic", () -> {
            sequence[0] = send(attachment, sequence[0], Long.MAX_VALUE);
            sequence[1] = receive(attachment, sequence[1]);
            return sequence[1] > 50_000;
        });
        peers.getFirst().destroyForcibly();
        await("death", () -> {
            sequence[0] = send(attachment, sequence[0], Long.MAX_VALUE);
            sequence[1] = receive(attachment, sequence[1]);
            return recorder.lost.contains(Loss.DIED);
        });
        sequence[1] = drain(attachment, sequence[1]);
        assertThat(pool.reclaim(attachment.borrower())).isEqualTo((int) (sequence[0] - sequence[1]));
        assertThat(pool.check().free()).isEqualTo(BUFFERS);
        attachment.close();
    }

    @Test
    void shouldTakeBackEverythingWhenAHoarderIsKilled() throws Exception {
        Attachment attachment = attach(Peer.Behaviour.HOARD);
        send(attachment, 0, 100);
        await("all read", () -> attachment.toProcessor().depth() == 0);
        assertThat(pool.lentTo(attachment.borrower())).isEqualTo(100);
        peers.getFirst().destroyForcibly();
        await("death", () -> recorder.lost.contains(Loss.DIED));
        assertThat(recorder.lost).endsWith(Loss.DIED);
        assertThat(pool.reclaim(attachment.borrower())).isEqualTo(100);
        assertThat(pool.freeCount()).isEqualTo(BUFFERS);
    }

    @Test
    void shouldProveDeathWhenAProcessorExitsByItself() throws Exception {
        Attachment attachment = attach(Peer.Behaviour.EXIT);
        send(attachment, 0, 1);
        await("death", () -> recorder.lost.contains(Loss.DIED));
        assertThat(recorder.lost).endsWith(Loss.DIED);
        assertThat(peers.getFirst().waitFor()).isZero();
        assertThat(pool.reclaim(attachment.borrower())).isEqualTo(1);
    }

    @Test
    void shouldLetASuccessorWaitUntilTheDeadOnesPacketsAreTakenBack() throws Exception {
        Attachment first = attach(Peer.Behaviour.HOARD);
        peers.getFirst().destroyForcibly();
        await("death", () -> recorder.lost.contains(Loss.DIED));
        start(Peer.Behaviour.ECHO);
        long sinceNs = System.nanoTime();
        await("a caller that waits", () -> System.nanoTime() - sinceNs > TimeUnit.SECONDS.toNanos(1));
        assertThat(recorder.attached).containsExactly(first);
        first.close();
        await("the successor", () -> recorder.attached.size() == 2);
        assertThat(recorder.attached.getLast().borrower()).isEqualTo(first.borrower());
        assertThat(recorder.attached.getLast().epoch()).isEqualTo(2);
    }

    @Test
    void shouldNotLoseAProcessorThatIsOnlyStopped() throws Exception {
        Attachment attachment = attach(Peer.Behaviour.ECHO);
        signal("STOP");
        await("silence", () -> attachment.heartbeatAgeNs(System.nanoTime()) > TimeUnit.MILLISECONDS.toNanos(500));
        send(attachment, 0, 10);
        assertThat(recorder.lost).isEmpty();
        signal("CONT");
        long[] received = {0};
        await("late answers", () -> {
            received[0] = receive(attachment, received[0]);
            return received[0] == 10;
        });
        await("a beat", () -> attachment.heartbeatAgeNs(System.nanoTime()) < TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(recorder.lost).isEmpty();
    }

    @Test
    void shouldAcceptNothingThatALiarMakesUp() throws Exception {
        Attachment attachment = attach(Peer.Behaviour.LIE);
        send(attachment, 0, 5);
        int[] counts = {0, 0}; // claims, accepted
        await("34 claims", () -> {
            int ready = attachment.fromProcessor().ready(64);
            for (int i = 0; i < ready; i++) {
                int buffer = PacketDescriptor.buffer(attachment.fromProcessor().word0(i));
                int generation = PacketDescriptor.generation(attachment.fromProcessor().word1(i));
                counts[0]++;
                if (pool.takeBack(buffer, attachment.borrower(), generation)) {
                    pool.release(buffer);
                    counts[1]++;
                }
            }
            attachment.fromProcessor().release(ready);
            return counts[0] >= 2 + 34;
        });
        // All generations are 1 at first, so guessing right what one was lent is possible, and no lie.
        assertThat(counts[1]).isEqualTo(5);
        assertThat(pool.freeCount()).isEqualTo(BUFFERS);
    }

    @Test
    void shouldEndWhenTheSwitchDoes() throws Exception {
        attach(Peer.Behaviour.ECHO);
        server.close();
        assertThat(peers.getFirst().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(peers.getFirst().exitValue()).isZero();
    }

    @Test
    void shouldKeepNoDescriptorAndNoMappingOfManyDeadProcessors() throws Exception {
        attach(Peer.Behaviour.HOARD);
        bury();
        long descriptors = count("/proc/self/fd");
        long mappings = mappingsOfSharedMemory();
        for (int i = 0; i < 3; i++) {
            attach(Peer.Behaviour.HOARD);
            bury();
        }
        assertThat(count("/proc/self/fd")).isEqualTo(descriptors);
        assertThat(mappingsOfSharedMemory()).isEqualTo(mappings);
    }

    /** Kills the last processor and lets go of it. */
    private void bury() throws Exception {
        Process peer = peers.removeLast();
        peer.destroyForcibly().waitFor();
        peer.getInputStream().close();
        peer.getErrorStream().close();
        peer.getOutputStream().close();
        int deaths = recorder.attached.size();
        await("death", () -> recorder.lost.stream().filter(loss -> loss == Loss.DIED).count() == deaths);
        recorder.attached.getLast().close();
        server.poll();
    }

    private Attachment attach(Peer.Behaviour behaviour) throws Exception {
        int before = recorder.attached.size();
        start(behaviour);
        await("the processor", () -> recorder.attached.size() > before);
        return recorder.attached.getLast();
    }

    private void start(Peer.Behaviour behaviour) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .toList());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Peer.class.getName(), socket.toString(), "peer", behaviour.name()));
        peers.add(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void signal(String signal) throws Exception {
        String pid = Long.toString(peers.getFirst().pid());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    }

    /** Serves as the switch's control thread until something has happened. */
    private void await(String what, BooleanSupplier happened) throws IOException {
        long sinceNs = System.nanoTime();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() - sinceNs > PATIENCE_NS) {
                throw new AssertionError("waited too long for " + what + "; lost: " + recorder.lost);
            }
            if (server.poll() == 0) {
                Thread.yield();
            }
        }
    }

    /** Lends as many packets as go, each with its sequence number as its content. */
    private long send(Attachment attachment, long sequence, long end) {
        long next = sequence;
        while (next < end && attachment.toProcessor().room(1) > 0
                && pool.lentTo(attachment.borrower()) < RING_CAPACITY) {
            int buffer = pool.allocate();
            int headroom = pool.headroomBytes();
            UnsafeApi.putLong(pool.dataAddress(buffer) + headroom, next);
            int generation = pool.lend(buffer, attachment.borrower());
            attachment.toProcessor().put(
                    PacketDescriptor.word0(buffer, headroom, FRAME_BYTES),
                    PacketDescriptor.word1(generation, 0, PORT, 0));
            next++;
        }
        attachment.toProcessor().publish();
        return next;
    }

    private long receive(Attachment attachment, long sequence) {
        int ready = attachment.fromProcessor().ready(64);
        for (int i = 0; i < ready; i++) {
            long word0 = attachment.fromProcessor().word0(i);
            long word1 = attachment.fromProcessor().word1(i);
            int buffer = PacketDescriptor.buffer(word0);
            boolean rightful =
                    pool.takeBack(buffer, attachment.borrower(), PacketDescriptor.generation(word1));
            if (!rightful || PacketDescriptor.port(word1) != PORT
                    || ~UnsafeApi.getLong(pool.frameAddress(word0)) != sequence + i) {
                throw new AssertionError("packet " + (sequence + i) + ": rightful=" + rightful + ", content="
                        + ~UnsafeApi.getLong(pool.frameAddress(word0)));
            }
            pool.release(buffer);
        }
        attachment.fromProcessor().release(ready);
        return sequence + ready;
    }

    private long drain(Attachment attachment, long sequence) {
        long before;
        long after = sequence;
        do {
            before = after;
            after = receive(attachment, before);
        } while (after > before);
        return after;
    }

    private static long count(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.count();
        }
    }

    private static long mappingsOfSharedMemory() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("/memfd:okko-")).count();
        }
    }
}
