package okko.ringshm.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {

    private static final byte[] FIRST = {1, 2, 3, 4, 5};
    private static final byte[] SECOND = new byte[1514];

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeTwoFrames() throws IOException {
        Arrays.fill(SECOND, (byte) 7);
        file = directory.resolve("two.pcap");
        UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(SECOND.length));
        memory.putBytes(0, SECOND);
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(1_000_000_001L, FIRST);
            writer.write(2_000_000_002L, memory.addressOffset(), SECOND.length);
        }
    }

    @Test
    void shouldReadBackWhatWasWritten() throws IOException {
        Capture capture = Capture.read(file);

        assertThat(capture.size()).isEqualTo(2);
        assertThat(capture.frame(0)).isEqualTo(FIRST);
        assertThat(capture.frame(1)).isEqualTo(SECOND);
        assertThat(capture.timestampNs(0)).isEqualTo(1_000_000_001L);
        assertThat(capture.timestampNs(1)).isEqualTo(2_000_000_002L);
    }

    @Test
    void shouldReadBothByteOrdersAndMicroseconds() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            ByteBuffer bytes = ByteBuffer.allocate(24 + 16 + 3).order(order);
            bytes.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535).putInt(1);
            bytes.putInt(5).putInt(6).putInt(3).putInt(3).put(new byte[] {9, 8, 7});
            Files.write(file, bytes.array());

            Capture capture = Capture.read(file);

            assertThat(capture.frame(0)).containsExactly(9, 8, 7);
            assertThat(capture.timestampNs(0)).isEqualTo(5_000_006_000L);
        }
    }

    @Test
    void shouldNamePacketAndByteWhenTheFileEndsInsideAPacket() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 4));

        assertThatThrownBy(() -> Capture.read(file))
                .isInstanceOf(CaptureException.class)
                .hasMessage(file + ": truncated capture: packet 2 at byte 45 has 1514 bytes, 1510 are left");
    }

    @Test
    void shouldRefuseEveryTruncationOfAFile() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            if (length == 24 || length == 45) {
                continue; // cut between two packets: a shorter, whole capture
            }
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Capture.read(file)).isInstanceOf(CaptureException.class);
        }
    }

    @Test
    void shouldSayWhatItIsWhenTheFileIsNoPcap() throws IOException {
        Files.write(file, "this is certainly not a capture file".getBytes());
        assertThatThrownBy(() -> Capture.read(file)).hasMessage(
                file + ": is no pcap or pcapng file: magic number 0x73696874");

        Files.delete(file);
        assertThatThrownBy(() -> Capture.read(file)).hasMessage(file + ": no such file");
    }

    @Test
    void shouldRefuseAPacketLengthThatNoCaptureHas() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(24 + 8, -1);
        Files.write(file, whole);

        assertThatThrownBy(() -> Capture.read(file))
                .hasMessage(file + ": packet 1 at byte 24 claims 4294967295 bytes; at most 262144 are possible");
    }
}
