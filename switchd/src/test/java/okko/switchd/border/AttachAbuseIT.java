package okko.switchd.border;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.NativeLibrary;
import okko.ringshm.kernel.Receipt;
import okko.ringshm.kernel.SeqpacketSocket;
import okko.switchd.Processes;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who want in by no honest request, in great numbers, or only want to be in the way. */
class AttachAbuseIT {

    private static final int PID = (int) ProcessHandle.current().pid();
    private static final int PATIENCE_MS = 30_000;
    private static final int QUICK_CALLS = 2_000;
    private static final int NIGHTLY_CALLS = 100_000;
    /** More than the switch listens to at a time, on either socket, and more than the kernel lets wait. */
    private static final int MANY_CALLERS = 90;

    @TempDir
    private static Path directory;

    private static SwitchUnderTest okko;

    @BeforeAll
    static void start() throws Exception {
        okko = SwitchUnderTest.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        okko.close();
    }

    /** Sends one message, with descriptors, and returns the reason for which it was refused. */
    private static String refusal(byte[] message, int... descriptors) throws IOException {
        try (SeqpacketSocket socket = SeqpacketSocket.connect(okko.attachSocket())) {
            socket.send(message, descriptors);
            assertThat(socket.awaitReadable(PATIENCE_MS)).isTrue();
            if (socket.receive(1024, 0) instanceof Receipt.Message(byte[] bytes, _)) {
                return RawAttachment.refusal(bytes);
            }
            throw new AssertionError("the switch hung up without a word");
        }
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.count();
        }
    }

    private static void awaitDescriptors(long count) throws InterruptedException {
        SwitchUnderTest.await(count + " open descriptors", () -> {
            try {
                return openDescriptors() <= count;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void shouldSayWhyWhenARequestIsOfAnotherVersion() throws IOException {
        for (int version : new int[] {0, 1, 3, 0xff}) {
            assertThat(refusal(RawAttachment.request(version, PID, "fw"))).isEqualTo(
                    "the processor speaks version " + version + " of the attach protocol, the switch version 2");
        }
        okko.assertAMillionPacketsFlow("processor_absent");
    }

    @Test
    void shouldSayWhyWhenARequestIsNone() throws Exception {
        byte[] request = RawAttachment.request(2, PID, "fw");
        byte[] otherMagic = request.clone();
        otherMagic[0]++;
        byte[] otherType = request.clone();
        otherType[6] = 2;
        for (byte[] wrong : List.of(otherMagic, otherType, Arrays.copyOf(request, 255), Arrays.copyOf(request, 257),
                Arrays.copyOf(request, 1), new byte[60_000])) {
            assertThat(refusal(wrong)).isEqualTo("this is no request to attach");
        }
        assertThat(refusal(RawAttachment.request(2, 1, "fw"))).startsWith("process 1 asks on a socket that process");
        assertThat(refusal(RawAttachment.request(2, PID, "stranger"))).startsWith("no ring port is named stranger");
        for (String name : List.of("", "../fw", "f w", "fw\n", "x".repeat(64), "fw\u007f")) {
            assertThat(refusal(RawAttachment.request(2, PID, name))).contains("1 to 63 letters");
        }
        assertThat(okko.state("fw")).isEqualTo("absent");
        okko.assertConserved(0);
        okko.assertAMillionPacketsFlow("processor_absent");
    }

    @Test
    void shouldKeepNoneOfTheDescriptorsThatACallerSends() throws Exception {
        long before = openDescriptors();
        try (EventFd counter = EventFd.create(); FileInputStream file = new FileInputStream("/dev/null")) {
            assertThat(file.getFD().valid()).isTrue();
            int[] surplus = new int[200];
            Arrays.fill(surplus, counter.descriptor());
            for (int i = 0; i < 50; i++) {
                assertThat(refusal(RawAttachment.request(1, PID, "fw"), surplus)).contains("version 1");
            }
        }
        awaitDescriptors(before);
        okko.assertAMillionPacketsFlow("processor_absent");
    }

    @Test
    void shouldServeTheFirstWhenTwoProcessesGiveOneName() throws Exception {
        try (HostileProcess first = HostileProcess.startHonest(okko)) {
            Process second = new ProcessBuilder(
                            Processes.java(HonestPeer.class, okko.attachSocket().toString(), "fw"))
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(second.getInputStream().readAllBytes()))
                    .contains("process " + first.pid() + " is attached as fw");
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(okko.state("fw")).isEqualTo("attached");
            okko.startTraffic();
            long before = okko.counts().received();
            SwitchUnderTest.await("answers of the first", () -> okko.counts().received() > before + 1_000);
            okko.stopTraffic();
        }
        okko.awaitState("fw", "absent");
        okko.assertConserved(0);
    }

    @Test
    void shouldKeepNothingOfCallersWhoComeAndGo() throws Exception {
        comeAndGo(QUICK_CALLS);
    }

    @Test
    @Tag("nightly")
    void shouldKeepNothingOfAHundredThousandCallersWhoComeAndGo() throws Exception {
        comeAndGo(NIGHTLY_CALLS);
    }

    private static void comeAndGo(int calls) throws Exception {
        long before = openDescriptors();
        for (int i = 0; i < calls; i++) {
            try (SeqpacketSocket socket = connect()) {
                if (i % 2 == 0) {
                    socket.send(RawAttachment.request(i % 3, PID, "nobody")); // hangs up before the answer comes
                }
            }
        }
        awaitDescriptors(before);
        okko.awaitState("fw", "absent");
        assertThat(okko.counts().attached()).isEqualTo(okko.counts().died());
        okko.assertConserved(0);
        okko.assertAMillionPacketsFlow("processor_absent");
    }

    /** The kernel keeps only so many callers waiting. */
    private static SeqpacketSocket connect() throws Exception {
        while (true) {
            try {
                return SeqpacketSocket.connect(okko.attachSocket());
            } catch (KernelException e) {
                assertThat(e.errno()).isEqualTo(NativeLibrary.EAGAIN);
                Thread.yield();
            }
        }
    }

    @Test
    void shouldServeAProcessorWhileOthersOnlyHoldTheLine() throws Exception {
        long before = openDescriptors();
        List<SeqpacketSocket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < MANY_CALLERS; i++) {
                silent.add(connect());
            }
            okko.assertAMillionPacketsFlow("processor_absent");
            try (HostileProcess late = HostileProcess.startHonest(okko)) {
                assertThat(late.pid()).isEqualTo(okko.processor("fw").path("pid").asLong());
            }
        } finally {
            silent.forEach(SeqpacketSocket::close);
        }
        okko.awaitState("fw", "absent");
        awaitDescriptors(before);
        okko.assertConserved(0);
    }

    @Test
    void shouldAnswerCommandsWhileOthersNeitherFinishALineNorReadAnAnswer() throws Exception {
        long before = openDescriptors();
        List<SocketChannel> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MANY_CALLERS; i++) {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channel.connect(UnixDomainSocketAddress.of(new RunDirectory(okko.runDirectory()).controlSocket()));
                slow.add(channel);
                String text = i % 2 == 0 ? "{\"command\":" : "{\"command\":\"port list\"}\n".repeat(500);
                channel.configureBlocking(false);
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            }
            for (int i = 0; i < 20; i++) {
                try (ControlClient client = ControlClient.connect(okko.runDirectory())) {
                    assertThat(client.send("pool show", null).path("conserved").asBoolean()).isTrue();
                }
            }
        } finally {
            for (SocketChannel channel : slow) {
                channel.close();
            }
        }
        awaitDescriptors(before);
    }
}
