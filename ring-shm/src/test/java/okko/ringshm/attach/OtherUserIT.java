package okko.ringshm.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
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

/** A monitor of another user: the kernel refuses it every way to write a packet. Only root can become another user. */
class OtherUserIT {

    private static final int NOBODY = 65_534;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long CONTENT = 0x1122334455667788L;

    @TempDir
    private Path directory;

    private final Recorder recorder = new Recorder();
    private final List<Process> processors = new ArrayList<>();
    private final List<String> classPath = new ArrayList<>();
    private PacketPool pool;
    private AttachServer server;
    private int servedUid = NOBODY;

    private final class Recorder implements AttachListener {
        final List<Attachment> attached = new ArrayList<>();
        final List<Loss> lost = new ArrayList<>();

        @Override
        public boolean mayCall(int uid) {
            return uid == servedUid;
        }

        @Override
        public AttachDecision attaching(String name, PeerCredentials credentials) {
            assertThat(credentials.uid()).isEqualTo(NOBODY);
            return new AttachDecision.Accepted(64, TrustMode.MONITOR, pool.region());
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
    void listen() throws Exception {
        assumeTrue(PeerCredentials.self().uid() == 0, "only root can start a process of another user");
        RunDirectory run = new RunDirectory(directory.resolve("run"));
        run.claim();
        pool = PacketPool.create(new PoolConfig(64, 2048));
        server = new AttachServer(run.attachSocket(), pool.region().identity().instance(), recorder,
                SystemNanoClock.INSTANCE);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        run.admitOthers();
        copyClasses();
    }

    /** Where the other user can read them; the build directory and the local repository may be closed to it. */
    private void copyClasses() throws Exception {
        for (Class<?> needed : List.of(ProcessorAttachment.class, OtherUser.class, UnsafeApi.class)) {
            Path source = Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path copy = directory.resolve(classPath.size() + source.getFileName().toString());
            assertThat(new ProcessBuilder("cp", "-r", source.toString(), copy.toString()).start().waitFor()).isZero();
            assertThat(new ProcessBuilder("chmod", "-R", "a+rX", copy.toString()).start().waitFor()).isZero();
            classPath.add(copy.toString());
        }
    }

    @AfterEach
    void end() throws Exception {
        for (Process processor : processors) {
            processor.destroyForcibly().waitFor();
        }
        if (server != null) {
            server.close();
            pool.close();
        }
    }

    @Test
    void shouldShowPacketsToAMonitorOfAnotherUser() throws Exception {
        Process monitor = start(OtherUser.Attempt.READ);
        await("the monitor", () -> recorder.attached.size() == 1);
        assertServed(monitor);
    }

    @Test
    void shouldRefuseAMonitorEveryWayToWrite() throws Exception {
        long before = checksum();
        Process monitor = start(OtherUser.Attempt.ASK);
        await("its end", () -> recorder.lost.contains(Loss.DIED));
        assertThat(output(monitor)).containsExactly(
                "map: KernelException: mmap of 4096 bytes: Permission denied",
                "open: AccessDeniedException: /proc/self/fd/N",
                "chmod: FileSystemException: /proc/self/fd/N: Operation not permitted",
                "truncate: AccessDeniedException: /proc/self/fd/N");
        assertThat(checksum()).isEqualTo(before);
        assertThatTheSwitchGoesOn();
    }

    @Test
    void shouldLoseTheMonitorAndNoPacketWhenItWritesAllTheSame() throws Exception {
        long before = checksum();
        Process monitor = start(OtherUser.Attempt.STORE);
        await("its end", () -> recorder.lost.contains(Loss.DIED));
        assertThat(output(monitor)).as("killed by the fault").contains("storing").doesNotContain("stored");
        assertThat(monitor.waitFor()).isNotZero();
        assertThat(checksum()).isEqualTo(before);
        assertThatTheSwitchGoesOn();
    }

    @Test
    void shouldRefuseAUserThatNoPortNames() throws Exception {
        servedUid = 0;
        Process stranger = start(OtherUser.Attempt.READ);
        await("its end", () -> !stranger.isAlive());
        assertThat(output(stranger)).anyMatch(line -> line.endsWith("user " + NOBODY + " may not attach"));
        assertThat(recorder.attached).isEmpty();
    }

    @Test
    void shouldNotLetAnotherUserSeeTheRunDirectory() throws Exception {
        Process list = new ProcessBuilder("setpriv", "--reuid", Integer.toString(NOBODY), "--clear-groups", "ls",
                        directory.resolve("run").toString())
                .redirectErrorStream(true)
                .start();
        assertThat(output(list)).singleElement().asString().endsWith("Permission denied");
    }

    /** The next monitor attaches under the name of the dead one and is served. */
    private void assertThatTheSwitchGoesOn() throws Exception {
        recorder.attached.getLast().close();
        int before = recorder.attached.size();
        Process next = start(OtherUser.Attempt.READ);
        await("the next monitor", () -> recorder.attached.size() > before);
        assertServed(next);
    }

    private void assertServed(Process monitor) throws Exception {
        Attachment attachment = recorder.attached.getLast();
        int buffer = pool.allocate();
        UnsafeApi.putLong(pool.dataAddress(buffer) + pool.headroomBytes(), CONTENT);
        int generation = pool.lend(buffer, attachment.borrower());
        attachment.toProcessor().put(
                PacketDescriptor.word0(buffer, pool.headroomBytes(), 60), PacketDescriptor.word1(generation, 0, 1, 0));
        attachment.toProcessor().publish();
        await("its answer", () -> attachment.fromProcessor().ready(1) == 1);
        assertThat(pool.takeBack(buffer, attachment.borrower(),
                PacketDescriptor.generation(attachment.fromProcessor().word1(0)))).isTrue();
        pool.release(buffer);
        assertThat(output(monitor)).containsExactly(Long.toString(CONTENT));
    }

    private Process start(OtherUser.Attempt attempt) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid", Integer.toString(NOBODY), "--regid", Integer.toString(NOBODY),
                        "--clear-groups"));
        String socket = directory.resolve("run/okko.attach").toString();
        List<String> java = JavaProcess.command(OtherUser.class, socket, "p0f", attempt.name());
        java.set(java.indexOf("-cp") + 1, String.join(File.pathSeparator, classPath));
        java.addAll(1, List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"));
        command.addAll(java);
        Process processor = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        processors.add(processor);
        return processor;
    }

    private static List<String> output(Process process) throws Exception {
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("/fd/[0-9]+", "/fd/N"))
                .toList();
        process.waitFor();
        return lines;
    }

    private long checksum() {
        byte[] bytes = new byte[pool.region().sizeBytes()];
        pool.region().buffer().getBytes(0, bytes);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }

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
}
