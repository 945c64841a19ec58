package okko.switchd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import okko.ringshm.attach.RunDirectory;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that say anything at all to a running switch: others are answered as before, and nothing of it is a fault. */
class OpenFlowConnectionFuzzIT {

    private static final int MESSAGES_PER_CONNECTION = 40;
    private static final byte[] VERSIONS = {1, 4, 5, 6};

    @TempDir
    Path directory;

    private Switch okko;
    private List<byte[]> known;

    @BeforeEach
    void start() throws IOException, StartException {
        okko = Switch.create(ConfigFile.read(Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 256, dataBytes: 256}
                ports:
                  p1: {number: 1, type: "null"}
                  p2: {number: 2, type: "null"}
                """)), new RunDirectory(directory.resolve("run")));
        okko.start();
        try (InputStream in = getClass().getResourceAsStream("/fuzz/messages.txt")) {
            known = new String(in.readAllBytes(), US_ASCII).lines().filter(line -> !line.startsWith("#"))
                    .map(HexFormat.of()::parseHex).toList();
        }
    }

    @AfterEach
    void stop() {
        okko.close();
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldAnswerOthersWhateverAPeerSays() throws Exception {
        run(12, 20_261_123);
    }

    @Test
    @Tag("nightly")
    @Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldAnswerOthersWhateverAPeerSaysForHalfAnHour() throws Exception {
        run(1_800, System.nanoTime());
    }

    private void run(int seconds, long seed) throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int peers = 0;
        while (System.nanoTime() < deadlineNs) {
            talk(random);
            peers++;
            if (peers % 20 == 0) {
                requireAnswer();
            }
        }
        requireAnswer();
        System.out.printf("%,d peers%n", peers);
        try (ControlClient client = ControlClient.connect(directory.resolve("run"))) {
            assertThat(client.send("pool show", client.newArguments()).path("faults")).isEmpty();
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("run/br0.mgmt")));
    }

    private void talk(Random random) throws IOException {
        byte version = VERSIONS[random.nextInt(VERSIONS.length)];
        try (SocketChannel peer = connect()) {
            peer.configureBlocking(false);
            ByteBuffer answers = ByteBuffer.allocate(1 << 16);
            peer.write(ByteBuffer.wrap(new byte[] {version, 0, 0, 8, 0, 0, 0, 1}));
            for (int i = 0; i < MESSAGES_PER_CONNECTION; i++) {
                byte[] message = changed(known.get(random.nextInt(known.size())).clone(), random);
                if (random.nextInt(20) > 0) {
                    message[0] = version;
                }
                peer.write(ByteBuffer.wrap(message));
                if (peer.read(answers.clear()) < 0) {
                    return; // it has said enough
                }
            }
        } catch (IOException _) {
            // Given up by the switch, which may do that.
        }
    }

    private static byte[] changed(byte[] message, Random random) {
        for (int count = random.nextInt(4); count > 0; count--) {
            int from = random.nextInt(30) == 0 ? 0 : 8; // seldom what says how long it is
            int at = Math.min(message.length - 1, from + random.nextInt(message.length));
            message[at] = (byte) (random.nextBoolean() ? random.nextInt() : message[at] ^ 1 << random.nextInt(8));
        }
        return message;
    }

    /** Another peer's echo comes back. */
    private void requireAnswer() throws IOException {
        try (SocketChannel peer = connect()) {
            peer.write(ByteBuffer.wrap(new byte[] {4, 0, 0, 8, 0, 0, 0, 1}));
            peer.write(ByteBuffer.wrap(new byte[] {4, 2, 0, 12, 0, 0, 0, 9, 'o', 'k', 'k', 'o'}));
            InputStream in = Channels.newInputStream(peer);
            byte[] header = in.readNBytes(8);
            in.readNBytes(((header[2] & 0xff) << 8 | header[3] & 0xff) - header.length); // its own hello
            assertThat(in.readNBytes(12)).isEqualTo(
                    new byte[] {4, 3, 0, 12, 0, 0, 0, 9, 'o', 'k', 'k', 'o'});
        }
    }
}
