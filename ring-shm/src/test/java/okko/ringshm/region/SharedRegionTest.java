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
import okko.ringshm.layout.RegionDescriptor;
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
    void shouldRefuseARegionThatIsNotPublished() throws IOException {
        try (SharedRegion unfinished = SharedRegion.create(IDENTITY, 4096, HugePages.NEVER)) {
            assertThatThrownBy(() -> SharedRegion.attach(duplicate(unfinished), RegionKind.POOL, Access.READ_WRITE))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "no packet pool that this version understands: magic number is 0 (hexadecimal 0)");
        }
    }

    @Test
    void shouldRefuseARegionOfAnotherKind() {
        assertThatThrownBy(() -> attach(RegionKind.RINGS))
                .hasMessage("no descriptor rings that this version understands: kind is 1 (hexadecimal 1), 2 (2)"
                        + " expected");
    }

    @Test
    void shouldRefuseARegionOfAnotherVersion() {
        region.buffer().putShort(RegionDescriptor.MAJOR_OFFSET, (short) 3);
        assertThatThrownBy(() -> attach(RegionKind.POOL))
                .hasMessage("no packet pool that this version understands: layout version is 3 (hexadecimal 3), 2 (2)"
                        + " expected");
    }

    @Test
    void shouldRefuseARegionOfAnotherByteOrder() {
        region.buffer().putInt(RegionDescriptor.ENDIAN_MARKER_OFFSET, 0x04030201);
        assertThatThrownBy(() -> attach(RegionKind.POOL)).hasMessageContaining("endian marker is");
    }

    @Test
    void shouldRefuseARegionThatClaimsAnotherSize() {
        region.buffer().putLong(RegionDescriptor.REGION_SIZE_OFFSET, 20_000);
        assertThatThrownBy(() -> attach(RegionKind.POOL))
                .hasMessageContaining("size is 20000 (hexadecimal 4e20), 10000 (2710) expected");
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

    private static String openFileOf(int descriptor) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    }
}
