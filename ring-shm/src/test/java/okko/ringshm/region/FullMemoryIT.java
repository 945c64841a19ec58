package okko.ringshm.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of one mebibyte, which only root can mount, in the place of a full {@code /dev/shm}. */
class FullMemoryIT {

    private static final long FREE_BYTES = 1 << 20;

    @TempDir
    private Path small;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(PeerCredentials.self().uid() == 0, "only root can mount");
        run("mount", "-t", "tmpfs", "-o", "size=" + FREE_BYTES, "tmpfs", small.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        if (PeerCredentials.self().uid() == 0) {
            run("umount", small.toString());
        }
    }

    @Test
    void shouldSayHowMuchIsNeededAndFreeWhenThePoolDoesNotFit() throws IOException {
        assertThatThrownBy(() -> PacketPool.create(PoolConfig.standard(), small))
                .isInstanceOf(IOException.class)
                .hasMessage(small + " has no room for the packet pool: 18,354,176 bytes needed, 1,048,576 free");
        assertThat(Files.getFileStore(small).getUsableSpace()).as("nothing half-created").isEqualTo(FREE_BYTES);
    }

    @Test
    void shouldGiveTheMemoryBackWhenThePoolIsClosed() throws IOException {
        try (PacketPool pool = PacketPool.create(new PoolConfig(400, 2048), small)) {
            assertThat(pool.freeCount()).isEqualTo(400);
            assertThat(Files.getFileStore(small).getUsableSpace()).isLessThan(200_000);
        }
        assertThat(Files.getFileStore(small).getUsableSpace()).isEqualTo(FREE_BYTES);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), output).isZero();
    }
}
