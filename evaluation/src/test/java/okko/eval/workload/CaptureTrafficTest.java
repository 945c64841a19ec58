package okko.eval.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import okko.ringshm.capture.CaptureWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTrafficTest {

    @TempDir
    private Path directory;

    @Test
    void shouldTakePacketsAsTheyAre() throws IOException {
        Traffic traffic = CaptureTraffic.read(capture(List.of(new byte[60], new byte[14], new byte[2_048])));

        assertThat(traffic.frames()).extracting(frame -> frame.length).containsExactly(60, 14, 2_048);
        assertThat(traffic.source()).isEqualTo("mine.pcap, as captured");
        assertThat(traffic.flows()).isZero();
    }

    @Test
    void shouldLeaveOutWhatNoBufferHoldsAndSaySo() throws IOException {
        Traffic traffic = CaptureTraffic.read(capture(List.of(new byte[13], new byte[60], new byte[2_049])));

        assertThat(traffic.packets()).isEqualTo(1);
        assertThat(traffic.source())
                .isEqualTo("mine.pcap, as captured, without 2 of fewer than 14 or more than 2,048 bytes");
    }

    @Test
    void shouldTakeTheFirstPacketsOfALongCaptureAndSaySo() throws IOException {
        Traffic traffic = CaptureTraffic.read(capture(Collections.nCopies(16_001, new byte[60])));

        assertThat(traffic.packets()).isEqualTo(16_000);
        assertThat(traffic.source()).isEqualTo("mine.pcap, as captured, the first 16,000 packets");
    }

    @Test
    void shouldSayInALineWhatIsNoUsableCapture() throws IOException {
        assertFault(directory.resolve("none.pcap"), "none.pcap: no such file");
        assertFault(Files.writeString(directory.resolve("text.pcap"), "x".repeat(100)), "is no pcap or pcapng file");
        assertFault(capture(List.of()), "mine.pcap: holds no packet");
        assertFault(capture(List.of(new byte[3_000])), "none of its 1 packets has 14 to 2048 bytes");
    }

    private Path capture(List<byte[]> frames) throws IOException {
        Path file = directory.resolve("mine.pcap");
        Files.deleteIfExists(file);
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (byte[] frame : frames) {
                writer.write(0, frame);
            }
        }
        return file;
    }

    private static void assertFault(Path file, String words) {
        assertThatThrownBy(() -> CaptureTraffic.read(file)).isInstanceOf(IOException.class)
                .hasMessageContaining(words).message().hasLineCount(1);
    }
}
