package okko.eval.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okko.ringshm.capture.CaptureWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The peer itself, where the machine has all that it needs: it forwards, it says why not, and it leaves nothing. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OvsDpdkIT {

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final List<String> FORWARD = List.of("in_port=1,actions=output:2");

    @TempDir
    private Path directory;

    private final PeerMachine machine = PeerMachine.here();

    @BeforeEach
    void requirePeer() {
        machine.obstacle().ifPresent(reason -> {
            System.out.println("OvsDpdkIT " + reason);
            abort(reason);
        });
    }

    @Test
    void shouldForwardWhatItsSourcePlaysAndLeaveNothingBehind() throws Exception {
        Path capture = directory.resolve("one.pcap");
        try (CaptureWriter writer = CaptureWriter.create(capture)) {
            writer.write(0, new byte[64]);
        }
        Path files = Files.createDirectory(directory.resolve("o"));
        try (OvsDpdk ovs = OvsDpdk.start(machine, files, OvsCaches.EMC, FORWARD)) {
            assertThat(ovs.count().packets()).isZero();
            ovs.addSource(capture);
            awaitPackets(ovs);
            ovs.clearStats();
            awaitPackets(ovs);
            assertThat(ovs.stats().simpleHits()).isPositive();
        }
        assertThat(files).doesNotExist();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        assertThat(Path.of("/sys/class/net/ovs-netdev")).doesNotExist();
    }

    @Test
    void shouldSayWhatOvsSaysWhenItRefusesARule() throws Exception {
        Path files = Files.createDirectory(directory.resolve("o"));
        assertThatThrownBy(() -> OvsDpdk.start(machine, files, OvsCaches.SMC, List.of("in_port=1,actions=nonsense")))
                .isInstanceOf(IOException.class).hasMessageStartingWith("OVS-DPDK: ovs-ofctl ended with status 1: ")
                .hasMessageContaining("nonsense");
        assertThat(files).doesNotExist();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void shouldSayThatThereIsNoPortWhenTheCaptureIsMissing() throws Exception {
        Path files = Files.createDirectory(directory.resolve("o"));
        try (OvsDpdk ovs = OvsDpdk.start(machine, files, OvsCaches.EMC, FORWARD)) {
            assertThatThrownBy(() -> ovs.addSource(directory.resolve("none.pcap")))
                    .isInstanceOf(IOException.class).hasMessageContaining("no port src0");
        }
    }

    private static void awaitPackets(OvsDpdk ovs) throws IOException {
        long before = ovs.count().packets();
        long startNs = System.nanoTime();
        while (ovs.count().packets() == before) {
            assertThat(System.nanoTime() - startNs).as("waited for packets").isLessThan(PATIENCE_NS);
        }
    }
}
