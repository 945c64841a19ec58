package okko.ringshm.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import okko.ringshm.kernel.Access;
import okko.ringshm.kernel.Descriptors;
import okko.ringshm.kernel.EventFd;
import okko.ringshm.kernel.PageSize;
import okko.ringshm.kernel.SharedMemory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is no region is refused with its reason; nothing stays open or mapped. */
class RefusedRegionTest {

    private static final RegionIdentity IDENTITY = new RegionIdentity(RegionKind.POOL, new UUID(1, 2), 0);
    private static final String NOT_SEALED = "no packet pool: its size is not sealed, so it could vanish while in use";

    private long openBefore;
    private long mappedBefore;

    /** The source of random names of temporary files keeps its descriptors once it is used. */
    @BeforeAll
    static void openSourceOfNames(@TempDir Path directory) throws IOException {
        Files.createTempFile(directory, "okko", "");
    }

    @BeforeEach
    void count() throws IOException {
        openBefore = Descriptors.count();
        mappedBefore = Descriptors.countMappedRegions();
    }

    @AfterEach
    void compare() throws IOException {
        assertThat(Descriptors.count()).as("descriptors").isEqualTo(openBefore);
        assertThat(Descriptors.countMappedRegions()).as("mapped regions").isEqualTo(mappedBefore);
    }

    @Test
    void shouldRefuseAMemoryFileThatIsNotSealed() throws IOException {
        int descriptor = SharedMemory.create("test", PageSize.SMALL);
        SharedMemory.allocate(descriptor, 4_096);
        assertRefused(descriptor, NOT_SEALED);
    }

    @Test
    void shouldRefuseAMemoryFileOfNoBytes() throws IOException {
        assertRefused(Descriptors.sparse(0), "no packet pool: it has 0 bytes");
    }

    @Test
    void shouldRefuseAMemoryFileTooSmallForAHeader() throws IOException {
        assertRefused(Descriptors.sparse(63), "no packet pool: it has 63 bytes");
    }

    @Test
    void shouldRefuseAMemoryFileThatNoBufferSpans() throws IOException {
        assertRefused(Descriptors.sparse(1L << 31), "no packet pool: it has 2,147,483,648 bytes");
        assertRefused(Descriptors.sparse(1L << 40), "no packet pool: it has 1,099,511,627,776 bytes");
        assertRefused(Descriptors.sparse(Long.MAX_VALUE), "no packet pool: it has 9,223,372,036,854,775,807 bytes");
    }

    @Test
    void shouldRefuseAMemoryFileWithHoles() throws IOException {
        assertRefused(Descriptors.sparse(1 << 20), "no packet pool: of its 1,048,576 bytes it has memory for 4,096");
    }

    @Test
    void shouldRefuseAFile(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[4_096]);
        assertRefused(Descriptors.open(file), NOT_SEALED);
        Path onTmpfs = Files.createTempFile(Path.of("/dev/shm"), "okko", "");
        try {
            Files.write(onTmpfs, new byte[4_096]);
            assertRefused(Descriptors.open(onTmpfs), NOT_SEALED);
        } finally {
            Files.delete(onTmpfs);
        }
    }

    @Test
    void shouldRefuseADirectory(@TempDir Path directory) throws IOException {
        assertRefused(Descriptors.openReadOnly(directory), NOT_SEALED);
    }

    @Test
    void shouldRefuseAPipe(@TempDir Path directory) throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start().waitFor()).isZero();
        assertRefused(Descriptors.open(fifo), NOT_SEALED);
    }

    @Test
    void shouldRefuseASocketADeviceAndACounter() throws IOException {
        assertRefused(Descriptors.socket(), NOT_SEALED);
        assertRefused(Descriptors.open(Path.of("/dev/zero")), NOT_SEALED);
        assertRefused(EventFd.create().descriptor(), NOT_SEALED);
    }

    @Test
    void shouldRefuseWhatIsNotOpen() {
        assertThatThrownBy(() -> SharedRegion.attach(-1, RegionKind.POOL, Access.READ_WRITE))
                .isInstanceOf(IOException.class)
                .hasMessage(NOT_SEALED);
    }

    @Test
    void shouldRefuseARegionThatIsNotPublished() throws IOException {
        try (SharedRegion unfinished = SharedRegion.create(IDENTITY, 4_096, HugePages.NEVER)) {
            assertRefused(DescriptorPassing.duplicate(unfinished.descriptor()),
                    "no packet pool that this version understands: magic number is 0 (hexadecimal 0),"
                            + " 3552575203715009359 (314d48534f4b4b4f) expected");
        }
    }

    @Test
    void shouldRefuseARegionOfAnotherVersionOlderOrNewer() throws IOException {
        assertRefusedWith(bytes -> bytes.putShort(8, (short) 1),
                "no packet pool that this version understands: layout version is 1 (hexadecimal 1), 2 (2) expected");
        assertRefusedWith(bytes -> bytes.putShort(8, (short) 3),
                "no packet pool that this version understands: layout version is 3 (hexadecimal 3), 2 (2) expected");
    }

    @Test
    void shouldAcceptARegionWithFieldsThatItDoesNotKnow() throws IOException {
        try (SharedRegion region = published(bytes -> bytes.putShort(10, (short) 7));
                SharedRegion peer = SharedRegion.attach(
                        DescriptorPassing.duplicate(region.descriptor()), RegionKind.POOL, Access.READ_WRITE)) {
            assertThat(peer.identity()).isEqualTo(IDENTITY);
        }
    }

    @Test
    void shouldRefuseARegionOfAnotherByteOrder() throws IOException {
        assertRefusedWith(bytes -> bytes.putInt(12, 0x04030201),
                "no packet pool that this version understands: endian marker is 67305985 (hexadecimal 4030201),"
                        + " 16909060 (1020304) expected");
    }

    @Test
    void shouldRefuseARegionThatClaimsAnotherSize() throws IOException {
        assertRefusedWith(bytes -> bytes.putLong(16, 20_000),
                "no packet pool that this version understands: size is 20000 (hexadecimal 4e20), 4096 (1000) expected");
    }

    @Test
    void shouldRefuseARegionOfAnotherKind() throws IOException {
        assertRefusedWith(bytes -> bytes.putInt(24, 2),
                "no packet pool that this version understands: kind is 2 (hexadecimal 2), 1 (1) expected");
    }

    @Test
    void shouldRefuseToWriteWhatCameForReading() throws IOException {
        try (SharedRegion region = published(bytes -> { })) {
            assertRefused(region.openReadOnly(), "mmap of 4096 bytes: Permission denied");
        }
    }

    private static SharedRegion published(Consumer<UnsafeBuffer> change) throws IOException {
        SharedRegion region = SharedRegion.create(IDENTITY, 4_096, HugePages.NEVER);
        change.accept(region.buffer());
        region.publish();
        return region;
    }

    private static void assertRefusedWith(Consumer<UnsafeBuffer> change, String reason) throws IOException {
        try (SharedRegion region = published(change)) {
            assertRefused(DescriptorPassing.duplicate(region.descriptor()), reason);
        }
    }

    private static void assertRefused(int descriptor, String reason) {
        assertThatThrownBy(() -> SharedRegion.attach(descriptor, RegionKind.POOL, Access.READ_WRITE))
                .isInstanceOf(IOException.class)
                .hasMessage(reason);
    }
}
