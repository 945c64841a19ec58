package okko.ringshm.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import okko.ringshm.kernel.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedRegionTest {

    private static final RegionIdentity IDENTITY = new RegionIdentity(RegionKind.POOL, new UUID(1, 2), 0);

    private SharedRegion region;

    @BeforeEach
    void create() throws IOException {
        region = SharedRegion.create(IDENTITY, 10_000, HugePages.NEVER);
        region.publish();
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void shouldShowTheSameBytesToWhoeverAttaches() throws IOException {
        try (SharedRegion peer = attach(RegionKind.POOL)) {
            region.buffer().putLong(9_000, 42);
            assertThat(peer.buffer().getLong(9_000)).isEqualTo(42);
            assertThat(peer.address()).isNotEqualTo(region.address());
            assertThat(peer.sizeBytes()).isEqualTo(10_000);
            assertThat(peer.identity()).isEqualTo(IDENTITY);
        }
    }

    @Test
    void shouldHaveNoNameInTheFileSystem() throws IOException {
        assertThat(openFileOf(region.descriptor())).isEqualTo("/memfd:okko-pool (deleted)");
    }

    @Test
    void shouldBelongToItsUserAlone() throws IOException {
        assertThat(Files.getPosixFilePermissions(Path.of("/proc/self/fd/" + region.descriptor())))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void shouldRefuseEveryChangeOfItsSize() throws IOException {
        try (FileChannel file = FileChannel.open(
                Path.of("/proc/self/fd/" + region.descriptor()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> file.truncate(4_096)).isInstanceOf(IOException.class)
                    .hasMessage("Operation not permitted");
            assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 10_000)).isInstanceOf(IOException.class)
                    .hasMessage("Operation not permitted");
            assertThat(file.size()).isEqualTo(10_000);
        }
    }

    @Test
    void shouldHaveAllOfItsMemoryFromTheStart() throws IOException {
        try (SharedRegion large = SharedRegion.create(IDENTITY, 4 << 20, HugePages.NEVER)) {
            Path file = Path.of("/proc/self/fd/" + large.descriptor());
            assertThat(Files.size(file)).isEqualTo(4 << 20);
            long residentKb = Files.readAllLines(Path.of("/proc/self/smaps")).stream()
                    .dropWhile(line -> !line.startsWith(Long.toHexString(large.address()) + "-"))
                    .filter(line -> line.startsWith("Rss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
            assertThat(residentKb).isEqualTo(4 << 10);
        }
    }

    @Test
    void shouldShowNewBytesToWhoeverAttachesForReading() throws IOException {
        try (SharedRegion peer =
                SharedRegion.attach(region.openReadOnly(), RegionKind.POOL, Access.READ_ONLY)) {
            region.buffer().putLong(9_000, 43);
            assertThat(peer.buffer().getLong(9_000)).isEqualTo(43);
            assertThat(peer.access()).isEqualTo(Access.READ_ONLY);
            assertThat(permissionsAt(peer.address())).isEqualTo("r--s");
            assertThat(permissionsAt(region.address())).isEqualTo("rw-s");
        }
    }

    @Test
    void shouldRefuseASizeThatABufferCannotSpan() {
        assertThatThrownBy(() -> SharedRegion.create(IDENTITY, 1L << 31, HugePages.NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a region has 64 to 2147483647 bytes: sizeBytes=2147483648");
    }

    private SharedRegion attach(RegionKind kind) throws IOException {
        return SharedRegion.attach(duplicate(region), kind, Access.READ_WRITE);
    }

    /** A descriptor of the same file, as a peer would receive one. */
    private static int duplicate(SharedRegion region) throws IOException {
        return DescriptorPassing.duplicate(region.descriptor());
    }

    private static String permissionsAt(long address) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.startsWith(Long.toHexString(address) + "-"))
                .map(line -> line.split(" ")[1])
                .findFirst()
                .orElseThrow();
    }

    private static String openFileOf(int descriptor) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    }
}
