package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.ringshm.capture.Capture;
import okko.switchd.packet.DropReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapPortTest {

    @TempDir
    Path directory;

    private PortFixture fixture;

    @BeforeEach
    void makePool() throws IOException {
        fixture = new PortFixture();
    }

    @AfterEach
    void closePool() {
        fixture.close();
    }

    private PcapPort open(Path read, Path write) throws IOException {
        return PcapPort.open(new PortSpec.Pcap(read, write), 3, fixture.pool);
    }

    @Test
    void shouldReceiveEachFrameOnceWhenReading() throws Exception {
        Path file = PortFixture.write(
                directory.resolve("in.pcap"), PortFixture.frame(60, 1), PortFixture.frame(61, 2));
        PcapPort port = open(file, null);

        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        assertThat(fixture.received(0)).isEqualTo(PortFixture.frame(60, 1));
        assertThat(fixture.received(1)).isEqualTo(PortFixture.frame(61, 2));
        assertThat(fixture.batch.inPort[0]).isEqualTo(3);
        fixture.releaseAll();
        assertThat(port.receive(fixture.batch)).isZero();
        assertThat(port.counters().rxPackets()).isEqualTo(2);
        assertThat(port.counters().rxBytes()).isEqualTo(121);
    }

    @Test
    void shouldDropTooLongWhenAFrameDoesNotFit() throws Exception {
        Path file = PortFixture.write(
                directory.resolve("in.pcap"), PortFixture.frame(257, 1), PortFixture.frame(256, 2));
        PcapPort port = open(file, null);

        assertThat(port.receive(fixture.batch)).isEqualTo(1);
        assertThat(port.counters().rxPackets()).isEqualTo(2);
        assertThat(port.counters().drops().packets(DropReason.TOO_LONG)).isEqualTo(1);
        fixture.releaseAll();
    }

    @Test
    void shouldWaitWhenNoBufferIsFree() throws Exception {
        Path file = PortFixture.write(directory.resolve("in.pcap"), PortFixture.frame(60, 1));
        PcapPort port = open(file, null);
        int[] taken = new int[PortFixture.BUFFERS];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = fixture.pool.allocate();
        }

        assertThat(port.receive(fixture.batch)).isZero();
        fixture.pool.release(taken[0]);
        assertThat(port.receive(fixture.batch)).isEqualTo(1);
        assertThat(port.counters().drops().total()).isZero();
    }

    @Test
    void shouldWriteEachFrameWhenSent() throws Exception {
        Path file = directory.resolve("out.pcap");
        PcapPort port = open(null, file);
        fixture.add(PortFixture.frame(60, 1));
        fixture.add(PortFixture.frame(70, 2));

        port.send(fixture.batch);
        port.close();

        Capture written = Capture.read(file);
        assertThat(written.size()).isEqualTo(2);
        assertThat(written.frame(1)).isEqualTo(PortFixture.frame(70, 2));
        assertThat(port.counters().txPackets()).isEqualTo(2);
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldCountTransmitFailedWhenTheFileTakesNoMore() throws Exception {
        PcapPort port = open(null, Path.of("/dev/full"));
        for (int round = 0; round < 6000; round++) {
            fixture.add(PortFixture.frame(200, 1));
            port.send(fixture.batch);
        }

        assertThat(port.counters().drops().packets(DropReason.TRANSMIT_FAILED)).isPositive();
        assertThat(port.counters().txPackets() + port.counters().drops().total()).isEqualTo(6000);
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldCreateNothingWhenTheInputIsBroken() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.pcap"), "no capture");
        Path out = directory.resolve("out.pcap");

        assertThatThrownBy(() -> open(broken, out)).isInstanceOf(IOException.class).hasMessageContaining("broken.pcap");
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldWritePcapngWhenTheFileIsSoCalled() throws Exception {
        Path file = directory.resolve("out.pcapng");
        PcapPort port = open(null, file);
        fixture.add(PortFixture.frame(61, 4));
        port.send(fixture.batch);
        port.close();

        assertThat(Files.readAllBytes(file)).startsWith(0x0a, 0x0d, 0x0d, 0x0a); // a section header block
        Capture capture = Capture.read(file);
        assertThat(capture.size()).isEqualTo(1);
        assertThat(capture.frame(0)).isEqualTo(PortFixture.frame(61, 4));
    }
}
