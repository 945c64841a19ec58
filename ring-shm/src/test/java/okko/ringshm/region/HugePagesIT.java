package okko.ringshm.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.ringshm.kernel.Access;
import okko.ringshm.kernel.PageSize;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import okko.ringshm.pool.PoolView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reserves two huge pages more than there are, which only root can do, and gives them back. */
class HugePagesIT {

    private static final Path RESERVED = Path.of("/proc/sys/vm/nr_hugepages");
    private static final PoolConfig TWO_PAGES = new PoolConfig(1_000, 2_048); // 2,244,096 bytes

    private String before;

    @BeforeEach
    void reserve() throws IOException {
        assumeTrue(Files.isWritable(RESERVED), "only root can reserve huge pages");
        before = Files.readString(RESERVED).strip();
        assumeTrue(before.equals("0"), "somebody uses huge pages here");
        Files.writeString(RESERVED, "2");
        assumeTrue(Files.readString(RESERVED).strip().equals("2"), "memory is too fragmented");
    }

    @AfterEach
    void giveBack() throws IOException {
        if (before != null) {
            Files.writeString(RESERVED, before);
        }
    }

    @Test
    void shouldPutThePoolIntoHugePagesAndShowItToOthers() throws IOException {
        try (PacketPool pool = PacketPool.create(TWO_PAGES, HugePages.REQUIRE, 1)) {
            assertThat(pool.region().pageSize()).isEqualTo(PageSize.HUGE);
            assertThat(pool.region().fallBack()).isEmpty();
            assertThat(pool.region().sizeBytes()).isEqualTo(2 * 2_097_152);
            try (SharedRegion peer =
                    SharedRegion.attach(pool.region().openReadOnly(), RegionKind.POOL, Access.READ_ONLY)) {
                assertThat(new PoolView(peer).bufferCount()).isEqualTo(1_000);
                pool.region().buffer().putLong(2 * 2_097_152 - 8, 42);
                assertThat(peer.buffer().getLong(2 * 2_097_152 - 8)).isEqualTo(42);
            }
        }
    }

    @Test
    void shouldFallBackAndSaySoWhenTheyAreTaken() throws IOException {
        try (PacketPool first = PacketPool.create(TWO_PAGES, HugePages.TRY, 1);
                PacketPool second = PacketPool.create(TWO_PAGES, HugePages.TRY, 1)) {
            assertThat(first.region().pageSize()).isEqualTo(PageSize.HUGE);
            assertThat(second.region().pageSize()).isEqualTo(PageSize.SMALL);
            assertThat(second.region().sizeBytes()).isEqualTo(2_244_096);
            assertThat(second.region().fallBack()).contains("no huge pages for the packet pool: 2 of 2,097,152 bytes"
                    + " needed, 0 free; sysctl vm.nr_hugepages=4 reserves them");
            assertThatThrownBy(() -> PacketPool.create(TWO_PAGES, HugePages.REQUIRE, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessage(second.region().fallBack().orElseThrow());
        }
    }
}
