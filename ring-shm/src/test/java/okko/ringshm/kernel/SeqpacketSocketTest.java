package okko.ringshm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeqpacketSocketTest {

    @TempDir
    private Path directory;

    private Path path;
    private SeqpacketSocket listening;
    private SeqpacketSocket client;
    private SeqpacketSocket server;

    @BeforeEach
    void connect() throws IOException {
        path = directory.resolve("socket");
        listening = SeqpacketSocket.listen(path);
        assertThat(listening.accept()).isEmpty();
        client = SeqpacketSocket.connect(path);
        assertThat(listening.awaitReadable(0)).isTrue();
        server = listening.accept().orElseThrow();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        listening.close();
    }

    @Test
    void shouldKeepMessagesApart() throws IOException {
        client.send(new byte[] {1, 2, 3});
        client.send(new byte[] {4});
        assertThat(bytes(server.receive(10, 0))).containsExactly(1, 2, 3);
        assertThat(bytes(server.receive(10, 0))).containsExactly(4);
        assertThat(server.receive(10, 0)).isEqualTo(new Receipt.Nothing());
    }

    @Test
    void shouldCutOffWhatWasNotAskedFor() throws IOException {
        client.send(new byte[] {1, 2, 3});
        client.send(new byte[] {4});
        assertThat(bytes(server.receive(2, 0))).containsExactly(1, 2);
        assertThat(bytes(server.receive(2, 0))).containsExactly(4);
    }

    @Test
    void shouldNoticeTheEndAfterTheLastMessage() throws IOException {
        client.send(new byte[] {1});
        client.close();
        assertThat(bytes(server.receive(10, 0))).containsExactly(1);
        assertThat(server.receive(10, 0)).isEqualTo(new Receipt.Closed());
        assertThatThrownBy(() -> server.send(new byte[] {1}))
                .isInstanceOf(KernelException.class)
                .hasMessage("sendmsg of 1 bytes: Broken pipe");
        client = SeqpacketSocket.connect(path);
    }

    @Test
    void shouldPassDescriptorsOfTheSameFile() throws IOException {
        int file = SharedMemory.create("test", PageSize.SMALL);
        SharedMemory.allocate(file, 12_345);
        client.send(new byte[] {1}, file, file);
        int[] received = ((Receipt.Message) server.receive(1, 2)).descriptors();
        assertThat(received).hasSize(2).doesNotContain(file);
        assertThat(SharedMemory.measure(received[1]).sizeBytes()).isEqualTo(12_345);
        OpenFile.close(received[0]);
        OpenFile.close(received[1]);
        OpenFile.close(file);
    }

    @Test
    void shouldDropDescriptorsThatThereIsNoRoomFor() throws IOException {
        int file = SharedMemory.create("test", PageSize.SMALL);
        client.send(new byte[] {1}, file, file, file);
        client.send(new byte[] {2}, file);
        long before = openDescriptors();
        int[] received = ((Receipt.Message) server.receive(1, 1)).descriptors();
        assertThat(received).hasSize(1);
        assertThat(((Receipt.Message) server.receive(1, 0)).descriptors()).isEmpty();
        OpenFile.close(received[0]);
        assertThat(openDescriptors()).isEqualTo(before);
        OpenFile.close(file);
    }

    @Test
    void shouldSayWhoIsOnTheOtherSide() throws IOException {
        assertThat(server.peer()).isEqualTo(PeerCredentials.self());
        assertThat(PeerCredentials.self().pid()).isEqualTo((int) ProcessHandle.current().pid());
    }

    @Test
    void shouldRefuseAPathThatIsTooLong() {
        Path tooLong = Path.of("/tmp/" + "x".repeat(103));
        assertThatThrownBy(() -> SeqpacketSocket.listen(tooLong))
                .isInstanceOf(IOException.class)
                .hasMessage("the path of a socket has at most 107 bytes: " + tooLong + " has 108");
    }

    @Test
    void shouldNameThePathThatIsTaken() {
        assertThatThrownBy(() -> SeqpacketSocket.listen(path))
                .hasMessage("bind to " + path + ": Address already in use");
    }

    private static byte[] bytes(Receipt receipt) {
        return ((Receipt.Message) receipt).bytes();
    }

    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
