package okko.eval.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that has all, and one thing after the other taken away. */
class PeerMachineTest {

    @TempDir
    private Path root;

    @BeforeEach
    void installAll() throws IOException {
        install(PeerMachine.DAEMON);
        Path drivers = Files.createDirectories(root.resolve("usr/lib/x86_64-linux-gnu/dpdk/pmds-23.0"));
        Files.createFile(drivers.resolve("librte_net_pcap.so.23"));
        Files.createFile(drivers.resolve("librte_net_null.so.23"));
        hugePages(512, 2048);
    }

    private void hugePages(int free, int sizeKib) throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/meminfo"), """
                MemTotal:       30000000 kB
                HugePages_Total:     999
                HugePages_Free:      %d
                Hugepagesize:       %d kB
                """.formatted(free, sizeKib));
    }

    private PeerMachine machine() {
        return new PeerMachine(root, 2, NetworkNamespace.AS_ROOT);
    }

    @Test
    void shouldFindNoObstacleWhereEverythingIsInstalled() {
        assertThat(machine().obstacle()).isEmpty();
    }

    @Test
    void shouldNameThePackageWhenTheDaemonIsMissing() throws Exception {
        Files.delete(root.resolve(PeerMachine.DAEMON));
        assertThat(machine().obstacle()).contains("skipped because openvswitch-switch-dpdk is not installed"
                + " (the plain ovs-vswitchd has no DPDK)");
    }

    @Test
    void shouldNameTheDriversWhenOneIsMissing() throws Exception {
        Files.delete(root.resolve("usr/lib/x86_64-linux-gnu/dpdk/pmds-23.0/librte_net_null.so.23"));
        assertThat(machine().obstacle()).contains("skipped because librte-net-pcap23 / -net-null23 is missing");
    }

    @Test
    void shouldSayHowToReserveHugePagesWhenTooFewAreFree() throws Exception {
        hugePages(511, 2048);
        assertThat(machine().obstacle()).contains("skipped because 1022 MiB of hugepages are free, 1024 needed:"
                + " `echo 768 > /proc/sys/vm/nr_hugepages` as root");
        hugePages(1, 1_048_576);
        assertThat(machine().obstacle()).isEmpty();
    }

    @Test
    void shouldAskForLessWhereLessWillDo() throws Exception {
        hugePages(256, 2048);
        assertThat(machine().obstacle(512)).isEmpty();
        assertThat(machine().obstacle(768)).contains("skipped because 512 MiB of hugepages are free, 768 needed:"
                + " `echo 768 > /proc/sys/vm/nr_hugepages` as root");
    }

    @Test
    void shouldNameWhatTestpmdComesWith() throws Exception {
        assertThat(machine().obstacleToTestpmd())
                .contains("skipped because dpdk-testpmd of dpdk-dev is not installed");
        install(Testpmd.PROGRAM);
        assertThat(machine().obstacleToTestpmd()).contains("skipped because librte-net-virtio23 is missing");
        Files.createFile(root.resolve("usr/lib/x86_64-linux-gnu/dpdk/pmds-23.0/librte_net_virtio.so.23"));
        assertThat(machine().obstacleToTestpmd()).isEmpty();
    }

    @Test
    void shouldAskForTheToolsOfABridge() throws Exception {
        for (String tool : List.of("usr/sbin/ip", "sbin/bridge", "usr/bin/nsenter", "usr/bin/unshare")) {
            install(tool);
        }
        assertThat(machine().obstacleToBridge())
                .contains("skipped because setpriv is not installed (packages iproute2 and util-linux)");
        install("usr/bin/setpriv");
        assertThat(machine().obstacleToBridge()).isEmpty();
        assertThat(new PeerMachine(root, 1, NetworkNamespace.NONE).obstacleToBridge()).contains(
                "skipped because neither root nor an unprivileged user+network namespace is available");
    }

    private void install(String program) throws IOException {
        Path file = root.resolve(program);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldAskForANamespaceAndASecondCpu() {
        assertThat(new PeerMachine(root, 2, NetworkNamespace.NONE).obstacle()).contains(
                "skipped because neither root nor an unprivileged user+network namespace is available");
        assertThat(new PeerMachine(root, 1, NetworkNamespace.AS_ANYBODY).obstacle())
                .contains("skipped because OVS needs a core for its PMD besides the harness core");
    }
}
