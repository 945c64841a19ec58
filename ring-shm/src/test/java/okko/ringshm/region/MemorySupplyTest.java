package okko.ringshm.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.ringshm.region.MemorySupply.HugePageStock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemorySupplyTest {

    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path root;

    @Test
    void shouldKeepAReserveOfWhatTheMachineHas() throws IOException {
        write("proc/meminfo", "MemTotal: 9000 kB\nMemFree: 100 kB\nMemAvailable: 102400 kB\n");
        assertThat(new MemorySupply(root).availableBytes()).isEqualTo(84 * MEBIBYTE);
    }

    @Test
    void shouldHaveNothingWhenLessThanTheReserveIsLeft() throws IOException {
        write("proc/meminfo", "MemAvailable: 1024 kB\n");
        assertThat(new MemorySupply(root).availableBytes()).isZero();
    }

    @Test
    void shouldNotExceedWhatControlGroupsAllow() throws IOException {
        write("proc/meminfo", "MemAvailable: 1048576 kB\n");
        write("proc/self/cgroup", "0::/system/okko\n");
        group("sys/fs/cgroup/system/okko/memory", "max", "max", "current", 10 * MEBIBYTE, 0);
        assertThat(new MemorySupply(root).availableBytes()).isEqualTo(1008 * MEBIBYTE);
        group("sys/fs/cgroup/system/okko/memory", "max", 200 * MEBIBYTE, "current", 50 * MEBIBYTE, 7 * MEBIBYTE);
        assertThat(new MemorySupply(root).availableBytes()).isEqualTo((200 - 50 + 7 - 16) * MEBIBYTE);
        group("sys/fs/cgroup/system/memory", "max", 100 * MEBIBYTE, "current", 60 * MEBIBYTE, 0);
        assertThat(new MemorySupply(root).availableBytes()).isEqualTo((100 - 60 - 16) * MEBIBYTE);
    }

    @Test
    void shouldKnowTheFirstVersionOfControlGroups() throws IOException {
        write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/docker/1\n0::/\n");
        // In a container the group's own path is not there; its limit is where the mount begins.
        Path mount = root.resolve("sys/fs/cgroup/memory");
        Files.createDirectories(mount);
        Files.writeString(mount.resolve("memory.limit_in_bytes"), Long.toString(64 * MEBIBYTE));
        Files.writeString(mount.resolve("memory.usage_in_bytes"), Long.toString(8 * MEBIBYTE));
        Files.writeString(mount.resolve("memory.stat"), "cache 5\ntotal_inactive_file " + MEBIBYTE + "\n");
        assertThat(new MemorySupply(root).availableBytes()).isEqualTo((64 - 8 + 1 - 16) * MEBIBYTE);
    }

    @Test
    void shouldCountHugePagesThatNobodyHasBeenPromised() throws IOException {
        write("proc/meminfo", "HugePages_Total: 20\nHugePages_Free: 12\nHugePages_Rsvd: 2\nHugepagesize: 2048 kB\n");
        HugePageStock stock = new MemorySupply(root).hugePages().orElseThrow();
        assertThat(stock).isEqualTo(new HugePageStock(2 * MEBIBYTE, 20, 10));
        assertThat(stock.pagesFor(1)).isEqualTo(1);
        assertThat(stock.pagesFor(2 * MEBIBYTE)).isEqualTo(1);
        assertThat(stock.pagesFor(2 * MEBIBYTE + 1)).isEqualTo(2);
    }

    @Test
    void shouldKnowNoHugePagesWhenTheKernelHasNone() throws IOException {
        write("proc/meminfo", "MemAvailable: 1024 kB\n");
        assertThat(new MemorySupply(root).hugePages()).isEmpty();
    }

    private void group(String prefix, String limit, Object limitBytes, String usage, long usageBytes, long inactive)
            throws IOException {
        write(prefix + "." + limit, limitBytes + "\n");
        write(prefix + "." + usage, usageBytes + "\n");
        write(prefix + ".stat", "anon 3\ninactive_file " + inactive + "\nactive_file 9\n");
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
